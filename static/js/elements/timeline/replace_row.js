// A message in the page is drawn anew.

import { setUnfolded } from "../../lib/folds.js";
import { moveForm } from "./edit_form.js";

/**
 * Focus and what is being typed in it go along.
 *
 * @param {HTMLElement} present
 * @param {HTMLElement} row
 */
export function replaceRow(present, row) {
  const hadFocus = document.activeElement === present;
  row.tabIndex = present.tabIndex;
  present.after(row);
  if (present.matches(".unfolded") && row.matches(".long")) setUnfolded(row, true);
  moveForm(present, row);
  present.remove();
  if (hadFocus) row.focus({ preventScroll: true });
}
