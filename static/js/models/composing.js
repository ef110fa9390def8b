// What is typed: how much of it fits into a message, and which key sends it.

// In bytes of UTF-8, as `limits.body` of `welcome` has it.
const MOST = 16 * 1024;
const WARN = MOST * 0.9;

/**
 * How many bytes are left; below 0 there are so many too many. Nothing as long as that is far off.
 *
 * @param {string} text
 * @returns {number | undefined}
 */
export function bytesLeft(text) {
  // A unit of length is at most three bytes: most texts need no counting.
  if (text.length * 3 < WARN) return undefined;
  const used = utf8Length(said(text));
  return used < WARN ? undefined : MOST - used;
}

/**
 * The text as it is said: blank lines before it and blanks after it are not part of it.
 *
 * @param {string} text
 */
export function said(text) {
  return text.trimEnd().replace(/^\n+/, "");
}

/**
 * The text with U+FFFD for each half of a surrogate pair that stands alone.
 *
 * @param {string} text
 */
export function wellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** @param {string} text */
function utf8Length(text) {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/**
 * @typedef {object} Key
 * @property {string} key
 * @property {number} keyCode
 * @property {boolean} isComposing
 * @property {boolean} shiftKey
 * @property {boolean} altKey
 * @property {boolean} ctrlKey
 * @property {boolean} metaKey
 */

/**
 * Whether a key belongs to a word being composed (Chinese, Japanese, Korean).
 *
 * @param {Pick<Key, "isComposing" | "keyCode">} event
 */
export function isComposing({ isComposing, keyCode }) {
  return isComposing || keyCode === 229;
}

/**
 * Whether a key sends what is typed. Where there is nothing but a touch screen, Enter alone breaks the line.
 *
 * @param {Omit<Key, "isComposing" | "keyCode">} event
 * @param {boolean} isTouchOnly
 */
export function isSendKey({ key, shiftKey, altKey, ctrlKey, metaKey }, isTouchOnly) {
  if (key !== "Enter") return false;
  return ctrlKey || metaKey || !(shiftKey || altKey || isTouchOnly);
}
