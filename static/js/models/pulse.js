// Whether the other side still hears us. What comes from there proves nothing of that: a line can be dead in one direction
// alone. `lib/connection.js` holds the timers and writes the pings.

// A command whose answer takes longer, in ms, is reason to ask.
export const LATE = 3000;
// So long a pong may take where nothing else comes either, and where something does: it may stand behind that.
export const SILENT_AFTER = 5000;
export const DEAF_AFTER = 8000;

export class Pulse {
  /** @type {number | undefined} the ping whose pong is waited for */
  #asked;
  #heard = 0;

  /**
   * A ping is to be written, unless one is waited for already. Answers its number: the time, in ms.
   *
   * @param {number} now in ms
   */
  ask(now) {
    if (this.#asked !== undefined) return undefined;
    this.#asked = now;
    return now;
  }

  /**
   * Something has come.
   *
   * @param {number} now in ms
   */
  heard(now) {
    this.#heard = now;
  }

  /**
   * A ping of ours has come back.
   *
   * @param {number} asked its number
   */
  answered(asked) {
    if (asked === this.#asked) this.#asked = undefined;
  }

  /** @param {number} now in ms */
  isDead(now) {
    if (this.#asked === undefined) return false;
    return now - this.#asked >= (this.#heard > this.#asked ? DEAF_AFTER : SILENT_AFTER);
  }
}
