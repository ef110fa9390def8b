// Stylesheets that come with a part of a page.

import { find, get } from "./dom.js";

/**
 * One that few pages need: it stands beside the one that all have.
 *
 * @param {string} name
 */
export function sheetOf(name) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  const main = get(document, 'link[rel="stylesheet"][href$="/main.css"]').getAttribute("href") ?? "";
  sheet.setAttribute("href", main.replace("main.css", `${name}.css`));
  return sheet;
}

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
