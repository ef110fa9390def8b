// What can be typed after a slash, offered where a message begins with one.

import { fetchPage, findAll } from "../lib/dom.js";
import { Suggestions } from "./suggestions.js";

/** @type {Promise<HTMLElement[]> | undefined} */
let known;

/** @returns {Promise<HTMLElement[]>} */
function commands() {
  known ??= fetchPage("/commands").then(({ response, page }) => (response.ok ? findAll(page, "[role=option]") : Promise.reject(response)));
  known.catch(() => (known = undefined));
  return known;
}

export class SlashSuggestions extends Suggestions {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLTextAreaElement} box
   */
  constructor(form, box) {
    const fits = (/** @type {string} */ typed, /** @type {HTMLElement} */ option) => (option.dataset.command ?? "").startsWith(typed);
    super(form, box, {
      template: "template-emoji",
      before: (text) => (/^\/[a-z]*$/.test(text) ? { start: 0, typed: text.slice(1) } : null),
      fetch: async (typed) => (await commands()).filter((option) => fits(typed, option)).map((option) => option.outerHTML).join(""),
      fits,
      // What needs words is yet to be told them.
      isTypedOut: (typed, offered) => offered.some((option) => option.dataset.command === typed && option.dataset.words === undefined),
      textOf: (option) => `/${option.dataset.command} `,
    });
  }
}
