// How much waits, at the icon of the page and of the installed app.

import { shortCount } from "../models/title.js";
import { ask, find } from "./dom.js";

/** @type {Promise<string> | undefined} the plain icon, as it is drawn */
let plain;
let shown = 0;

/** @param {number} count */
export async function showBadge(count) {
  if (count === shown) return;
  shown = count;
  // Not all browsers have it, and some refuse it to what is not installed.
  navigator.setAppBadge?.(count).catch(() => {});
  const link = find(document, 'link[rel="icon"][type="image/svg+xml"]');
  if (!(link instanceof HTMLLinkElement)) return;
  const address = (link.dataset.plain ??= link.href);
  if (count === 0) return void (link.href = address);
  plain ??= ask(address).then((answer) => answer.text());
  const icon = await plain.catch(() => void (plain = undefined));
  if (icon && count === shown) link.href = `data:image/svg+xml,${encodeURIComponent(badged(icon, shortCount(count)))}`;
}

/**
 * @param {string} icon an SVG of 26 units
 * @param {string} words
 */
export function badged(icon, words) {
  const width = 8 + 6 * words.length;
  const disc = `<rect x="${26 - width}" y="12" width="${width}" height="14" rx="7" fill="#b3261e"/>`;
  const number = `<text x="${26 - width / 2}" y="23" fill="#fff" font-family="sans-serif" font-size="11" font-weight="700" text-anchor="middle">${words}</text>`;
  return icon.replace("</svg>", `${disc}${number}</svg>`);
}
