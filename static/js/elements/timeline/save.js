// A message saved to come back to, or kept no longer, by the form that there is without a script.

import { ask } from "../../lib/dom.js";
import * as text from "../../lib/messages.js";
import { note } from "../../lib/message_rows.js";

/**
 * @param {string} me
 * @param {string} address of the message
 * @param {HTMLElement} row
 * @param {boolean} isKept
 */
export async function save(me, address, row, isKept) {
  const body = new URLSearchParams({ person: me, keep: isKept ? "yes" : "no" });
  try {
    // Where it leads then is this page.
    const { type } = await ask(`${address}/save`, { method: "POST", body, redirect: "manual" });
    if (type !== "opaqueredirect") return note(row, text.saveFailed(), true);
    note(row, isKept ? text.savedMessage() : text.unsavedMessage(), false, isKept ? reminder(address) : undefined);
  } catch {
    note(row, text.saveFailed(), true);
  }
}

/** @param {string} address */
function reminder(address) {
  const link = document.createElement("a");
  link.href = `${address}/save`;
  link.dataset.dialog = "";
  link.textContent = text.remindMe();
  return link;
}
