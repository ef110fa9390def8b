// Boxes of my own messages are mine to tick. The server makes an edit of it, as of the form without a script; its event draws the
// message anew for everyone.

import { findAll } from "../../lib/dom.js";

/**
 * @typedef {object} Host
 * @property {HTMLElement[]} lists of messages
 * @property {(seq: number) => HTMLElement | null} rowAt
 * @property {(row: HTMLElement) => string} addressOf
 */

/** @param {HTMLElement} row */
export function letTick(row) {
  for (const box of findAll(row, ".task > input")) /** @type {HTMLInputElement} */ (box).disabled = false;
}

/**
 * @param {string} me
 * @param {Host} host
 */
export function watchTasks(me, host) {
  const changed = (/** @type {Event} */ { target }) => {
    if (target instanceof HTMLInputElement && target.matches(".task > input")) {
      import("./tick.js").then(({ tick }) => tick(me, host, target), () => void (target.checked = !target.checked));
    }
  };
  for (const list of host.lists) list.addEventListener("change", changed);
}
