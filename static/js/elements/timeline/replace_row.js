// A message was drawn anew: focus, what is being typed in it and what was opened in it go along.

import { keepControls } from "../../lib/body_controls.js";
import { setUnfolded } from "../../lib/folds.js";
import { moveForm } from "./move_form.js";

/**
 * @param {HTMLElement} present
 * @param {HTMLElement} row
 */
export function replaceRow(present, row) {
  const hadFocus = document.activeElement === present;
  row.tabIndex = present.tabIndex;
  present.after(row);
  if (present.matches(".unfolded") && row.matches(".long")) setUnfolded(row, true);
  keepControls(present, row);
  moveForm(present, row);
  present.remove();
  if (hadFocus) row.focus({ preventScroll: true });
}
