// `<hub-search>`: what was found, with its times in the reader's own zone, and the filters of the question as chips.

import { find } from "../lib/dom.js";
import { localMoments } from "../lib/local_moments.js";
import { showFilters } from "./search_filters.js";

export class Search extends HTMLElement {
  connectedCallback() {
    localMoments(this);
    const form = find(document, ".search-form");
    if (form instanceof HTMLFormElement) showFilters(form);
  }
}
