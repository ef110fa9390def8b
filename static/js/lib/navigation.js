// Changing rooms without a reload: the pane is fetched and exchanged, the list and the one socket stay. Rooms seen
// lately are kept as they were and shown at once; what they missed comes by the socket.

/** @import { Context } from "./context.js" */
import { isInPlace, renamedPath } from "../models/addresses.js";
import { SILENT_AFTER } from "../models/pulse.js";
import { plainTitle } from "../models/title.js";
import { showAsOf, shownAsOf } from "./as_of.js";
import { fetchPage, find, findAll, get, isPlainClick } from "./dom.js";
import { Prefetch } from "./prefetch.js";

const KEPT = 12;
// By then a socket that is asked knows whether somebody answers.
const NOTICED_AFTER = SILENT_AFTER + 100;

/** @typedef {{ pane: HTMLElement, title: string, scrollTop: number, at: number }} Kept `at` is when it was last live, in ms */

/**
 * The messages of a room, as far as they have to do with being shown.
 *
 * @typedef {HTMLElement & { toLatest?: () => void, returned?: (scrollTop?: number) => void }} Timeline
 */

/** @returns {Timeline | null} */
const timelineOf = (/** @type {ParentNode} */ root) => find(root, "hub-timeline");

export class Navigation {
  #connection;
  #rooms;
  /** @type {Map<string, Kept>} by address, the one longest unseen first */
  #kept = new Map();
  /** @type {AbortController | undefined} */
  #loading;
  /** @type {number | undefined} since when nothing is heard, in ms */
  #downSince;
  #shown = location.pathname + location.search;
  #prefetch = new Prefetch((address) => address === this.#shown || this.#kept.has(address));

  /** @param {Pick<Context, "connection" | "rooms">} context */
  constructor({ connection, rooms }) {
    this.#connection = connection;
    this.#rooms = rooms;
    history.scrollRestoration = "manual";
    document.addEventListener("click", (event) => this.#clicked(event));
    document.addEventListener("address-replaced", () => (this.#shown = location.pathname + location.search));
    addEventListener("popstate", () => this.#show(new URL(location.href), true));
    connection.on("down", () => (this.#downSince ??= Date.now()));
    connection.on("welcome", () => {
      this.#downSince = undefined;
      showAsOf(undefined);
    });
    connection.on("room_gone", ({ room }) => {
      for (const [address, { pane }] of this.#kept) if (find(pane, "main")?.dataset.room === room) this.#kept.delete(address);
      this.#prefetch.drop();
    });
  }

  /**
   * The room that is shown has another address now. The former one goes on leading to it.
   *
   * @param {string} from
   * @param {string} to
   */
  renamed(from, to) {
    const path = renamedPath(location.pathname, from, to);
    if (path === undefined) return;
    const address = new URL(location.href);
    address.pathname = path;
    history.replaceState(history.state, "", address);
    this.#shown = address.pathname + address.search;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || !isPlainClick(event) || link.target || link.download) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !isInPlace(url.pathname)) return;
    if (url.pathname === location.pathname && url.hash) return;
    event.preventDefault();
    this.#visit(url);
  }

  /** @param {URL} url */
  async #visit(url) {
    if (url.pathname + url.search === this.#shown) return timelineOf(document)?.toLatest?.();
    if (await this.#show(url, false)) history.pushState(null, "", url);
  }

  /**
   * Shows an address. Answers whether it could.
   *
   * @param {URL} url
   * @param {boolean} isBack
   */
  async #show(url, isBack) {
    const address = url.pathname + url.search;
    if (isBack && address === this.#shown) return true;
    this.#loading?.abort();
    const loading = (this.#loading = new AbortController());
    const kept = this.#kept.get(address);
    if (kept && kept.pane.dataset.page === "room") {
      this.#exchange(kept.pane, kept.title, address, this.#downSince === undefined ? undefined : kept.at);
      timelineOf(kept.pane)?.returned?.(isBack ? kept.scrollTop : undefined);
      return true;
    }
    markCurrent(url);
    const page = await this.#load(url, loading.signal);
    if (!page) return false;
    const at = page.body.dataset.kept;
    this.#exchange(document.adoptNode(get(page, "#pane")), page.title, address, at && !this.#connection.isOpen ? Number(at) : undefined);
    if (url.hash) find(find(document, url.hash), "input:not([type=hidden])")?.focus();
    if (isBack && kept) find(document, ".sheet")?.scrollTo(0, kept.scrollTop);
    return true;
  }

  /**
   * The page at an address, if it can be shown in the place of this one; else the browser goes there.
   *
   * @param {URL} url
   * @param {AbortSignal} signal
   * @returns {Promise<Document | undefined>}
   */
  async #load(url, signal) {
    try {
      const { response, page } = await (this.#prefetch.take(url.pathname + url.search) ?? fetchPage(url, signal));
      if (signal.aborted) return undefined;
      // Another release, the sign-in page, or an error: a page of its own.
      const isOurs = page.getElementById("pane") && new URL(response.url).pathname === url.pathname && release(page) === release(document);
      if (isOurs) return page;
      location.assign(url);
    } catch (error) {
      if (signal.aborted) return undefined;
      if (error instanceof TypeError && (await this.#wouldBeLost())) return this.#loadLater(url, signal);
      if (!signal.aborted) location.assign(url);
    }
    return undefined;
  }

  // Nobody answers, and there is no service worker to say so: the browser would leave this page for one that leads nowhere. The socket
  // may not have noticed yet: then it is asked.
  async #wouldBeLost() {
    if (navigator.serviceWorker?.controller) return false;
    if (!this.#connection.isOpen) return true;
    this.#connection.now();
    await new Promise((done) => setTimeout(done, NOTICED_AFTER));
    return !this.#connection.isOpen;
  }

  /**
   * What is shown stays until somebody answers again.
   *
   * @param {URL} url
   * @param {AbortSignal} signal
   * @returns {Promise<Document | undefined>}
   */
  async #loadLater(url, signal) {
    markCurrent(new URL(location.href));
    await this.#connection.opened();
    if (signal.aborted) return undefined;
    markCurrent(url);
    return this.#load(url, signal);
  }

  /**
   * @param {HTMLElement} pane
   * @param {string} title
   * @param {string} address
   * @param {number | undefined} at since when it is as it is, in ms, if it is not live
   */
  #exchange(pane, title, address, at) {
    const before = get(document, "#pane");
    const scroller = find(before, ".scroller, .sheet");
    this.#kept.delete(this.#shown);
    this.#kept.set(this.#shown, { pane: before, title: document.title, scrollTop: scroller?.scrollTop ?? 0, at: shownAsOf() ?? this.#downSince ?? Date.now() });
    for (const oldest of this.#kept.keys()) if (this.#kept.size > KEPT) this.#kept.delete(oldest);
    this.#kept.delete(address);
    this.#shown = address;
    document.title = plainTitle(title);
    showAsOf(at);
    before.replaceWith(pane);
    document.dispatchEvent(new Event("page-shown"));
    if (!pane.contains(document.activeElement)) find(pane, "main")?.focus({ preventScroll: true });
    const status = this.#rooms.get(find(pane, "main.room")?.dataset.room);
    const timeline = timelineOf(pane);
    if (status && timeline && !timeline.dataset.thread) timeline.dataset.readSeq = String(status.read_seq);
  }
}

// The list answers to the finger, not to the network.
/** @param {URL} url */
function markCurrent(url) {
  for (const link of findAll(document, ".side .room-link[data-room]")) {
    if (link instanceof HTMLAnchorElement && new URL(link.href).pathname === url.pathname) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** @param {Document} page */
function release(page) {
  return find(page, 'script[type="module"]')?.getAttribute("src");
}
