// Emoji of the installation's own, by what is written for them: fetched when one is wanted, and anew when one is not among them.

import { partsOf } from "../models/named_emoji.js";
import { ask } from "./dom.js";

// So long what was fetched is believed to be all there is, in ms.
const FRESH = 5000;

/** @type {Promise<Map<string, string>> | undefined} */
let list;
let fetchedAt = -Infinity;

/**
 * Where each of them is.
 *
 * @param {{ anew?: boolean }} [how]
 * @returns {Promise<Map<string, string>>}
 */
export function customEmoji({ anew = false } = {}) {
  if (anew && performance.now() - fetchedAt > FRESH) list = undefined;
  if (list) return list;
  fetchedAt = performance.now();
  list = ask("/emoji/list").then(async (answer) => new Map(answer.ok ? await answer.json() : []));
  list.catch(() => (list = undefined));
  return list;
}

/**
 * @param {string} name with its colons
 * @param {string} src
 */
export function imageOf(name, src) {
  return Object.assign(new Image(), { className: "custom-emoji", src, alt: name, title: name });
}

/**
 * Puts the picture in place of a name, if there is one.
 *
 * @param {HTMLElement} box
 * @param {string} name
 */
export async function showPicture(box, name) {
  const src = (await known()).get(name) ?? (await known({ anew: true })).get(name);
  if (src && box.textContent === name) box.replaceChildren(imageOf(name, src));
}

/**
 * Puts pictures in place of the names in a line of text.
 *
 * @param {HTMLElement} line
 */
export async function showPictures(line) {
  const words = line.textContent ?? "";
  const emoji = await known();
  if (line.textContent !== words) return;
  const parts = partsOf(words, (name) => emoji.has(name)).map((part) => {
    const src = emoji.get(part);
    return src ? imageOf(part, src) : part;
  });
  line.replaceChildren(...parts);
}

/** @param {{ anew?: boolean }} [how] */
function known(how) {
  return customEmoji(how).catch(() => /** @type {Map<string, string>} */ (new Map()));
}
