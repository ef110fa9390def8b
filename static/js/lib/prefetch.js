// Rooms are fetched while the pointer rests on their link or the focus is there, so that a click shows them at once. What is said
// after that comes by the socket, as for any room that was fetched.

import { isInPlace } from "../models/addresses.js";
import { fetchPage } from "./dom.js";

// Long enough not to fetch what the pointer only passes.
const RESTS = 60;
// A page that was not asked for by then is fetched anew: names and members may have changed.
const FRESH = 10_000;

/** @typedef {{ address: string, at: number, answer: ReturnType<typeof fetchPage>, loading: AbortController }} Fetched */

export class Prefetch {
  /** @type {Fetched | undefined} one at a time: the last link wins */
  #fetched;
  /** @type {number | undefined} */
  #timer;

  /** @param {(address: string) => boolean} isHere whether a page is there already */
  constructor(isHere) {
    const rest = (/** @type {Event} */ event) => {
      const link = event.target instanceof Element ? event.target.closest("a[data-room]") : null;
      clearTimeout(this.#timer);
      if (!(link instanceof HTMLAnchorElement)) return;
      const url = new URL(link.href);
      if (url.origin !== location.origin || !isInPlace(url.pathname) || isHere(url.pathname + url.search)) return;
      this.#timer = setTimeout(() => this.#fetch(url), RESTS);
    };
    document.addEventListener("pointerover", rest);
    document.addEventListener("focusin", rest);
  }

  /**
   * The page at this address, if it was fetched lately or is on its way. It is given once.
   *
   * @param {string} address
   */
  take(address) {
    clearTimeout(this.#timer);
    const fetched = this.#fetched;
    if (!fetched || fetched.address !== address || Date.now() - fetched.at > FRESH) return undefined;
    this.#fetched = undefined;
    return fetched.answer;
  }

  /** Forgets what was fetched: it may be nobody's to see any more. */
  drop() {
    this.#fetched?.loading.abort();
    this.#fetched = undefined;
  }

  /** @param {URL} url */
  #fetch(url) {
    const address = url.pathname + url.search;
    if (this.#fetched?.address === address && Date.now() - this.#fetched.at < FRESH) return;
    this.#fetched?.loading.abort();
    const loading = new AbortController();
    const answer = fetchPage(url, loading.signal);
    // Whoever clicks hears of it; nobody else need.
    answer.catch(() => {
      if (this.#fetched?.loading === loading) this.#fetched = undefined;
    });
    this.#fetched = { address, at: Date.now(), answer, loading };
  }
}
