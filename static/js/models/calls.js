// Which rooms call somebody who is not looking, and how often: what is unread there, as far as its level says that it is for them.
// What was told once is not told again; what has been read meanwhile is taken back. The server decides message by message
// (`proto/src/room/notification.rs`); `proto/tests/cases/notifications.json` has what both must answer.

/** @import { RoomStatus } from "./rooms.js" */
import { countForMe } from "./rooms.js";

/** Stands for the threads I follow, among the rooms that call. */
export const THREADS = "threads";

/**
 * Whether what comes is to be told now.
 *
 * @typedef {object} Moment
 * @property {boolean} isLooking I look at a page of mine: it stands before my eyes
 * @property {boolean} [isQuiet] I do not want to be disturbed: neither now nor later
 * @property {number} [threads] how many threads I follow have something new; nothing: nobody has told yet
 */

/**
 * @typedef {object} Call
 * @property {string} room its id, or `THREADS`
 * @property {number} count of unread messages that are for me; 0: there is nothing to tell any more
 * @property {boolean} isNews there are more than were told
 */

export class Calls {
  /** @type {Map<string, number>} how many of a room were told or seen to be there */
  #known = new Map();
  /** @type {Set<string>} rooms with something told that is not read */
  #told = new Set();
  #now;

  /** @param {() => number} [now] tells the time, in ms; nothing: no time passes */
  constructor(now = () => 0) {
    this.#now = now;
  }

  /**
   * What is to be told or taken back now. Whoever is looking is told nothing: it stands before their eyes.
   *
   * @param {RoomStatus[]} rooms all of mine
   * @param {Moment} moment
   * @returns {Call[]}
   */
  next(rooms, { isLooking, isQuiet = false, threads }) {
    const calls = [];
    const counts = rooms.map((status) => ({ room: status.room, count: countForMe(status, this.#now()) }));
    if (threads !== undefined) counts.push({ room: THREADS, count: threads });
    for (const { room, count } of counts) {
      const known = this.#known.get(room);
      this.#known.set(room, count);
      const isNews = !isLooking && !isQuiet && known !== undefined && count > known;
      const isOver = this.#told.has(room) && (count === 0 || isLooking);
      if (isNews) this.#told.add(room);
      else if (isOver) this.#told.delete(room);
      if (isNews || isOver) calls.push({ room, count: isNews ? count : 0, isNews });
    }
    return calls;
  }

  /**
   * Some of it may have been read since: what comes then is news, though there are no more than before.
   *
   * @param {RoomStatus[]} rooms
   */
  read(rooms) {
    for (const status of rooms) {
      const count = countForMe(status, this.#now());
      if (count < (this.#known.get(status.room) ?? 0)) this.#known.set(status.room, count);
    }
  }
}
