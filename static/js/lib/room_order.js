// The lists of rooms in the sidebar stand as they were arranged, here or on another device.

/** @import { Context } from "./context.js" */
import { byActivity, inOrder } from "../models/room_order.js";
import { fetchPage, find, findAll, get } from "./dom.js";
import { watchRoomDrag } from "./room_drag.js";

/** @param {Pick<Context, "rooms" | "personal">} context */
export function watchRoomOrder({ rooms, personal }) {
  const side = get(document, "hub-sidebar");
  let isDue = false;
  rooms.on("changed", () => {
    if (isDue || side.dataset.sort !== "activity") return;
    isDue = true;
    // After the lists have been drawn.
    setTimeout(() => {
      isDue = false;
      sort(side, (known) => byActivity(known, (room) => rooms.get(room)?.active ?? 0));
    });
  });
  const drag = watchRoomDrag(side, () => look(undefined));
  const look = (/** @type {number | undefined} */ arranged) => refresh(side, rooms, drag, arranged);
  personal.on("changed", () => look(personal.arranged));
  if (personal.arranged !== undefined) look(personal.arranged);
  document.addEventListener("submit", ({ target, submitter }) => {
    if (target instanceof HTMLFormElement && target.matches(".fold") && submitter instanceof HTMLButtonElement) fold(submitter, submitter.value === "yes");
  });
}

/**
 * @param {HTMLElement} side
 * @param {Context["rooms"]} rooms
 * @param {ReturnType<typeof watchRoomDrag>} drag
 * @param {number | undefined} arranged how often the list was arranged; nothing: it is looked up in any case
 */
async function refresh(side, rooms, drag, arranged) {
  if (arranged === Number(side.dataset.arranged)) return;
  try {
    const { page } = await fetchPage("/sidebar");
    // A room in somebody's hand stays there; where it went is part of what is read then.
    if (drag.isOn()) return void drag.ended().then(() => refresh(side, rooms, drag, undefined));
    const fresh = get(page, "hub-sidebar");
    const { sort: by, arranged: version, placed = "[]" } = fresh.dataset;
    Object.assign(side.dataset, { sort: by, arranged: version, placed });
    get(side, ".sections").replaceWith(document.adoptNode(get(fresh, ".sections").cloneNode(true)));
    // The lists are drawn with what stands in them now, and sorted then.
    rooms.emit("changed", null);
    await undefined;
    const order = findAll(fresh, ".named-list [data-room]").map(({ dataset }) => dataset.room ?? "");
    sort(side, (known) => inOrder(known, order));
    for (const button of findAll(fresh, ".fold button")) {
      const here = find(side, `.fold:has([name="part"][value="${partOf(button)}"]) button`);
      if (here instanceof HTMLButtonElement) fold(here, button.ariaExpanded === "false");
    }
  } catch {
    // The next page shows it.
  }
}

/** @param {HTMLElement} button */
function partOf(button) {
  return get(button.closest("form"), '[name="part"]', HTMLInputElement).value;
}

/**
 * @param {HTMLButtonElement} button
 * @param {boolean} isFolded
 */
function fold(button, isFolded) {
  button.ariaExpanded = String(!isFolded);
  button.value = isFolded ? "no" : "yes";
  button.closest(".side-heading")?.nextElementSibling?.toggleAttribute("data-folded", isFolded);
}

/**
 * Puts rows where they belong, without touching what is right already.
 *
 * @param {HTMLElement} side
 * @param {(rooms: string[]) => string[]} order
 */
function sort(side, order) {
  const focused = document.activeElement;
  for (const list of findAll(side, ".named-list")) {
    const rows = new Map(findAll(list, "[data-room]").map((link) => [link.dataset.room ?? "", link.closest("li")]));
    for (const [at, room] of order([...rows.keys()]).entries()) {
      const row = rows.get(room);
      if (row && list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
    }
  }
  // Moving a row takes the focus away from it.
  if (focused !== document.activeElement && focused instanceof HTMLElement && side.contains(focused)) focused.focus({ preventScroll: true });
}
