// Where a line of text calls emoji by their names; `gateway/src/draw/custom_emoji.rs` does the same for what the server draws.

/**
 * @param {string} text
 * @param {(name: string) => boolean} isKnown of a name with its colons
 * @returns {string[]} the text and the known names in it, in their order
 */
export function partsOf(text, isKnown) {
  const parts = [];
  let from = 0;
  let start = text.indexOf(":");
  while (start >= 0) {
    const end = text.indexOf(":", start + 1);
    if (end < 0) break;
    const name = text.slice(start, end + 1);
    if (isKnown(name)) {
      parts.push(text.slice(from, start), name);
      from = end + 1;
      start = text.indexOf(":", from);
    } else {
      start = end;
    }
  }
  parts.push(text.slice(from));
  return parts.filter(Boolean);
}
