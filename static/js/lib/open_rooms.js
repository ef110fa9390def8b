// The rooms that are kept open: named in each hello, asked for one by one where there is no room in it, and asked for once more where
// nothing is heard of them for too long.

import { HeardRooms } from "../models/heard_rooms.js";
import { outcome } from "../models/retry.js";
import { Lost, Refused } from "./pending_requests.js";

const LOOK_EVERY = 3000;
// As many rooms as a hello may name.
const ROOMS_OF_HELLO = 200;

/**
 * @typedef {object} Parts
 * @property {() => boolean} isConnected
 * @property {(frame: { t: string, [field: string]: unknown }) => Promise<unknown>} request
 * @property {() => void} behindChanged whether some room may have moved on unheard is something else now
 * @property {(room: string, error: Error) => void} closed a room is not open any more, and will not be
 */

export class OpenRooms {
  #parts;
  /** @type {Map<string, () => number>} the rooms, and the last seq seen in each */
  #open = new Map();
  /** @type {Set<string>} those named in the last hello */
  #greeted = new Set();
  #heard = new HeardRooms();
  #wasBehind = false;
  /** @type {number | undefined} */
  #looking;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Whether a room may have moved on without our hearing of it. */
  get isBehind() {
    return this.#heard.isBehind;
  }

  /**
   * @param {string} room
   * @param {() => number} position tells the last seq seen
   */
  add(room, position) {
    this.#open.set(room, position);
    if (this.#parts.isConnected()) this.reopen(room);
  }

  /** @param {string} room */
  remove(room) {
    this.#open.delete(room);
    this.#settled(room);
  }

  /** The rooms for a hello, each with the last seq seen. */
  greet() {
    const rooms = [...this.#open].slice(0, ROOMS_OF_HELLO).map(([room, position]) => /** @type {const} */ ([room, position()]));
    this.#greeted = new Set(rooms.map(([room]) => room));
    return Object.fromEntries(rooms);
  }

  /** The hello was heard: its rooms are on their way. */
  welcomed() {
    clearInterval(this.#looking);
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY);
    this.#heard.clear();
    for (const room of this.#greeted) this.#heard.asked(room, Date.now());
  }

  /** Asks for the rooms that were not in the hello. */
  openFurther() {
    for (const room of this.#open.keys()) if (!this.#greeted.has(room)) this.reopen(room);
  }

  /** There is no connection. */
  lost() {
    clearInterval(this.#looking);
  }

  /**
   * Asks for what was missed since the last seq seen.
   *
   * @param {string} room
   */
  async reopen(room) {
    const position = this.#open.get(room);
    if (!position || !this.#parts.isConnected()) return;
    this.#heard.asked(room, Date.now());
    try {
      await this.#parts.request({ t: "open", room, after: position() });
    } catch (error) {
      const failure = /** @type {Lost | Refused} */ (error);
      // The gateway goes on trying, or nobody can say: `#look` asks in time.
      if (failure instanceof Lost || (outcome(failure) === "busy" && failure.room)) return;
      if (failure.retryMs || outcome(failure) === "busy") {
        setTimeout(() => this.#open.get(room) === position && this.reopen(room), failure.retryMs ?? 1000);
      } else {
        this.#closedForGood(room, failure);
      }
    }
  }

  /** @param {string} room */
  opened(room) {
    this.#settled(room);
  }

  /**
   * An answer to `open` goes to whoever asked as well.
   *
   * @param {{ id?: number, room: string, code: string, message: string }} frame
   */
  notOpened(frame) {
    if (outcome(frame) === "busy") {
      this.#heard.waits(frame.room);
      this.#noteBehind();
    } else if (frame.id === undefined) {
      this.#closedForGood(frame.room, new Refused(frame));
    }
  }

  /**
   * @param {string} room
   * @param {Error} error
   */
  #closedForGood(room, error) {
    this.#settled(room);
    this.#parts.closed(room, error);
  }

  /** @param {string} room */
  #settled(room) {
    this.#heard.settled(room);
    this.#noteBehind();
  }

  // Asks for the rooms that nothing has been heard of for too long.
  #look() {
    for (const room of this.#heard.due(Date.now())) this.reopen(room);
    this.#noteBehind();
  }

  #noteBehind() {
    if (this.#wasBehind === this.isBehind) return;
    this.#wasBehind = this.isBehind;
    this.#parts.behindChanged();
  }
}
