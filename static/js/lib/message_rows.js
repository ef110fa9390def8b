// Rows of messages as elements: made from the server's drawing, sorted in, and arranged into days and groups.

import { dayOf, isGrouped } from "../models/grouping.js";
import { find, findAll, get, parse, setText, template } from "./dom.js";
import { dayName } from "./local_times.js";
import * as text from "./messages.js";

/**
 * What else is done to a row before it is put into a timeline, by what is loaded later.
 *
 * @type {Set<(row: HTMLElement, timeline: HTMLElement) => void>}
 */
export const makers = new Set();

/** @param {HTMLElement} row */
export function seqOf(row) {
  return Number(row.dataset.seq);
}

/** @param {HTMLElement} row */
export function isMessage(row) {
  return row.classList.contains("message");
}

/**
 * All rows of a list, without the dividers between them.
 *
 * @param {HTMLElement} list
 */
export function rowsOf(list) {
  return findAll(list, ":scope > [data-seq]");
}

/**
 * My name stands out wherever it is mentioned; `gateway/src/draw/message.rs` does the same for the first page.
 *
 * @param {HTMLElement} row
 * @param {string} me
 */
export function highlightMentions(row, me) {
  for (const mention of findAll(row, `a.mention[data-user="${me}"]`)) mention.dataset.me = "";
}

/**
 * What a message says, without what is hidden in it and the languages of its code; emoji by their names.
 *
 * @param {HTMLElement} row
 */
export function wordsOf(row) {
  const body = /** @type {HTMLElement} */ (get(row, ".body").cloneNode(true));
  for (const hidden of findAll(body, ".spoiler")) hidden.textContent = "…";
  for (const caption of findAll(body, "figcaption")) caption.remove();
  for (const image of findAll(body, "img[alt]")) image.replaceWith(image.getAttribute("alt") ?? "");
  return body.textContent?.trim() || filesOf(row);
}

/**
 * What is said of a message of files alone.
 *
 * @param {HTMLElement} row
 */
function filesOf(row) {
  const count = findAll(row, ".file").length;
  return count ? text.sentFiles(count) : "";
}

/**
 * @param {string} html
 * @returns {HTMLElement | undefined}
 */
export function rowOf(html) {
  return parse(html)[0];
}

/**
 * The same row, of a message that was deleted by the event `rev`.
 *
 * @param {HTMLElement} row
 * @param {number} rev
 */
export function deletedRow(row, rev) {
  const deleted = /** @type {HTMLElement} */ (row.cloneNode(true));
  deleted.classList.remove("grouped", "editing", "chosen", "long", "unfolded");
  deleted.classList.add("gone");
  deleted.dataset.rev = String(rev);
  for (const part of findAll(deleted, ":scope > :is(.more, .edited, .reactions, .tools, .edit-form, .row-note, .quote-line)")) part.remove();
  const words = document.createElement("p");
  words.textContent = text.deleted();
  get(deleted, ".body").replaceChildren(words);
  return deleted;
}

/**
 * The first row of a list that comes after `seq`; most often there is none.
 *
 * @param {HTMLElement} list
 * @param {number} seq
 * @returns {HTMLElement | undefined}
 */
export function rowAfter(list, seq) {
  let after;
  for (let row = list.lastElementChild; row instanceof HTMLElement; row = row.previousElementSibling) {
    if (row.dataset.seq === undefined) continue;
    if (seqOf(row) <= seq) break;
    after = row;
  }
  return after;
}

/**
 * What a row says of itself, read once: whoever draws a message anew makes another row.
 *
 * @type {WeakMap<HTMLElement, import("../models/grouping.js").Row>}
 */
const facts = new WeakMap();

/** @param {HTMLElement} row */
export function factsOf(row) {
  return facts.get(row) ?? readFacts(row);
}

/** @param {HTMLElement} row */
function readFacts(row) {
  const at = Date.parse(row.dataset.at ?? "");
  const read = {
    author: row.dataset.author,
    name: find(row, ".author")?.textContent,
    at,
    day: dayOf(at),
    isMessage: isMessage(row),
    isGone: row.classList.contains("gone"),
  };
  facts.set(row, read);
  return read;
}

/**
 * Day dividers where a day begins, groups where one author goes on. Touches only what has to change.
 *
 * @param {HTMLElement} list
 */
export function arrange(list) {
  /** @type {import("../models/grouping.js").Row | undefined} */
  let before;
  /** @type {HTMLElement | undefined} */
  let divider;
  for (const row of findAll(list, ":scope > *")) {
    if (row.classList.contains("day")) {
      divider?.remove();
      divider = row;
      continue;
    }
    // What stands between messages and is none: where the new ones begin, or where a new person begins.
    if (row.dataset.seq === undefined) {
      before = before && { ...before, isMessage: false };
      continue;
    }
    const facts = factsOf(row);
    if (!before || before.day !== facts.day) placeDay(row, divider, facts);
    else divider?.remove();
    divider = undefined;
    if (facts.isMessage) {
      const isGroupedNow = isGrouped(before, facts);
      if (row.classList.contains("grouped") !== isGroupedNow) row.classList.toggle("grouped", isGroupedNow);
    }
    before = facts;
  }
  divider?.remove();
}

/**
 * @param {HTMLElement} row
 * @param {HTMLElement | undefined} divider one that is there already
 * @param {{ day: string, at: number }} facts
 */
function placeDay(row, divider, { day, at }) {
  const line = divider ?? get(template("template-day"), ".day", HTMLElement);
  line.dataset.date = day;
  setText(get(line, "span"), dayName(at));
  const previous = row.previousElementSibling;
  const above = previous?.classList.contains("new") ? previous : row;
  if (above.previousElementSibling !== line) above.before(line);
}

/**
 * A short word below a message, for a while.
 *
 * @param {HTMLElement} row
 * @param {string} words
 * @param {boolean} isWrong
 * @param {HTMLElement} [way] what can be done about it
 */
export function note(row, words, isWrong = false, way) {
  find(row, ":scope > .row-note")?.remove();
  const line = document.createElement("p");
  line.className = isWrong ? "row-note wrong" : "row-note";
  line.setAttribute("role", isWrong ? "alert" : "status");
  line.textContent = words;
  if (way) line.append(" ", way);
  row.append(line);
  setTimeout(() => line.remove(), isWrong || way ? 15_000 : 3000);
}
