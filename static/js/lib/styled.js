// A stylesheet that came with a part of a page.

import { find } from "./dom.js";

/**
 * Waits until it is there, so that nothing is seen without it.
 *
 * @param {HTMLLinkElement} sheet
 */
export function styled(sheet) {
  if (find(document, `link[href="${sheet.getAttribute("href")}"]`)) return undefined;
  return new Promise((resolve) => {
    sheet.addEventListener("load", () => resolve(undefined));
    sheet.addEventListener("error", () => resolve(undefined));
    document.head.append(sheet);
  });
}
