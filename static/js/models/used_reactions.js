// What somebody reacts with: lately, and most. Kept by the browser, the last one first.

const KEPT = 40;
// Words, which are too long for a small button.
const WORDS = /\p{L}|^[\x20-\x7E]+$/u;
const FIRST = ["👍", "❤️", "😂", "🎉", "🙏", "👀"];

/** @typedef {{ reaction: string, times: number }} Used */

/**
 * The list once they have reacted with this.
 *
 * @param {Used[]} before
 * @param {string} reaction
 * @returns {Used[]}
 */
export function used(before, reaction) {
  const times = (before.find((one) => one.reaction === reaction)?.times ?? 0) + 1;
  return [{ reaction, times }, ...before.filter((one) => one.reaction !== reaction)].slice(0, KEPT);
}

/**
 * Whether two reactions count as one: the same emoji, in whatever tone of skin.
 *
 * @param {string} one
 * @param {string} other
 */
export function areAlike(one, other) {
  return plain(one) === plain(other);
}

/** @param {string} reaction */
function plain(reaction) {
  return reaction.replace(/[\u{1F3FB}-\u{1F3FF}\uFE0F]/gu, "");
}

/**
 * The emoji used last. To somebody who has used few, what most people begin with.
 *
 * @param {Used[]} list
 * @param {number} most
 */
export function lately(list, most) {
  return filled(list, most);
}

/**
 * The emoji used most, the later before the earlier.
 *
 * @param {Used[]} list
 * @param {number} most
 */
export function mostly(list, most) {
  return filled([...list].sort((one, other) => other.times - one.times), most);
}

/**
 * @param {Used[]} list
 * @param {number} most
 */
function filled(list, most) {
  const emoji = list.map(({ reaction }) => reaction).filter((reaction) => !WORDS.test(reaction));
  return [...new Set([...emoji, ...FIRST])].slice(0, most);
}
