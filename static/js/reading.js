// What was really seen: the tab visible, the row in view for half a second. Told at most every two seconds.

import { app } from "./app.js";

const LONG_ENOUGH = 500;
const AT_MOST_EVERY = 2000;
// So far one scrolls on purpose, in px.
const SCROLLED = 24;

export class Reading {
  #timeline;
  #timer;
  #glance = 0;
  #told = 0;
  #toldAt = 0;
  // Where the scroller stood when it was wished that nothing count as read; undefined when it counts.
  #held;
  #looked = () => this.#turnedTo();

  constructor(timeline) {
    this.#timeline = timeline;
    this.#told = app.rooms.get(timeline.room)?.read_seq ?? Number(timeline.dataset.readSeq);
    document.addEventListener("visibilitychange", this.#looked);
    addEventListener("focus", this.#looked);
    this.look();
  }

  stop() {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#looked);
    removeEventListener("focus", this.#looked);
  }

  get isHeld() {
    return this.#held !== undefined;
  }

  // From `read` on it is to be unread: nothing counts until I scroll, or look away and come back.
  hold(read) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told = read;
    this.#held = this.#timeline.scroller.scrollTop;
  }

  // The scroller was moved, and not by me.
  shift(by) {
    if (this.isHeld) this.#held += by;
  }

  // Something is in view that may not have been; look again in half a second.
  look() {
    if (this.isHeld && Math.abs(this.#timeline.scroller.scrollTop - this.#held) > SCROLLED) this.#held = undefined;
    if (this.isHeld || this.#timer || document.visibilityState !== "visible") return;
    this.#glance = this.#seen();
    if (this.#glance <= this.#told) return;
    this.#timer = setTimeout(() => this.#again(), LONG_ENOUGH);
  }

  #turnedTo() {
    if (document.visibilityState === "hidden") this.#held = undefined;
    this.look();
  }

  #again() {
    this.#timer = undefined;
    if (document.visibilityState !== "visible") return;
    const read = Math.min(this.#glance, this.#seen());
    const wait = this.#toldAt + AT_MOST_EVERY - Date.now();
    if (read > this.#told && wait > 0) {
      this.#timer = setTimeout(() => this.#again(), wait);
      return;
    }
    if (read > this.#told && app.connection.isOpen) {
      this.#told = read;
      this.#toldAt = Date.now();
      const { room } = this.#timeline;
      app.connection.tell({ t: "read", room, seq: read, generation: app.rooms.get(room)?.generation ?? 0 });
    }
    this.look();
  }

  #seen() {
    return Number(this.#timeline.lastInView?.dataset.seq ?? 0);
  }
}
