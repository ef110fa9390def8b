// Since when the page that is shown is as it is, where it was kept and nobody has answered since. It is said in the line about the
// connection, and forgotten once the socket brings what has happened meanwhile.

import { get } from "./dom.js";

/** In ms; nothing where the page is live. */
export function shownAsOf() {
  const { kept } = document.body.dataset;
  return kept ? Number(kept) : undefined;
}

/**
 * Tells that another page is shown, or that this one is live again (event `as-of-changed`).
 *
 * @param {number | undefined} at in ms
 */
export function showAsOf(at) {
  if (at === shownAsOf()) return;
  if (at === undefined) {
    delete document.body.dataset.kept;
    // Where the line stood stays free.
    get(document, "#pane").dataset.bar = "";
  } else {
    document.body.dataset.kept = String(at);
  }
  document.dispatchEvent(new Event("as-of-changed"));
}
