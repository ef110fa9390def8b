// Which rooms have been asked for and are not heard yet, and when to ask once more. The gateway goes on trying by itself; whoever
// hears nothing for long asks all the same. `lib/connection.js` holds the timers and asks.

// How long an answer may take before the room is asked for again, in ms: longer than the gateway pauses between its tries.
export const ASK_AGAIN = 15_000;

export class HeardRooms {
  /** @type {Map<string, { since: number, isBehind: boolean }>} */
  #asked = new Map();

  /**
   * @param {string} room
   * @param {number} now in ms
   */
  asked(room, now) {
    this.#asked.set(room, { since: now, isBehind: this.#asked.get(room)?.isBehind ?? false });
  }

  /**
   * It cannot be opened yet.
   *
   * @param {string} room
   */
  waits(room) {
    const asked = this.#asked.get(room);
    if (asked) asked.isBehind = true;
  }

  /**
   * It is heard from now on, or not wanted any more.
   *
   * @param {string} room
   */
  settled(room) {
    this.#asked.delete(room);
  }

  // Another connection asks for everything anew.
  clear() {
    this.#asked.clear();
  }

  /** Whether some room may have moved on without our hearing of it. */
  get isBehind() {
    return [...this.#asked.values()].some(({ isBehind }) => isBehind);
  }

  /**
   * The rooms to be asked for once more. They count as behind.
   *
   * @param {number} now in ms
   * @returns {string[]}
   */
  due(now) {
    const due = [...this.#asked].filter(([, { since }]) => now - since >= ASK_AGAIN);
    for (const [, asked] of due) asked.isBehind = true;
    return due.map(([room]) => room);
  }
}
