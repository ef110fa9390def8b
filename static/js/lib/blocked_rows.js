// What somebody says whom one has blocked is folded: one line in its place, which opens. The server draws it so on a page
// (`gateway/src/draw/blocked.rs`); here it is done to what comes later, and follows live whom one blocks. Loaded after the page.

/** @import { Context } from "./context.js" */
/** @import { Timeline } from "./folds.js" */
import { find, findAll, get, template } from "./dom.js";
import { makers } from "./message_rows.js";
import { sheetOf, styled } from "./styled.js";

// In a conversation of two nothing else is said.
const TIMELINES = "hub-timeline:not([data-folds=no])";

/** @typedef {(author: string | undefined) => boolean} IsBlocked */

/** @param {Pick<Context, "personal">} context */
export function watchBlocked({ personal }) {
  /** @type {IsBlocked} */
  const isBlocked = (author) => author !== undefined && (personal.blocked?.has(author) ?? false);
  let shown = "";
  const changed = async () => {
    const wanted = [...(personal.blocked ?? [])].sort().join();
    // Until the server has said whom, the page is as it was drawn.
    if (!personal.blocked || (wanted === shown && !isAnyFolded())) return;
    shown = wanted;
    await styled(sheetOf("blocked"));
    for (const timeline of findAll(document, TIMELINES)) foldAll(timeline, isBlocked);
  };
  makers.add((row, timeline) => {
    if (personal.blocked && timeline.matches(TIMELINES)) fold(row, isBlocked);
  });
  personal.on("changed", changed);
  changed();
}

function isAnyFolded() {
  return find(document, ".blocked-fold, .quote-line.blocked") !== null;
}

/**
 * With the message that a thread began with.
 *
 * @param {Timeline} timeline
 * @param {IsBlocked} isBlocked
 */
function foldAll(timeline, isBlocked) {
  const change = () => {
    for (const row of findAll(timeline.closest(".room") ?? timeline, ".message[data-author]")) fold(row, isBlocked);
  };
  if (timeline.hold) timeline.hold(change);
  else change();
}

/**
 * @param {HTMLElement} row of a message
 * @param {IsBlocked} isBlocked
 */
function fold(row, isBlocked) {
  const line = find(row, ":scope > .blocked-fold");
  const isFolded = isBlocked(row.dataset.author) && !row.matches(".gone");
  if (isFolded && !line) row.prepend(get(template("template-blocked"), ".blocked-fold"));
  else if (!isFolded) line?.remove();
  const quote = find(row, ":scope > .quote-line");
  if (quote) foldQuote(quote, isBlocked(get(quote, ".quote-link").dataset.author));
}

/**
 * @param {HTMLElement} quote
 * @param {boolean} isFolded
 */
function foldQuote(quote, isFolded) {
  quote.classList.toggle("blocked", isFolded);
  if (!isFolded || find(quote, ".quote-blocked")) return;
  const words = get(template("template-blocked"), ".blocked-words");
  words.className = "quote-blocked";
  get(quote, ".quote-link").append(words);
}
