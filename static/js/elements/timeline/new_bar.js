// The bar over the messages: how many are new, since when, with a jump to the first of them and a way to have read them all. It is
// there while the line above them is out of view and not all is read.

/** @import { Context } from "../../lib/context.js" */
import * as text from "../../lib/messages.js";

/**
 * @typedef {object} Host
 * @property {HTMLElement} element around the messages
 * @property {string} room
 * @property {HTMLElement} divider the line above what is new
 * @property {() => void} jump to that line
 * @property {() => void} markRead
 */

/**
 * Answers how to take it away.
 *
 * @param {Pick<Context, "rooms">} context
 * @param {Host} host
 * @returns {() => void}
 */
export function showNewBar({ rooms }, { element, room, divider, jump, markRead }) {
  const count = rooms.backlog(room);
  const first = /** @type {HTMLElement | null} */ (divider.nextElementSibling);
  const time = first?.querySelector("time")?.textContent;
  if (count === 0 || !time) return () => {};
  const bar = document.createElement("div");
  bar.className = "new-bar";
  bar.hidden = true;
  bar.append(button(text.newSince(count, time), jump), button(text.markRead(), markRead));
  const scroller = element.closest(".scroller");
  // The messages are built from their end: what is read stays where it is.
  scroller?.before(bar);
  const observer = new IntersectionObserver(([{ isIntersecting }]) => void (bar.hidden = isIntersecting), { root: scroller });
  observer.observe(divider);
  const remove = () => {
    off();
    observer.disconnect();
    bar.remove();
  };
  const off = rooms.on("changed", () => (rooms.backlog(room) === 0 || !divider.isConnected) && remove());
  return remove;
}

/**
 * @param {string} words
 * @param {() => void} act
 */
function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "link-button";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}
