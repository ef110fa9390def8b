// An answer in a row of the inbox: its form becomes the composer that rooms have, once it is opened.

/** @import { Composer } from "../elements/composer.js" */
import { find, get } from "./dom.js";

// More characters of the answered message fit no line.
const LONGEST = 240;

/**
 * @param {HTMLElement} row
 * @param {HTMLDetailsElement} details
 */
export function composeIn(row, details) {
  const composer = find(details, "hub-composer") ?? made(row, get(details, "form", HTMLFormElement));
  composer.focus();
}

/**
 * @param {HTMLElement} row
 * @param {HTMLFormElement} form
 */
function made(row, form) {
  const composer = /** @type {Composer} */ (document.createElement("hub-composer"));
  const { room = "", root = "0", upto, answers = "0", author = "" } = form.dataset;
  const words = find(row, ".home-row-line")?.textContent?.trim().slice(0, LONGEST) ?? "";
  composer.dataset.room = room;
  if (root !== "0") composer.dataset.thread = root;
  composer.inbox = { root: Number(root), upto: Number(upto), ...(answers !== "0" && { answers: { seq: Number(answers), author, words } }) };
  // It looks for its form when it becomes part of the page.
  const place = document.createComment("");
  form.replaceWith(place);
  composer.append(form);
  place.replaceWith(composer);
  return composer;
}
