// The keyboard: F6 goes round the regions, arrows walk the messages, Alt and an arrow change the room.

import { closest, find, findAll, get } from "./dom.js";
import { rowsOf } from "./message_rows.js";

const REGIONS = [".rooms", ".messages", ".composer", ".details"];
const ROW = ".messages > [data-seq]";
const STOP = ':scope > [tabindex="0"]';

/**
 * What had the focus last, in each region.
 *
 * @type {WeakMap<HTMLElement, EventTarget | null>}
 */
const lastFocused = new WeakMap();

export function watchKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "F6") return changeRegion(event);
    if (event.altKey && !event.ctrlKey && ["ArrowUp", "ArrowDown"].includes(event.key)) return changeRoom(event);
    const row = closest(event, ROW);
    if (row) walk(event, row);
  });
  document.addEventListener("focusin", (event) => {
    const region = closest(event, REGIONS.join());
    if (region) lastFocused.set(region, event.target);
    const row = closest(event, ROW);
    if (row) makeStop(row);
  });
  new MutationObserver(() => findAll(document, ".messages").forEach(keepOneStop)).observe(get(document, "body"), { childList: true, subtree: true });
}

// The messages are one stop for Tab: the row last visited, or the latest.
/** @param {HTMLElement} list */
function keepOneStop(list) {
  if (find(list, STOP)) return;
  const row = find(list, ":scope > [data-seq]:last-of-type") ?? rowsOf(list).at(-1);
  if (row) row.tabIndex = 0;
}

/** @param {HTMLElement} row */
function makeStop(row) {
  for (const other of findAll(row.parentElement, STOP)) if (other !== row) other.tabIndex = -1;
  row.tabIndex = 0;
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} row
 */
function walk(event, row) {
  const isInside = event.target !== row;
  if (event.key === "Escape") {
    event.preventDefault();
    (isInside ? row : find(document, ".composer textarea"))?.focus();
    return;
  }
  if (isInside || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") find(row, ".body :is(a, button, input:enabled)")?.focus();
  const rows = row.parentElement ? rowsOf(row.parentElement) : [];
  const next = rows[nextIndex(event.key, rows.indexOf(row), rows.length)];
  if (!next) return;
  event.preventDefault();
  makeStop(next);
  next.focus();
}

/**
 * @param {string} key
 * @param {number} at
 * @param {number} count
 */
function nextIndex(key, at, count) {
  switch (key) {
    case "ArrowUp":
      return at - 1;
    case "ArrowDown":
      return at + 1;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return -1;
  }
}

/** @param {KeyboardEvent} event */
function changeRegion(event) {
  event.preventDefault();
  const regions = REGIONS.map((region) => find(document, region)).filter((region) => region?.checkVisibility());
  const at = regions.findIndex((region) => region?.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  for (let n = 1; n <= regions.length; n++) {
    const region = regions[(at + n * step + regions.length * 2) % regions.length];
    const target = region && focusTarget(region);
    if (target) return target.focus();
  }
}

/**
 * What had the focus last, if it is still there; else of the messages the row that Tab would stop at, of the list the room
 * I am in, else the first there is.
 *
 * @param {HTMLElement} region
 */
function focusTarget(region) {
  const last = lastFocused.get(region);
  if (last instanceof HTMLElement && last.isConnected && last.checkVisibility()) return last;
  const stops = findAll(region, 'a[href], button, textarea, input, [tabindex="0"]').filter((stop) => stop.checkVisibility());
  return stops.find((stop) => stop.matches('[data-seq][tabindex="0"], [aria-current], textarea')) ?? stops[0];
}

/** @param {KeyboardEvent} event */
function changeRoom(event) {
  const links = findAll(document, ".side .room-link[data-room]");
  if (!links.length) return;
  event.preventDefault();
  const at = links.findIndex((link) => link.hasAttribute("aria-current"));
  const step = event.key === "ArrowUp" ? -1 : 1;
  links[(at + step + links.length) % links.length].click();
}
