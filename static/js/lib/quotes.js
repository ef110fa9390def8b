// What a reply shows of the message it answers, in one line: made from the server's drawing, and kept up to date with what the
// answered message says now.

/** @import { Answered } from "../models/frames.js" */
import { find, findAll, get, setText, template } from "./dom.js";
import { seqOf, wordsOf } from "./message_rows.js";
import * as text from "./messages.js";

// More characters fit no window.
const LONGEST = 240;

/**
 * @param {HTMLElement} row
 * @returns {Answered}
 */
export function answeredBy(row) {
  return { seq: seqOf(row), author: get(row, ".author").textContent ?? "", words: firstWordsOf(row) };
}

/** @param {HTMLElement} row */
function firstWordsOf(row) {
  return wordsOf(row).replace(/\s+/g, " ").slice(0, LONGEST);
}

/**
 * What stands above words that are being written.
 *
 * @param {Answered} answered
 */
export function answeringStrip(answered) {
  const strip = get(template("template-answering"), ".answering");
  fill(get(strip, ".quote-link"), answered);
  return strip;
}

/**
 * What stands above words under way.
 *
 * @param {Answered} answered
 */
export function quoteLine(answered) {
  return get(answeringStrip(answered), ".quote-line");
}

/**
 * @param {HTMLElement} link
 * @param {Answered} answered
 */
function fill(link, { seq, author, words }) {
  link.setAttribute("href", `?m=${seq}`);
  Object.assign(link.dataset, { quoted: seq, rev: seq });
  setText(get(link, ".quote-author"), author);
  // A message of files alone has none, and is called what stands there.
  if (words) say(link, words);
}

/**
 * @param {HTMLElement} link
 * @param {string} words
 */
function say(link, words) {
  const line = get(link, ".quote-words");
  setText(line, words);
  if (/:[^\s:]+:/.test(words)) import("./custom_emoji.js").then(({ showPictures }) => showPictures(line));
}

/**
 * Every line that quotes a message shows what it says now.
 *
 * @param {ParentNode | null} root
 * @param {number} seq
 * @param {Drawing} drawing
 */
export function requote(root, seq, drawing) {
  for (const link of findAll(root, `.quote-link[data-quoted="${seq}"]`)) show(link, drawing);
}

/**
 * The line of a row, if it has one, shows what is known of the message it quotes.
 *
 * @param {HTMLElement} row
 * @param {(seq: number, rev: number) => Drawing | undefined} newer
 */
export function bringUpToDate(row, newer) {
  const link = find(row, ":scope > .quote-line > .quote-link");
  const drawing = link && newer(Number(link.dataset.quoted), Number(link.dataset.rev));
  if (drawing) show(link, drawing);
}

/**
 * A message as it is drawn now; no row: it was deleted.
 *
 * @typedef {{ rev: number, row: HTMLElement | undefined }} Drawing
 */

/**
 * @param {HTMLElement} link
 * @param {Drawing} drawing
 */
function show(link, { rev, row }) {
  if (Number(link.dataset.rev) > rev) return;
  link.dataset.rev = String(rev);
  const isGone = !row || row.matches(".gone");
  say(link, isGone ? text.deleted() : firstWordsOf(row));
  get(link, ".quote-edited").hidden = isGone || !find(row, ":scope > .edited");
}
