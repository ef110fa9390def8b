// A finger that draws a row aside: what it means as it goes, and once it is lifted. No motion is needed for it: where it is not
// wanted, the row stays in its place and only says what will be done.

/** @typedef {"start" | "end"} Side towards which the row goes: in the direction of reading, or against it */

// So far a finger may stray while it presses, or scrolls, in px.
const SLACK = 10;
// From here on it is meant; of a narrow row a part is enough.
const MEANT = 96;
const PART = 0.3;

/**
 * What a finger that has come so far does: nothing yet; it scrolls, or something that is not offered, and is to be left alone; or it draws.
 *
 * @param {{ x: number, y: number }} by how far it has come, in px
 * @param {{ width: number, isRtl: boolean, offered: Side[] }} row
 * @returns {"wait" | "leave" | { side: Side, by: number, isMeant: boolean }}
 */
export function drawn({ x, y }, { width, isRtl, offered }) {
  if (Math.max(Math.abs(x), Math.abs(y)) < SLACK) return "wait";
  if (Math.abs(y) > Math.abs(x)) return "leave";
  const side = x > 0 === isRtl ? "start" : "end";
  if (!offered.includes(side)) return "leave";
  return { side, by: x, isMeant: isFar(x, width) };
}

/**
 * The same of one that draws already: it may come back, and stray.
 *
 * @param {number} x
 * @param {{ width: number, isRtl: boolean, offered: Side[] }} row
 * @returns {{ side: Side, by: number, isMeant: boolean }}
 */
export function drawnOn(x, { width, isRtl, offered }) {
  const side = x > 0 === isRtl ? "start" : "end";
  const by = offered.includes(side) ? x : 0;
  return { side, by, isMeant: isFar(by, width) };
}

/**
 * @param {number} by
 * @param {number} width
 */
function isFar(by, width) {
  return Math.abs(by) >= Math.min(MEANT, width * PART);
}
