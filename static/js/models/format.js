// Marks around what is selected, as keys put them there: `**bold**` and the like.

/**
 * A change of a text: what stands from one place to another becomes something else, of which a part is selected then.
 *
 * @typedef {{ from: number, to: number, text: string, select: [number, number] }} Change
 */

// A backtick, and the fence of lines of code.
const CODE = "\x60";
const FENCE = CODE.repeat(3);

/** @type {Record<string, string>} */
const MARKS = { bold: "**", italic: "*", code: CODE, strike: "~~", spoiler: "||" };

/** @type {Record<string, string>} before lines */
const SIGNS = { quote: "> ", list: "- " };

/**
 * What a key does to a text in which something is selected; nothing if it does none of these. A link without words is none: its key
 * does something else then.
 *
 * @param {string | undefined} command as `models/keys.js` calls it
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Change | undefined}
 */
export function formatted(command = "", text, start, end) {
  const mark = MARKS[command];
  if (mark) return mark === CODE && text.slice(start, end).includes("\n") ? fenced(text, start, end) : toggled(mark, text, start, end);
  if (command === "link-words" && start < end) return linked(text, start, end);
  return undefined;
}

/**
 * What a button does to it.
 *
 * @param {string} command
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Change | undefined}
 */
export function pressed(command, text, start, end) {
  const sign = SIGNS[command];
  if (sign) return signed(sign, text, start, end);
  return command === "link-words" ? linked(text, start, end) : formatted(command, text, start, end);
}

/**
 * Puts a sign before each line of which something is selected, or takes it away where all of them have it.
 *
 * @param {string} sign
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Change}
 */
function signed(sign, text, start, end) {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split("\n");
  const isSigned = lines.every((line) => line.startsWith(sign));
  const changed = lines.map((line) => (isSigned ? line.slice(sign.length) : sign + line)).join("\n");
  const last = Math.max(from, end + changed.length - (to - from));
  const first = start === end ? last : Math.max(from, isSigned ? start - sign.length : start + sign.length);
  return { from, to, text: changed, select: [first, last] };
}

/**
 * Puts a mark around the words, or takes it away where it is. Blanks at the edges stay outside: a mark beside one has no effect.
 *
 * @param {string} mark
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Change}
 */
function toggled(mark, text, start, end) {
  const selected = text.slice(start, end);
  const words = selected.trim();
  const from = start + (words ? selected.indexOf(words) : 0);
  const to = from + words.length;
  const size = mark.length;
  if (isMarked(mark, text.slice(0, from), text.slice(to))) {
    return { from: from - size, to: to + size, text: words, select: [from - size, to - size] };
  }
  if (words.length > 2 * size && isMarked(mark, edge(words.match(/^\**/), words.slice(0, size)), edge(words.match(/\**$/), words.slice(-size)))) {
    return { from, to, text: words.slice(size, -size), select: [from, to - 2 * size] };
  }
  return { from, to, text: mark + words + mark, select: [from + size, to + size] };
}

/**
 * Whether what stands around words ends and begins with a mark: of stars one is slanted, two are bold, three are both.
 *
 * @param {string} mark
 * @param {string} before
 * @param {string} after
 */
function isMarked(mark, before, after) {
  if (!mark.startsWith("*")) return before.endsWith(mark) && after.startsWith(mark);
  const stars = Math.min(before.match(/\**$/)?.[0].length ?? 0, after.match(/^\**/)?.[0].length ?? 0);
  return stars === 3 || stars === mark.length;
}

/**
 * The stars at an edge of words, or whatever else stands there.
 *
 * @param {RegExpMatchArray | null} stars
 * @param {string} other
 */
function edge(stars, other) {
  return stars?.[0] || other;
}

/**
 * Lines as code, on lines of their own.
 *
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Change}
 */
function fenced(text, start, end) {
  const open = start === 0 || text[start - 1] === "\n" ? `${FENCE}\n` : `\n${FENCE}\n`;
  const close = end === text.length || text[end] === "\n" ? `\n${FENCE}` : `\n${FENCE}\n`;
  const from = start + open.length;
  return { from: start, to: end, text: open + text.slice(start, end) + close, select: [from, from + end - start] };
}

/**
 * Words as a link, whose address is to be typed; an address that is selected, to which words are to be typed.
 *
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Change}
 */
function linked(text, start, end) {
  const selected = text.slice(start, end);
  if (/^https?:\/\/\S+$/.test(selected)) return { from: start, to: end, text: `[](${selected})`, select: [start + 1, start + 1] };
  const at = start + selected.length + 3;
  return { from: start, to: end, text: `[${selected}](https://)`, select: [at, at + "https://".length] };
}
