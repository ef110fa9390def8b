// Whether a page is looked at and in use: it is visible, and was used within the last minutes. `lib/attention.js` listens and tells.

// After so long without a key, a pointer or a finger, in ms, nobody is there.
export const IDLE = 5 * 60_000;
// A page that is hidden for less, in ms, was only looked away from.
export const GLANCE = 10_000;

export class Attention {
  #usedAt;
  /** @type {number | undefined} */
  #hiddenAt;
  #isHere = true;

  /** @param {number} now in ms */
  constructor(now) {
    this.#usedAt = now;
  }

  /** @param {number} now in ms */
  used(now) {
    this.#usedAt = now;
  }

  /**
   * @param {boolean} isVisible
   * @param {number} now in ms
   */
  shown(isVisible, now) {
    if (isVisible) this.#usedAt = now;
    this.#hiddenAt = isVisible ? undefined : (this.#hiddenAt ?? now);
  }

  // When nobody will be there any more, in ms, if nothing happens.
  get endsAt() {
    const idleAt = this.#usedAt + IDLE;
    return this.#hiddenAt === undefined ? idleAt : Math.min(idleAt, this.#hiddenAt + GLANCE);
  }

  // Whether it is in use, if that is news.
  /** @param {number} now in ms */
  news(now) {
    const isHere = now < this.endsAt;
    if (isHere === this.#isHere) return undefined;
    this.#isHere = isHere;
    return isHere;
  }

  get isHere() {
    return this.#isHere;
  }
}
