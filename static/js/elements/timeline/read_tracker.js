// Watches what is in view while the page is visible, and tells what was read of it.

import { LONG_ENOUGH, ReadPosition } from "../../models/read_position.js";

export class ReadTracker {
  #position;
  #scrollTop;
  #lastSeq;
  #tell;
  /** @type {number | undefined} */
  #timer;
  #onVisibility = () => this.#visibilityChanged();

  /**
   * @param {object} parts
   * @param {number} parts.read the seq up to which all is read
   * @param {() => number} parts.scrollTop where the scroller stands
   * @param {() => number} parts.lastSeq the last seq in view
   * @param {(read: number) => boolean} parts.tell tells the server; answers whether it could
   */
  constructor({ read, scrollTop, lastSeq, tell }) {
    this.#position = new ReadPosition(read);
    this.#scrollTop = scrollTop;
    this.#lastSeq = lastSeq;
    this.#tell = tell;
    document.addEventListener("visibilitychange", this.#onVisibility);
    addEventListener("focus", this.#onVisibility);
    this.update();
  }

  stop() {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#onVisibility);
    removeEventListener("focus", this.#onVisibility);
  }

  get isHeld() {
    return this.#position.isHeld;
  }

  /**
   * From `read` on it is to be unread: nothing counts until I scroll, or look away and come back.
   *
   * @param {number} read
   */
  hold(read) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#position.hold(read, this.#scrollTop());
  }

  /**
   * The scroller was moved, and not by the reader.
   *
   * @param {number} by
   */
  shift(by) {
    this.#position.shift(by);
  }

  /**
   * I posted this myself.
   *
   * @param {number} seq
   */
  posted(seq) {
    this.#position.posted(seq);
  }

  /**
   * Everything up to here is read, seen or not.
   *
   * @param {number} seq
   */
  readUpTo(seq) {
    this.#position.release();
    if (this.#tell(seq)) this.#position.told(seq, Date.now());
  }

  // Something may be in view that was not: read it is once it has been for a while.
  update() {
    if (this.isHeld) this.#position.scrolled(this.#scrollTop());
    if (this.isHeld || this.#timer || document.visibilityState !== "visible") return;
    if (this.#position.glance(this.#lastSeq())) this.#timer = setTimeout(() => this.#confirm(), LONG_ENOUGH);
  }

  #visibilityChanged() {
    if (document.visibilityState === "hidden") this.#position.release();
    this.update();
  }

  #confirm() {
    this.#timer = undefined;
    if (document.visibilityState !== "visible") return;
    const now = Date.now();
    const { read, wait } = this.#position.confirm(this.#lastSeq(), now);
    if (wait !== undefined) {
      this.#timer = setTimeout(() => this.#confirm(), wait);
      return;
    }
    if (read !== undefined && this.#tell(read)) this.#position.told(read, now);
    this.update();
  }
}
