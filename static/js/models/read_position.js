// What was really read: in view for half a second, and told at most every two seconds. `elements/timeline/read_tracker.js`
// says what is in view, holds the timers and tells.

const AT_MOST_EVERY = 2000;
// So far one scrolls on purpose, in px.
const SCROLLED = 24;

// How long something has to be in view, in ms.
export const LONG_ENOUGH = 500;

export class ReadPosition {
  #told;
  #toldAt = 0;
  #glance = 0;
  /** @type {number | undefined} where the scroller stood when it was wished that nothing count as read */
  #heldAt;

  /** @param {number} read the seq up to which all is read */
  constructor(read) {
    this.#told = read;
  }

  /** Whether nothing counts as read for now. */
  get isHeld() {
    return this.#heldAt !== undefined;
  }

  /**
   * From `read` on it is to be unread: nothing counts until I scroll, or look away and come back.
   *
   * @param {number} read
   * @param {number} scrollTop
   */
  hold(read, scrollTop) {
    this.#told = read;
    this.#heldAt = scrollTop;
  }

  release() {
    this.#heldAt = undefined;
  }

  /**
   * The scroller was moved, and not by the reader.
   *
   * @param {number} by
   */
  shift(by) {
    if (this.#heldAt !== undefined) this.#heldAt += by;
  }

  /**
   * The scroller is here now.
   *
   * @param {number} scrollTop
   */
  scrolled(scrollTop) {
    if (this.#heldAt !== undefined && Math.abs(scrollTop - this.#heldAt) > SCROLLED) this.release();
  }

  /**
   * The last seq in view. Answers whether it would be news: then `confirm` it after `LONG_ENOUGH`.
   *
   * @param {number} seq
   */
  glance(seq) {
    this.#glance = seq;
    return seq > this.#told;
  }

  /**
   * This is still in view. Answers what is to be told as read, or how long to wait with it (ms), or neither.
   *
   * @param {number} seq
   * @param {number} now in ms
   * @returns {{ read?: number, wait?: number }}
   */
  confirm(seq, now) {
    const read = Math.min(this.#glance, seq);
    if (read <= this.#told) return {};
    const wait = this.#toldAt + AT_MOST_EVERY - now;
    return wait > 0 ? { wait } : { read };
  }

  /**
   * I posted this myself: my marker follows it without being told.
   *
   * @param {number} seq
   */
  posted(seq) {
    if (!this.isHeld) this.#told = Math.max(this.#told, seq);
  }

  /**
   * @param {number} read
   * @param {number} now in ms
   */
  told(read, now) {
    this.#told = read;
    this.#toldAt = now;
  }
}
