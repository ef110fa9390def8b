// What was really seen: the tab visible, the row in view for half a second. Told at most every two seconds.

import { app } from "./app.js";

const LONG_ENOUGH = 500;
const AT_MOST_EVERY = 2000;

export class Reading {
  #timeline;
  #timer;
  #glance = 0;
  #told = 0;
  #toldAt = 0;
  #looked = () => this.look();

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

  // Something is in view that may not have been; look again in half a second.
  look() {
    if (this.#timer || document.visibilityState !== "visible") return;
    this.#glance = this.#seen();
    if (this.#glance <= this.#told) return;
    this.#timer = setTimeout(() => this.#again(), LONG_ENOUGH);
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
      app.connection.tell({ t: "read", room: this.#timeline.room, seq: read });
    }
    this.look();
  }

  #seen() {
    return Number(this.#timeline.lastInView?.dataset.seq ?? 0);
  }
}
