// Which part of a room's messages is in the page, and where in it the unread ones begin, in plain values.

// So many rows stay, and a few more before any is removed.
const MOST = 300;
const SLACK = 20;

/**
 * The part in the page: its first and last seq (none in an empty room), and whether there is more on either side.
 *
 * @typedef {{ first?: number, last?: number, before: boolean, after: boolean }} MessageWindow
 */

/** @typedef {{ seq: number, author: string | undefined, isMessage: boolean }} Row */

/**
 * Whether a row that is not shown belongs to a part that is not in the page: it comes with that part.
 *
 * @param {number} seq
 * @param {MessageWindow} window
 */
export function isOutside(seq, { first, last, before, after }) {
  if (first === undefined || last === undefined) return false;
  return (seq < first && before) || (seq > last && after);
}

/**
 * How many rows are too many.
 *
 * @param {number} rows
 */
export function surplus(rows) {
  return rows > MOST + SLACK ? rows - MOST : 0;
}

/**
 * The side that is farther from the row at this index, which is being read: it is removed first.
 *
 * @param {number} at
 * @param {number} rows
 * @returns {"start" | "end"}
 */
export function fartherSide(at, rows) {
  return at > rows / 2 ? "start" : "end";
}

/**
 * Whether there is more, after a page was taken in. Something may have been said between the reading of the page and
 * `position`, the last seq heard: the end is not in it then.
 *
 * @param {{ head: number, more: { before: boolean, after: boolean } }} page
 * @param {number} position
 */
export function moreBeyond({ head, more }, position) {
  return { before: more.before, after: more.after || head < position };
}

/**
 * The index of the row that the New divider stands above: the first after `read` that is not my own. None at the very
 * start of a room, where it would say nothing.
 *
 * @param {Row[]} rows
 * @param {{ read: number, me: string, isMoreBefore: boolean }} reader
 * @returns {number | undefined}
 */
export function firstUnread(rows, { read, me, isMoreBefore }) {
  const at = read > 0 ? rows.findIndex(({ seq, author }) => seq > read && author !== me) : -1;
  return at > 0 || (at === 0 && isMoreBefore) ? at : undefined;
}

/**
 * The same after a message was marked unread, whosever it is; none if that message is not in the page.
 *
 * @param {Row[]} rows
 * @param {number} read
 * @returns {number | undefined}
 */
export function firstMarkedUnread(rows, read) {
  const at = rows.findIndex(({ seq, isMessage }) => isMessage && seq > read);
  return at > 0 || (at === 0 && rows[0].seq === read + 1) ? at : undefined;
}
