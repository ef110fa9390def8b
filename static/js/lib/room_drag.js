// Rooms that are arranged by hand are dragged to their places in the sidebar.

import { ask, closest, findAll, get } from "./dom.js";

/**
 * @param {HTMLElement} side
 * @param {() => void} failed the order could not be kept: the list is to be read anew
 */
export function watchRoomDrag(side, failed) {
  /** @type {HTMLElement | undefined} */
  let dragged;
  let before = "";
  side.addEventListener("dragstart", (event) => {
    const row = closest(event, ".named-list > li");
    if (!row || side.dataset.sort !== "hand") return;
    dragged = row;
    before = placesIn(side);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  });
  side.addEventListener("dragover", (event) => {
    const over = closest(event, ".named-list > li");
    if (!dragged || !over || over.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (over === dragged) return;
    if (event.clientY < top + height / 2) over.before(dragged);
    else over.after(dragged);
  });
  side.addEventListener("drop", (event) => dragged && event.preventDefault());
  side.addEventListener("dragend", () => {
    const places = placesIn(side);
    if (dragged && places !== before) keep(places).catch(failed);
    dragged = undefined;
  });
}

/** @param {HTMLElement} side */
function placesIn(side) {
  return findAll(side, ".named-list [data-room]").map(({ dataset }) => dataset.room).join(",");
}

/** @param {string} rooms */
async function keep(rooms) {
  const person = get(document, "input[name=person]", HTMLInputElement).value;
  const body = new URLSearchParams({ person, rooms });
  const { type } = await ask("/sidebar/places", { method: "POST", body, redirect: "manual" });
  if (type !== "opaqueredirect") throw new Error("the order was not kept");
}
