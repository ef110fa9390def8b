// The emoji that can be chosen from: found by name and keywords, and in a tone of skin.

import { searchKey } from "./fuzzy.js";

/**
 * An emoji, its name, what else it is called, and where it has tones of skin the same in the lightest.
 *
 * @typedef {[emoji: string, name: string, keywords: string, light?: string]} Emoji
 */

/** @typedef {{ name: string, emoji: Emoji[] }} Group */

// The lightest, and the others after it.
const LIGHT = /\u{1F3FB}/gu;
const TONES = ["", "\u{1F3FB}", "\u{1F3FC}", "\u{1F3FD}", "\u{1F3FE}", "\u{1F3FF}"];
const MOST_FOUND = 64;
// The most characters of a word that is a reaction, as the server has it.
const MOST_LETTERS = 16;

/** How many there are, the one that is none included. */
export const toneCount = TONES.length;

/**
 * An emoji in a tone of skin, where it has tones.
 *
 * @param {Emoji} emoji
 * @param {number} tone 0: none in particular
 */
export function toned([emoji, , , light], tone) {
  return light && TONES[tone] ? light.replace(LIGHT, TONES[tone]) : emoji;
}

/**
 * Those that are called so: whose name begins with it, then those with a word that does, then those that hold it.
 *
 * @param {Group[]} groups
 * @param {string} typed
 * @returns {Emoji[]}
 */
export function search(groups, typed) {
  const wanted = searchKey(typed).split(/[\s_:]+/u).filter(Boolean);
  if (!wanted.length) return [];
  const ranked = groups.flatMap((group) => group.emoji).map((emoji) => ({ emoji, rank: rankOf(emoji, wanted) }));
  const found = ranked.filter(({ rank }) => rank > 0).sort((one, other) => other.rank - one.rank);
  return found.slice(0, MOST_FOUND).map(({ emoji }) => emoji);
}

/**
 * How well an emoji fits all that is wanted; 0: not.
 *
 * @param {Emoji} emoji
 * @param {string[]} wanted
 */
function rankOf([emoji, name, keywords], wanted) {
  const called = searchKey(`${name} ${keywords}`).split(/[\s_-]+/u);
  const whole = searchKey(name);
  const ranks = wanted.map((word) => {
    if (word === emoji || whole === word) return 4;
    if (called.includes(word)) return 3;
    if (called.some((one) => one.startsWith(word))) return whole.startsWith(word) ? 2.5 : 2;
    return called.some((one) => one.includes(word)) ? 1 : 0;
  });
  return ranks.includes(0) ? 0 : ranks.reduce((/** @type {number} */ sum, rank) => sum + rank, 0);
}

/**
 * What was typed as a word to react with; nothing where it is none.
 *
 * @param {string} typed
 * @returns {string | undefined}
 */
export function wordOf(typed) {
  const word = typed.trim().replace(/\s+/gu, " ");
  return word && [...word].length <= MOST_LETTERS ? word : undefined;
}

/**
 * Where an arrow leads in a grid that is filled row by row; the same place where there is nothing.
 *
 * @param {string} key
 * @param {number} at
 * @param {number} count
 * @param {number} columns
 */
export function walk(key, at, count, columns) {
  const steps = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns });
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const to = at + (steps[key] ?? 0);
  // The last row may be shorter than the one above it.
  if (key === "ArrowDown" && to >= count) return Math.floor(at / columns) < Math.floor((count - 1) / columns) ? count - 1 : at;
  return to >= 0 && to < count ? to : at;
}
