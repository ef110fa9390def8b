// Who is typing, as far as was heard lately, and when to tell that I am.

const SHOWN = 6000;
const EVERY = 3000;

export class TypingTracker {
  /** @type {Map<string, { name: string, until: number }>} */
  #typing = new Map();
  #told = -Infinity;

  /**
   * Somebody types.
   *
   * @param {string} user
   * @param {string} name
   * @param {number} now in ms
   */
  add(user, name, now) {
    this.#typing.delete(user);
    this.#typing.set(user, { name, until: now + SHOWN });
  }

  /**
   * What they typed is here. Answers whether that changes anything.
   *
   * @param {string} user
   */
  remove(user) {
    return this.#typing.delete(user);
  }

  /**
   * Their names, in the order they were last heard.
   *
   * @param {number} now in ms
   */
  names(now) {
    for (const [user, { until }] of this.#typing) if (until <= now) this.#typing.delete(user);
    return [...this.#typing.values()].map(({ name }) => name);
  }

  /**
   * I type: is it time to tell?
   *
   * @param {number} now in ms
   */
  shouldTell(now) {
    if (now - this.#told < EVERY) return false;
    this.#told = now;
    return true;
  }

  // What I typed is sent: the next stroke is news.
  reset() {
    this.#told = -Infinity;
  }
}
