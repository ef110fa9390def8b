// What people are up to, as it was told last. A status ends by the clock, without a word from anybody.

/** @import { Frames, Status } from "./frames.js" */

export class Statuses {
  /** @type {Map<string, Status | undefined>} */
  #told = new Map();
  #isAll = false;

  /** @param {Frames["people"]} frame */
  tell({ people, all = false }) {
    if (all) this.#told.clear();
    this.#isAll ||= all;
    for (const { id, status } of people) this.#told.set(id, status);
  }

  // Whether anything is known: after everyone was told of, whoever was not is up to nothing.
  /** @param {string} person */
  isTold(person) {
    return this.#isAll || this.#told.has(person);
  }

  /**
   * @param {string} person
   * @param {number} now in ms
   */
  of(person, now) {
    const status = this.#told.get(person);
    return status?.until && Date.parse(status.until) <= now ? undefined : status;
  }
}
