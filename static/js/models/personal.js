// What is mine alone, as the server told it last: what I saved, when it is to come up again, threads with something new.

/** @import { PersonalFrame } from "./frames.js" */
import { Emitter } from "./emitter.js";

/** @extends {Emitter<{ changed: null }>} */
export class Personal extends Emitter {
  /** Threads I follow with something new; nothing: nobody has told yet. @type {number | undefined} */
  threads;
  /** What was reported in rooms that I moderate, and nobody has dealt with. */
  reports = 0;
  /** How often the list of rooms was arranged; nothing: nobody has told yet. @type {number | undefined} */
  arranged;
  /** @type {number[]} when threads that are snoozed wait again, in ms */
  #snoozed = [];
  /** @type {number[]} when reminders are due, in ms */
  #reminders = [];
  /** @type {Record<string, number[]>} */
  #saved = {};
  /** Whom I have blocked; nothing: nobody has told yet. @type {Set<string> | undefined} */
  blocked;

  /** @param {PersonalFrame} frame */
  told({ threads, snoozed = [], reports = 0, reminders = [], saved = {}, blocked = [], arrangement }) {
    this.threads = threads;
    this.#snoozed = snoozed.map(Date.parse);
    this.reports = reports;
    this.arranged = arrangement?.version;
    this.#reminders = reminders.map(Date.parse);
    this.#saved = saved;
    this.blocked = new Set(blocked);
    this.emit("changed", null);
  }

  /**
   * What I saved of a room.
   *
   * @param {string} room
   */
  savedIn(room) {
    return this.#saved[room] ?? [];
  }

  /**
   * How many threads wait; nothing: nobody has told yet.
   *
   * @param {number} now in ms
   */
  waiting(now) {
    return this.threads === undefined ? undefined : this.threads + this.#snoozed.filter((at) => at <= now).length;
  }

  /**
   * How many reminders are due.
   *
   * @param {number} now in ms
   */
  due(now) {
    return this.#reminders.filter((at) => at <= now).length;
  }

  /**
   * When the next one will be, or a thread waits again, in ms; nothing: none is set.
   *
   * @param {number} now in ms
   */
  next(now) {
    const ahead = [...this.#reminders, ...this.#snoozed].filter((at) => at > now);
    return ahead.length ? Math.min(...ahead) : undefined;
  }
}
