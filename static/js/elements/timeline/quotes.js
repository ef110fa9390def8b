// Messages that others link to, quoted below them: asked for by whoever looks, for the drawing that all share holds only the address.
// A quote says what its message says now, and goes when the message was deleted, or may not be read any more.

/** @import { Context } from "../../lib/context.js" */
import { ask, findAll, parse } from "../../lib/dom.js";
import { localizeTimes } from "../../lib/local_times.js";
import { permalinkPath } from "../../models/permalink.js";

// Quotes of one message.
const MOST = 3;
// A room in which much happens has its quotes asked for anew no more often than this, in ms.
const PAUSE = 2000;

/** @typedef {{ list: HTMLElement, keepStill: (change: () => void) => void }} Host */

export class Quotes {
  #host;
  /** @type {Map<string, Promise<string | undefined>>} what the server drew, by the path of the message */
  #drawn = new Map();
  /** @type {Set<string>} rooms in which something has happened */
  #due = new Set();

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {HTMLElement} row */
  show(row) {
    for (const path of pathsOf(row)) this.#quote(row, path);
  }

  /**
   * Hears what happens; answers what is to be done once nobody listens any more.
   *
   * @param {Context["connection"]} connection
   */
  follow(connection) {
    const happened = (/** @type {{ room: string }} */ { room }) => this.#happened(room);
    const changed = (/** @type {import("../../models/frames.js").EventFrame} */ { room, kind }) => {
      if (kind === "deleted" || kind === "edited") this.#happened(room);
    };
    const ends = [connection.on("event", changed), connection.on("head", happened), connection.on("room_gone", happened)];
    return () => ends.forEach((end) => end());
  }

  /**
   * @param {HTMLElement} row
   * @param {string} path
   */
  async #quote(row, path) {
    if (!this.#drawn.has(path)) this.#drawn.set(path, fetchQuote(path));
    const html = await this.#drawn.get(path);
    if (!row.isConnected || row.matches(".gone")) return;
    const before = quotesOf(row).find((quote) => quote.dataset.path === path);
    const [quote] = parse(html ?? "");
    if (before?.textContent === quote?.textContent) return;
    if (quote) {
      quote.dataset.path = path;
      localizeTimes(quote);
    }
    this.#host.keepStill(() => {
      if (before && quote) before.replaceWith(quote);
      else if (quote) row.append(quote);
      else before?.remove();
    });
  }

  // In another room than this one only that something happened is heard, and not what.
  /** @param {string} room */
  #happened(room) {
    const isQuoted = findAll(this.#host.list, ".linked-message").some((quote) => quote.dataset.room === room);
    if (!isQuoted || this.#due.has(room)) return;
    this.#due.add(room);
    this.#refresh(room);
    setTimeout(() => {
      this.#due.delete(room);
      this.#refresh(room);
    }, PAUSE);
  }

  /** @param {string} room */
  #refresh(room) {
    const quotes = findAll(this.#host.list, ".linked-message").filter((quote) => quote.dataset.room === room);
    for (const { dataset } of quotes) this.#drawn.delete(dataset.path ?? "");
    for (const quote of quotes) {
      const row = quote.closest(".message");
      if (row instanceof HTMLElement) this.#quote(row, quote.dataset.path ?? "");
    }
  }
}

/** @param {HTMLElement} row */
function quotesOf(row) {
  return findAll(row, ":scope > .linked-message");
}

/** @param {HTMLElement} row */
function pathsOf(row) {
  const paths = findAll(row, ".body a").map((link) => permalinkPath(link.getAttribute("href") ?? "", location.origin));
  return [...new Set(paths.filter((path) => path !== undefined))].slice(0, MOST);
}

/**
 * @param {string} path
 * @returns {Promise<string | undefined>}
 */
async function fetchQuote(path) {
  try {
    const answer = await ask(`${path}/quote`, { headers: { accept: "text/html" } });
    return answer.ok ? answer.text() : undefined;
  } catch {
    return undefined;
  }
}
