// Emoji by their names, offered while one types `:ta`.

import { emojiBefore } from "../models/shortcode.js";
import { Suggestions, fetchOptions } from "./suggestions.js";

export class EmojiSuggestions extends Suggestions {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLTextAreaElement} box
   */
  constructor(form, box) {
    super(form, box, {
      template: "template-emoji",
      before: emojiBefore,
      fetch: (typed, signal) => fetchOptions("/emoji", typed, signal),
      fits: (typed, option) => (option.dataset.names ?? "").includes(typed),
      isTypedOut: () => false,
      textOf: (option) => `${option.dataset.emoji} `,
    });
  }
}
