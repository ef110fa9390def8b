// Which part of a room's messages is in the page, in plain values: what belongs in it, what is let go, where it ends.

// So many rows stay, and a few more before any is let go.
const MOST = 300;
const SLACK = 20;

// A row that is not shown belongs to a part that is not in the page: it comes with that part.
export function isElsewhere(seq, { first, last, before, after }) {
  if (first === undefined) return false;
  return (seq < first && before) || (seq > last && after);
}

// How many rows are too many.
export function surplus(rows) {
  return rows > MOST + SLACK ? rows - MOST : 0;
}

// The side that is farther from the row at this place, where one reads: it is let go first.
export function farSide(at, rows) {
  return at > rows / 2 ? "start" : "end";
}

// Whether there is more, after a page at this side was taken in. Something may have been said between the reading of the
// page and now: the end is not in it then.
export function ends({ head, more }, position) {
  return { before: more.before, after: more.after || head < position };
}
