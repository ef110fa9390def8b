// Messages of mine that are about to be deleted: each is held for a moment, in which it can be undone, and kept over a reload.

/**
 * @typedef {object} Held
 * @property {string} nonce
 * @property {string} room
 * @property {number} target its seq
 * @property {string} address
 * @property {number} until when it is sent, in ms
 */

// So long it can be undone, in ms.
export const HELD = 6000;

export class HeldDeletions {
  /** @type {Map<string, Held>} */
  #held = new Map();

  /** @param {(Held | undefined)[]} kept what an earlier page left behind */
  constructor(kept = []) {
    for (const held of kept) if (held?.nonce && held.room && held.target) this.#held.set(held.nonce, held);
  }

  get all() {
    return [...this.#held.values()];
  }

  /**
   * @param {Omit<Held, "until">} message
   * @param {number} now in ms
   * @returns {Held | undefined} nothing if it is held already
   */
  hold(message, now) {
    if (this.all.some(({ room, target }) => room === message.room && target === message.target)) return undefined;
    const held = { ...message, until: now + HELD };
    this.#held.set(held.nonce, held);
    return held;
  }

  /**
   * It was undone, or is done. Answers whether it was held.
   *
   * @param {string} nonce
   */
  release(nonce) {
    return this.#held.delete(nonce);
  }

  /**
   * Those whose time has passed.
   *
   * @param {number} now in ms
   */
  due(now) {
    return this.all.filter(({ until }) => until <= now);
  }
}
