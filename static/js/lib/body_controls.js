// What can be used in the words of a message, as it was left: when the message is drawn anew, hidden text that was asked for stays
// shown as long as the words are the same, and the focus stays where it is.

import { findAll, get } from "./dom.js";

/**
 * @param {HTMLElement} from the row as it was
 * @param {HTMLElement} to the row that takes its place, in the page already
 */
export function keepControls(from, to) {
  const [before, after] = [from, to].map((row) => findAll(row, ".body :is(a, button, input, [tabindex])"));
  if (before.length !== after.length) return;
  const isSame = get(from, ".body").textContent === get(to, ".body").textContent;
  for (const [n, control] of before.entries()) {
    const other = after[n];
    if (isSame && isSpoiler(control) && isSpoiler(other)) other.checked = control.checked;
    if (control === document.activeElement) other.focus({ preventScroll: true });
  }
}

/**
 * @param {HTMLElement} control
 * @returns {control is HTMLInputElement}
 */
function isSpoiler(control) {
  return control.matches(".spoiler > input");
}
