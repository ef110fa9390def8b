// `<hub-home>`: what waits. Counts follow the list beside at once; what was said there, and drafts, a moment later.

/** @import { Context } from "../lib/context.js" */
import { shownAsOf } from "../lib/as_of.js";
import { fetchPage, find, findAll, get, setText } from "../lib/dom.js";
import { briefTimes } from "../lib/local_times.js";
import * as text from "../lib/messages.js";
import { drafts } from "../models/drafts.js";
import { LiveElement } from "./live_element.js";

// The page is drawn anew at most so often, and only while somebody sees it.
const PAUSE = 1500;
const PARTS = [".home-lists", ".home-recent", ".lead", ".caught-up"];

export class Home extends LiveElement {
  #rooms;
  #storage;
  #shown = "";
  #isStale = false;
  /** @type {number | undefined} */
  #timer;

  /** @param {Pick<Context, "rooms" | "storage">} context */
  constructor({ rooms, storage }) {
    super();
    this.#rooms = rooms;
    this.#storage = storage;
  }

  connectedCallback() {
    const seen = () => document.visibilityState === "visible" && this.#isStale && this.#soon();
    this.untilDisconnected(
      this.#rooms.on("changed", () => this.#changed()),
      this.#storage.onChanged((key) => key.startsWith("draft:") && this.#drafts()),
      () => clearTimeout(this.#timer),
    );
    this.listen(document, "visibilitychange", seen);
    this.listen(document, "as-of-changed", () => shownAsOf() === undefined && this.#soon());
    this.#shown = this.#state();
    this.#draw();
  }

  // Where my rooms stand, as far as this page tells.
  #state() {
    const rooms = this.#rooms.all().map(({ room, last_msg }) => [room, last_msg, this.#rooms.unread(room), this.#rooms.mentions(room)].join());
    return rooms.sort().join(" ");
  }

  #changed() {
    const state = this.#state();
    if (state === this.#shown) return;
    this.#shown = state;
    this.#counts();
    this.#soon();
  }

  #soon() {
    this.#isStale = true;
    if (this.#timer !== undefined || document.visibilityState !== "visible") return;
    this.#timer = setTimeout(() => this.#refresh(), PAUSE);
  }

  async #refresh() {
    this.#timer = undefined;
    this.#isStale = false;
    try {
      const { page } = await fetchPage("/");
      const fresh = find(page, "hub-home");
      if (!fresh || !this.isConnected) return;
      if (PARTS.some((part) => Boolean(find(fresh, part)) !== Boolean(find(this, part)))) return this.#replace(fresh);
      for (const part of PARTS) exchange(find(this, part), find(fresh, part));
      exchange(find(document, ".home-aside"), find(page, ".home-aside"));
      this.#draw();
    } catch {
      // The next change asks again.
    }
  }

  // From nothing waiting to something, or back.
  /** @param {HTMLElement} fresh */
  #replace(fresh) {
    const had = this.contains(document.activeElement);
    this.replaceChildren(...document.adoptNode(fresh).childNodes);
    if (had) find(document, "main")?.focus({ preventScroll: true });
    this.#draw();
  }

  #draw() {
    briefTimes(this);
    this.#counts();
    this.#drafts();
  }

  #counts() {
    for (const row of findAll(this, ".home-row[data-room]")) {
      const count = find(row, "[data-new]");
      const unread = this.#rooms.unread(row.dataset.room ?? "");
      if (!count || !this.#rooms.get(row.dataset.room)) continue;
      setText(count, unread > 0 ? text.newCount(unread) : "");
    }
  }

  #drafts() {
    const section = get(this, ".home-drafts");
    const stored = this.#storage.keys("draft:").map((key) => ({ key, draft: this.#storage.get(key) }));
    const rows = drafts(stored, (room) => this.#rooms.get(room)).map((draft) => this.#row(draft));
    get(section, "ul").replaceChildren(...rows);
    section.hidden = rows.length === 0;
    briefTimes(section);
  }

  /** @param {{ address: string, name: string, text: string, at: number }} draft */
  #row({ address, name, text: words, at }) {
    const item = /** @type {HTMLElement} */ (get(this, ".draft-row", HTMLTemplateElement).content.cloneNode(true));
    const link = get(item, "a", HTMLAnchorElement);
    link.href = address;
    get(link, "b").textContent = name;
    get(item, ".home-row-line").textContent = words;
    const when = get(item, "time");
    when.setAttribute("datetime", new Date(at).toISOString());
    return item;
  }
}

/**
 * One part in the place of another, unless it says the same: then whoever reads or points at it is left alone.
 *
 * @param {HTMLElement | null} before
 * @param {HTMLElement | null} after
 */
function exchange(before, after) {
  if (!before || !after || before.textContent === after.textContent) return;
  for (const [n, more] of findAll(after, "details").entries()) if (findAll(before, "details")[n]?.hasAttribute("open")) more.setAttribute("open", "");
  const focused = before.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
  before.replaceWith(document.adoptNode(after));
  if (focused) find(after, `a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}
