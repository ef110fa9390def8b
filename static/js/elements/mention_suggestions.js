// Whom an `@` may mean, offered while one types.

import { find } from "../lib/dom.js";
import { fits, isTypedOut, mentionBefore } from "../models/mention.js";
import { Suggestions, fetchOptions } from "./suggestions.js";

export class MentionSuggestions extends Suggestions {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLTextAreaElement} box
   * @param {() => string} address where to ask; it may change
   */
  constructor(form, box, address) {
    super(form, box, {
      template: "template-names",
      before: mentionBefore,
      fetch: (typed, signal) => fetchOptions(address(), typed, signal),
      fits: (typed, option) => fits(typed, personOf(option)),
      isTypedOut: (typed, options) => isTypedOut(typed, options.map((option) => personOf(option).username)),
      textOf: (option) => `@${option.dataset.username} `,
    });
  }
}

/** @param {HTMLElement} option */
function personOf(option) {
  return { username: option.dataset.username ?? "", name: find(option, ".person-name")?.textContent ?? "" };
}
