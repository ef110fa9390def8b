// The form that edits a message, when the message is drawn anew under it. Apart from the form, which is loaded when one edits.

import { find, get } from "../../lib/dom.js";
import { said } from "../../models/composing.js";

/**
 * The row was drawn anew: a form in it goes along, and so does the cursor. Of a message that was deleted the text goes to
 * the composer: nothing typed is lost.
 *
 * @param {HTMLElement} from
 * @param {HTMLElement} to
 */
export function moveForm(from, to) {
  const form = find(from, ":scope > .edit-form");
  if (!form) return;
  const box = get(form, "textarea", HTMLTextAreaElement);
  if (to.matches(".gone")) {
    const isChanged = said(box.value) !== said(box.defaultValue);
    if (isChanged) from.closest(".room")?.dispatchEvent(new CustomEvent("compose", { detail: box.value }));
    return;
  }
  const focused = form.contains(document.activeElement) ? document.activeElement : null;
  const { selectionStart, selectionEnd } = box;
  to.classList.add("editing");
  to.append(form);
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  box.setSelectionRange(selectionStart, selectionEnd);
}
