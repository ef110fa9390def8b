// Long messages show their beginning, and all of it when asked, or when something further down has the focus.

import { closest, get } from "./dom.js";
import * as text from "./messages.js";

/**
 * The messages around it: they do not move. Plain HTML until the element is defined.
 *
 * @typedef {HTMLElement & { hold?: (change: () => void) => void }} Timeline
 */

export function watchFolds() {
  document.addEventListener("click", (event) => {
    const ofCode = closest(event, ".code [data-code]");
    if (ofCode) import("./code_blocks.js").then(({ useCode }) => useCode(ofCode), () => {});
    const button = closest(event, ".message > .more");
    const row = button?.closest(".message");
    if (row instanceof HTMLElement) unfold(row, !row.classList.contains("unfolded"));
  });
  document.addEventListener("focusin", (event) => {
    const body = closest(event, ".message.long:not(.unfolded) > .body");
    const end = body?.getBoundingClientRect().bottom ?? 0;
    const focused = closest(event, "*")?.getBoundingClientRect().bottom ?? 0;
    if (body?.parentElement && focused > end) unfold(body.parentElement, true);
  });
}

/**
 * @param {HTMLElement} row
 * @param {boolean} isUnfolded
 */
function unfold(row, isUnfolded) {
  /** @type {Timeline | null} */
  const timeline = row.closest("hub-timeline");
  const change = () => setUnfolded(row, isUnfolded);
  if (timeline?.hold) timeline.hold(change);
  else change();
  if (!isUnfolded) row.scrollIntoView({ block: "nearest" });
}

/**
 * @param {HTMLElement} row
 * @param {boolean} isUnfolded
 */
export function setUnfolded(row, isUnfolded) {
  row.classList.toggle("unfolded", isUnfolded);
  const button = get(row, ":scope > .more");
  button.ariaExpanded = String(isUnfolded);
  button.textContent = isUnfolded ? text.showLess() : text.showMore();
}
