// Which part of a room's messages is in the page, and where in it the unread ones begin, in plain values.

// So many rows stay, and a few more before any is removed.
const MOST = 100;
const SLACK = 20;
// While one scrolls nothing is removed, unless there are so many.
const MOVING = 160;
// So many rows stay on either side of the view, and twice as many as are in it.
const AROUND = 25;

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
 * Whether there are more rows than stay.
 *
 * @param {number} count
 */
export function isLarge(count) {
  return count > MOST + SLACK;
}

/**
 * Which rows are too many: so many of them on one side, far from those that are in view. They go at the start while the end is
 * followed, else at the side that is farther from the view.
 *
 * @param {{ count: number, first: number, last: number }} rows how many there are, and the indexes of those in view
 * @param {{ isFollowing: boolean, isMoving: boolean }} reader
 * @returns {{ side: "start" | "end", count: number } | undefined}
 */
export function surplus({ count, first, last }, { isFollowing, isMoving }) {
  const extra = isLarge(count) && !(isMoving && count <= MOVING) ? count - MOST : 0;
  const around = Math.max(AROUND, 2 * (last - first + 1));
  const [above, below] = [first - around, count - 1 - last - around];
  const side = isFollowing || above > below ? "start" : "end";
  const spare = Math.min(extra, side === "start" ? above : below);
  return spare > 0 ? { side, count: spare } : undefined;
}

/**
 * How much room stays free below the last row, in px: what shrinks leaves it, and what grows takes it first, so that nothing above
 * comes down.
 *
 * @param {number} gap as it was
 * @param {number} shrunk by how much what stands below the reader has become less
 * @param {number} most
 */
export function gapBelow(gap, shrunk, most) {
  return Math.min(Math.max(gap + shrunk, 0), most);
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
