// What people are up to and whether they are here, as it was told last. A status ends by the clock, without a word from anybody.

/** @import { Frames, ShownPerson } from "./frames.js" */

export class Statuses {
  /** @type {Map<string, ShownPerson>} */
  #told = new Map();
  #isAll = false;

  /** @param {Frames["people"]} frame */
  tell({ people, all = false }) {
    if (all) this.#told.clear();
    this.#isAll ||= all;
    for (const person of people) this.#told.set(person.id, person);
  }

  // Whether anything is known: after everyone was told of, whoever was not is up to nothing, and not here.
  /** @param {string} person */
  isTold(person) {
    return this.#isAll || this.#told.has(person);
  }

  /**
   * @param {string} person
   * @param {number} now in ms
   */
  of(person, now) {
    const status = this.#told.get(person)?.status;
    return status?.until && Date.parse(status.until) <= now ? undefined : status;
  }

  // Of one person only what was told of them by name: who is on a page stands in no list of mine, perhaps.
  /** @param {string} person */
  seen(person) {
    const told = this.#told.get(person);
    return told && (told.availability ?? "");
  }

  // Nothing: nobody has told; null: I may be disturbed.
  /** @param {string} me */
  quiet(me) {
    return this.isTold(me) ? (this.#told.get(me)?.quiet ?? null) : undefined;
  }

  /** @param {string} me */
  isInvisible(me) {
    return this.#told.get(me)?.invisible;
  }
}
