// Whether a text calls more than one person. `proto/src/text/broadcast.rs` has the rule for what is sent; code is left out here as well as
// it can be told while it is typed.

import { mayBeginAfter } from "./mention.js";

const CODE = /`{3}[^]*?(?:`{3}|$)|`[^\x60\n]*`/g;

/**
 * The one that calls the most people.
 *
 * @param {string} text
 * @returns {"room" | "here" | undefined}
 */
export function broadcastIn(text) {
  const words = text.replace(CODE, (code) => " ".repeat(code.length));
  /** @type {"here" | undefined} */
  let found;
  for (const { index, 1: word } of words.matchAll(/@(room|here)[._-]*(?![\p{L}\p{N}._@-])/giu)) {
    if (words[index - 1] === "\\" || !mayBeginAfter(words.slice(0, index))) continue;
    if (word.toLowerCase() === "room") return "room";
    found = "here";
  }
  return found;
}
