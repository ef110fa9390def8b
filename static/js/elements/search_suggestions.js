// Operators, people, rooms and days, offered while a search is typed. Enter asks, unless something was chosen.

import { get } from "../lib/dom.js";
import { isComposing } from "../models/composing.js";
import { fitsToken, searchTokenBefore } from "../models/search_token.js";
import { Suggestions, fetchOptions } from "./suggestions.js";

export class SearchSuggestions extends Suggestions {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLInputElement} field
   */
  constructor(form, field) {
    super(form, field, {
      template: "template-names",
      before: searchTokenBefore,
      fetch: (typed, signal) => fetchOptions("/search/offers", typed, signal),
      fits: (typed, option) => fitsToken(typed, { text: textOf(option), name: option.dataset.name ?? "" }),
      isTypedOut: () => true,
      textOf: (option) => textOf(option) + (option.dataset.more === undefined ? " " : ""),
    });
    const list = get(form, "[role=listbox]");
    list.classList.add("below");
    list.ariaLabel = field.placeholder;
    field.addEventListener("keydown", (event) => isComposing(event) || this.key(event));
  }
}

/** @param {HTMLElement} option */
function textOf(option) {
  return option.dataset.text ?? "";
}

/**
 * Offers them in a field, once.
 *
 * @param {HTMLInputElement} field
 */
export function offerFilters(field) {
  if (field.form && field.dataset.filters === undefined) {
    field.dataset.filters = "";
    new SearchSuggestions(field.form, field);
  }
}
