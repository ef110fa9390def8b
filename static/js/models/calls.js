// Which rooms call somebody who is not looking, and how often: what is unread there, as far as its level says that it is for them.
// What was told once is not told again; what has been read meanwhile is taken back.

/** @import { RoomStatus } from "./rooms.js" */

/**
 * @typedef {object} Call
 * @property {string} room
 * @property {number} count of unread messages that are for me; 0: there is nothing to tell any more
 * @property {boolean} isNews there are more than were told
 */

/**
 * How many unread messages of a room are for its member.
 *
 * @param {RoomStatus} status
 */
export function countForMe({ kind, level, last_msg, read_msg, mentions }) {
  switch (level ?? (kind === "direct" ? "everything" : "mentions")) {
    case "everything":
      return Math.max(0, last_msg - read_msg);
    case "mentions":
      return mentions;
    default:
      return 0;
  }
}

export class Calls {
  /** @type {Map<string, number>} how many of a room were told or seen to be there */
  #known = new Map();
  /** @type {Set<string>} rooms with something told that is not read */
  #told = new Set();

  /**
   * What is to be told or taken back now. Whoever is looking is told nothing: it stands before their eyes.
   *
   * @param {RoomStatus[]} rooms all of mine
   * @param {boolean} isLooking
   * @returns {Call[]}
   */
  next(rooms, isLooking) {
    const calls = [];
    for (const status of rooms) {
      const { room } = status;
      const count = countForMe(status);
      const known = this.#known.get(room);
      this.#known.set(room, count);
      const isNews = !isLooking && known !== undefined && count > known;
      const isOver = this.#told.has(room) && (count === 0 || isLooking);
      if (isNews) this.#told.add(room);
      else if (isOver) this.#told.delete(room);
      if (isNews || isOver) calls.push({ room, count: isNews ? count : 0, isNews });
    }
    return calls;
  }
}
