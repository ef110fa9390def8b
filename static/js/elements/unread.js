// `<hub-unread>`: all that is unread. What was in view for a while, in a tab that somebody looks at, is read; nothing moves by it.

/** @import { Context } from "../lib/context.js" */
import { find, findAll, get } from "../lib/dom.js";
import { localMoments } from "../lib/local_moments.js";
import { localizeTimes } from "../lib/local_times.js";
import { rowsOf, seqOf } from "../lib/message_rows.js";
import { LONG_ENOUGH } from "../models/read_position.js";
import { SeenRows } from "../models/seen_rows.js";
import { LiveElement } from "./live_element.js";

export class Unread extends LiveElement {
  #connection;
  #rooms;
  /** @type {Map<HTMLElement, SeenRows>} by section */
  #seen = new Map();
  /** @type {Map<Element, number | undefined>} rows in view, with the timers that wait for them to be seen */
  #inView = new Map();

  /** @param {Pick<Context, "connection" | "rooms">} context */
  constructor({ connection, rooms }) {
    super();
    this.#connection = connection;
    this.#rooms = rooms;
  }

  connectedCallback() {
    localizeTimes(this);
    localMoments(this);
    const observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.#moved(entry)), { threshold: [0, 0.25, 0.5, 0.75, 1] });
    for (const section of findAll(this, ".unread-room")) {
      const rows = rowsOf(get(section, ".messages"));
      this.#seen.set(section, new SeenRows(rows.map(seqOf)));
      for (const row of rows) observer.observe(row);
    }
    this.listen(document, "visibilitychange", () => this.#look());
    this.untilDisconnected(
      () => observer.disconnect(),
      () => this.#forget(),
      this.#rooms.on("changed", () => this.#changed()),
    );
    this.#changed();
  }

  // A row is in view once its end is.
  /** @param {IntersectionObserverEntry} entry */
  #moved({ target, isIntersecting, boundingClientRect, rootBounds }) {
    const isInView = isIntersecting && boundingClientRect.bottom <= (rootBounds?.bottom ?? innerHeight) + 1;
    clearTimeout(this.#inView.get(target));
    this.#inView.delete(target);
    if (!isInView) return;
    this.#inView.set(target, undefined);
    this.#look();
  }

  #look() {
    for (const [row, timer] of this.#inView) {
      clearTimeout(timer);
      const isSeen = document.visibilityState === "visible";
      this.#inView.set(row, isSeen ? setTimeout(() => this.#see(/** @type {HTMLElement} */ (row)), LONG_ENOUGH) : undefined);
    }
  }

  #forget() {
    for (const timer of this.#inView.values()) clearTimeout(timer);
    this.#inView.clear();
  }

  /** @param {HTMLElement} row */
  #see(row) {
    this.#inView.delete(row);
    const section = row.closest(".unread-room");
    const seen = section instanceof HTMLElement ? this.#seen.get(section) : undefined;
    if (!(section instanceof HTMLElement) || !seen) return;
    const read = seen.see(seqOf(row));
    if (read === undefined) return;
    const { room = "", last, generation } = section.dataset;
    // Where nothing follows what is shown, what is no message is read with it.
    const seq = seen.isWhole ? Math.max(read, Number(last)) : read;
    this.#connection.tell({ t: "read", room, seq, generation: this.#rooms.get(room)?.generation ?? Number(generation) });
  }

  // Read rooms stay where they are, and new ones are not put between.
  #changed() {
    if (!this.#rooms.isWhole) return;
    const shown = new Set();
    for (const section of findAll(this, ".unread-room")) {
      const { room = "" } = section.dataset;
      shown.add(room);
      section.classList.toggle("read", this.#rooms.backlog(room) === 0);
    }
    const isNews = this.#rooms.all().some(({ room, kind, last_msg, hidden_msg = 0 }) => {
      return !shown.has(room) && this.#rooms.backlog(room) > 0 && (kind !== "direct" || last_msg > hidden_msg);
    });
    const news = find(this, ".unread-news");
    if (news) news.hidden = !isNews;
  }
}
