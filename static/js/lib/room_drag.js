// Rooms that are arranged by hand are dragged to their places in the sidebar and into its sections, with a pointer or a finger.

import { ask, closest, find, findAll, get } from "./dom.js";

const ROW = ".named-list > li";

/**
 * @param {HTMLElement} side
 * @param {() => void} failed the order could not be kept: the list is to be read anew
 * @returns {{ isOn: () => boolean, ended: () => Promise<void> }} whether a room is in hand, and once none is and where it went is kept
 */
export function watchRoomDrag(side, failed) {
  /** @type {{ row: HTMLElement, stood: Standing } | undefined} */
  let moving;
  /** @type {(() => void)[]} */
  let waiting = [];
  const drag = {
    isPossible: () => side.dataset.sort === "hand",
    begin: (/** @type {HTMLElement} */ row) => (moving = { row, stood: standing(side, row) }),
    // A row that is gone is in nobody's hand.
    isOn: () => moving?.row.isConnected ?? false,
    /** @returns whether the row may stand there */
    over: (/** @type {Element | null} */ at, /** @type {number} */ y) => (moving ? put(moving.row, at, y) : false),
    end: () => {
      if (!moving) return;
      const { row, stood } = moving;
      moving = undefined;
      keep(row, stood, standing(side, row)).catch(failed).finally(() => {
        for (const go of waiting) go();
        waiting = [];
      });
    },
  };
  watchPointer(side, drag);
  // It loads when a finger first touches the list.
  side.addEventListener(
    "touchstart",
    async (event) => {
      if (!drag.isPossible()) return;
      const lifted = new AbortController();
      for (const end of ["touchend", "touchcancel"]) side.addEventListener(end, () => lifted.abort(), { once: true });
      const { touched } = await import("./room_drag_touch.js");
      if (!lifted.signal.aborted) touched(side, drag, event);
    },
    { passive: true },
  );
  return { isOn: drag.isOn, ended: () => new Promise((go) => void waiting.push(go)) };
}

/** @typedef {{ isPossible: () => boolean, begin: (row: HTMLElement) => void, isOn: () => boolean, over: (at: Element | null, y: number) => boolean, end: () => void }} Drag */
/** @typedef {{ rooms: string, section: string }} Standing */

/**
 * @param {HTMLElement} side
 * @param {Drag} drag
 */
function watchPointer(side, drag) {
  side.addEventListener("dragstart", (event) => {
    const row = closest(event, ROW);
    if (!row || !drag.isPossible()) return;
    drag.begin(row);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  });
  side.addEventListener("dragover", (event) => {
    if (event.target instanceof Element && drag.over(event.target, event.clientY)) event.preventDefault();
  });
  side.addEventListener("drop", (event) => drag.isOn() && event.preventDefault());
  side.addEventListener("dragend", () => drag.end());
}

/**
 * @param {HTMLElement} row
 * @param {Element | null} at
 * @param {number} y
 */
function put(row, at, y) {
  const over = at?.closest(ROW);
  const list = over?.parentElement ?? at?.closest(".side-heading")?.nextElementSibling;
  // What is starred stands apart, by its star alone.
  if (!list?.matches(".named-list") || (list !== row.parentElement && (isStarred(list) || isStarred(row.parentElement)))) return false;
  if (!over) list.prepend(row);
  else if (over !== row) {
    const { top, height } = over.getBoundingClientRect();
    if (y < top + height / 2) over.before(row);
    else over.after(row);
  }
  return true;
}

/** @param {Element | null} list */
function isStarred(list) {
  return list?.matches("[data-starred]") ?? false;
}

/**
 * @param {HTMLElement} side
 * @param {HTMLElement} row
 * @returns {Standing}
 */
function standing(side, row) {
  const rooms = findAll(side, ".named-list [data-room]").map(({ dataset }) => dataset.room).join(",");
  return { rooms, section: row.parentElement?.dataset.section ?? "" };
}

/**
 * @param {HTMLElement} row
 * @param {Standing} before
 * @param {Standing} now
 */
async function keep(row, before, now) {
  const room = find(row, "[data-room]")?.dataset.room ?? "";
  if (now.section !== before.section) await send({ room, to: "section", section: now.section });
  if (now.rooms !== before.rooms) await send({ rooms: now.rooms });
}

/** @param {Record<string, string>} places */
async function send(places) {
  const person = get(document, "input[name=person]", HTMLInputElement).value;
  const body = new URLSearchParams({ person, ...places });
  const { type } = await ask("/sidebar/places", { method: "POST", body, redirect: "manual" });
  if (type !== "opaqueredirect") throw new Error("the order was not kept");
}
