// The list of direct conversations in the sidebar: made the same as what is known of them, without touching what is right already.

/** @import { RoomStatus } from "../models/rooms.js" */
import { find, findAll, get, setText, template } from "../lib/dom.js";
import { initials } from "../models/avatar.js";

/**
 * @param {HTMLElement} list
 * @param {RoomStatus[]} rooms in their order
 */
export function drawDirectList(list, rooms) {
  const links = new Map(findAll(list, "[data-room]").map((link) => [link.dataset.room, link]));
  const wanted = new Set(rooms.map(({ room }) => room));
  for (const [room, link] of links) if (!wanted.has(room ?? "")) link.closest("li")?.remove();
  const focused = document.activeElement;
  for (const [at, status] of rooms.entries()) {
    const link = links.get(status.room) ?? newLink();
    const item = /** @type {HTMLElement} */ (link.closest("li"));
    if (list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null);
    describe(link, status);
  }
  // Moving a row takes the focus away from it.
  if (focused !== document.activeElement && focused instanceof HTMLElement && list.contains(focused)) focused.focus({ preventScroll: true });
}

function newLink() {
  return get(get(template("template-direct"), "li"), "a");
}

/**
 * @param {HTMLElement} link
 * @param {RoomStatus} status
 */
function describe(link, { room, address = "", name = "", others }) {
  link.dataset.room = room;
  if (others) Object.assign(link.dataset, { others: String(others.length), other: others.length === 1 ? others[0] : "" });
  const mark = find(link, ".status-of");
  if (mark && others) mark.dataset.statusOf = others.length === 1 ? others[0] : "";
  const seen = find(link, ".seen");
  const words = find(link, "[data-seen-words]");
  if (seen && words && others) seen.dataset.seenOf = words.dataset.seenWords = others.length === 1 ? others[0] : "";
  if (link.getAttribute("href") !== address) link.setAttribute("href", address);
  setText(get(link, ".room-name"), name);
  setText(get(link, ".tile"), initials(name));
}
