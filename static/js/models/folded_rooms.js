// Rooms of mine that the page left out of its list, because there are very many. What happens in one brings it in.

/** @import { RoomFrame } from "./frames.js" */

export class FoldedRooms {
  /** Each with its last message when the page left it out. @type {Map<string, number>} */
  #rooms = new Map();

  /** @param {Pick<RoomFrame, "room" | "last_msg">[]} rooms that the list does not show */
  leaveOut(rooms) {
    for (const { room, last_msg } of rooms) this.#rooms.set(room, last_msg);
  }

  /** @param {string} room */
  bringIn(room) {
    this.#rooms.delete(room);
  }

  /** @param {Pick<RoomFrame, "room" | "last_msg">} status */
  has({ room, last_msg }) {
    return last_msg <= (this.#rooms.get(room) ?? -1);
  }
}
