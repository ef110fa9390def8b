// Rows of the inbox drawn aside by a finger: onward they are done with, back they are snoozed. Their buttons do the same, and say in
// which words. Loaded with the first finger on them.

import { find, get } from "./dom.js";
import { drawn, drawnOn } from "../models/swipe.js";

/** @import { Side } from "../models/swipe.js" */

// What each side does: the button that says so.
const WAYS = /** @type {[Side, string][]} */ ([["end", '[data-do="inbox-done"]'], ["start", '[data-do="inbox-snooze"]']]);

/**
 * Follows a finger that is on a row, until it is lifted.
 *
 * @param {HTMLElement} row
 * @param {PointerEvent} begun
 * @returns {Promise<Side | undefined>} what is meant, if anything
 */
export function followFinger(row, begun) {
  return new Promise((lifted) => follow(row, begun, lifted));
}

/**
 * @param {HTMLElement} row
 * @param {PointerEvent} begun
 * @param {(side: Side | undefined) => void} lifted
 */
function follow(row, begun, lifted) {
  const { pointerId, clientX, clientY } = begun;
  const offered = WAYS.flatMap(([side, button]) => (find(row, button) ? [side] : []));
  const place = { width: row.clientWidth, isRtl: getComputedStyle(row).direction === "rtl", offered };
  const ended = new AbortController();
  /** @type {{ side: Side, by: number, isMeant: boolean } | undefined} */
  let now;
  const end = () => {
    ended.abort();
    for (const name of ["swipe", "swipeMeant", "swipeWords"]) delete row.dataset[name];
    row.style.removeProperty("--swipe");
  };
  const leave = () => {
    end();
    lifted(undefined);
  };
  const listen = (/** @type {string} */ type, /** @type {(event: PointerEvent) => void} */ listener) =>
    document.addEventListener(type, (event) => /** @type {PointerEvent} */ (event).pointerId === pointerId && listener(/** @type {PointerEvent} */ (event)), { signal: ended.signal });
  listen("pointermove", (event) => {
    const [x, y] = [event.clientX - clientX, event.clientY - clientY];
    const found = now ? drawnOn(x, place) : drawn({ x, y }, place);
    if (found === "leave") return leave();
    if (found === "wait") return;
    now = found;
    show(row, now);
  });
  listen("pointercancel", leave);
  listen("pointerup", () => {
    if (!now) return leave();
    end();
    // A row that was drawn is not pressed by that finger, too.
    const isSame = (/** @type {MouseEvent} */ event) => event instanceof PointerEvent && event.pointerId === pointerId;
    row.addEventListener("click", (event) => isSame(event) && event.preventDefault(), { capture: true, signal: AbortSignal.timeout(100) });
    const side = now.isMeant ? now.side : undefined;
    setTimeout(() => lifted(side));
  });
}

/**
 * @param {HTMLElement} row
 * @param {{ side: Side, by: number, isMeant: boolean }} now
 */
function show(row, { side, by, isMeant }) {
  const button = WAYS.find(([which]) => which === side)?.[1];
  row.dataset.swipe = side;
  row.dataset.swipeMeant = isMeant ? "yes" : "no";
  row.dataset.swipeWords = button && by ? (get(row, button).textContent ?? "").trim() : "";
  row.style.setProperty("--swipe", `${by}px`);
}
