// A box of my own message is ticked.

/** @import { Host } from "./tasks.js" */
import { ask, find } from "../../lib/dom.js";
import { note } from "../../lib/message_rows.js";
import * as text from "../../lib/messages.js";

/**
 * @param {string} me
 * @param {Host} host
 * @param {HTMLInputElement} box
 */
export async function tick(me, host, box) {
  const row = box.closest(".message");
  if (!(row instanceof HTMLElement)) return;
  const isTicked = box.checked;
  let present = row;
  for (const _ of [1, 2]) {
    const answer = await send(me, host.addressOf(row), present.dataset.rev ?? "", isTicked ? "tick" : "untick", box);
    if (answer === "done") return;
    // Another box was ticked meanwhile: this one stands where it stood.
    const drawn = present;
    present = host.rowAt(Number(row.dataset.seq)) ?? row;
    const same = find(present, `.task > input[data-at="${box.dataset.at}"]`);
    if (answer === "offline" || drawn === present || same?.ariaLabel !== box.ariaLabel) {
      for (const shown of [box, same]) if (shown instanceof HTMLInputElement) shown.checked = !isTicked;
      return note(present, answer === "offline" ? text.notEditableOffline() : text.notTicked(), true);
    }
  }
}

/**
 * @param {string} me
 * @param {string} address of the message
 * @param {string} rev the drawing in which the box stands
 * @param {"tick" | "untick"} what
 * @param {HTMLInputElement} box
 */
async function send(me, address, rev, what, box) {
  const body = new URLSearchParams({ person: me, rev, [what]: box.dataset.at ?? "" });
  try {
    // Where it leads then is this page.
    const { type } = await ask(`${address}/tick`, { method: "POST", body, redirect: "manual" });
    return type === "opaqueredirect" ? "done" : "refused";
  } catch {
    return "offline";
  }
}
