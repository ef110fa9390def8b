// `<hub-search>`: what was found, with its times in the reader's own zone.

import { localMoments } from "../lib/local_moments.js";

export class Search extends HTMLElement {
  connectedCallback() {
    localMoments(this);
  }
}
