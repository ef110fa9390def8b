// The title of the page, and before it how much waits in my inbox, else how many messages are unread.

/**
 * The title without its number.
 *
 * @param {string} title
 */
export function plainTitle(title) {
  return title.replace(/^\(@?\d+\+?\) /, "");
}

/**
 * @param {string} title with or without a number
 * @param {{ unread: number, waiting: number }} totals
 */
export function countedTitle(title, { unread, waiting }) {
  const plain = plainTitle(title);
  if (waiting > 0) return `(@${shortCount(waiting)}) ${plain}`;
  return unread > 0 ? `(${shortCount(unread)}) ${plain}` : plain;
}

/**
 * A number as badges show it.
 *
 * @param {number} count
 */
export function shortCount(count) {
  return count > 99 ? "99+" : String(count);
}

/**
 * The same sentence about a thing that is called something else now. Its name stands at the end where it stands twice: the
 * words around it come before.
 *
 * @param {string} sentence
 * @param {string} before
 * @param {string} after
 */
export function withName(sentence, before, after) {
  const at = sentence.lastIndexOf(before);
  return at < 0 ? sentence : sentence.slice(0, at) + after + sentence.slice(at + before.length);
}
