// The list of direct conversations: which stand in it, and in which order.

/** @import { RoomStatus } from "./rooms.js" */

/** @param {Pick<RoomStatus, "kind">} status */
export function isDirect({ kind }) {
  return kind === "direct";
}

/**
 * Once something was said, and not while it is hidden; the one that is shown in any case.
 *
 * @param {RoomStatus} status
 * @param {string | undefined} shown
 */
function isListed({ room, last_msg, hidden_msg = 0 }, shown) {
  return room === shown || last_msg > hidden_msg;
}

/**
 * The conversations to list: those that stand at the top, then where something was said since the page is open comes first, the latest of all; the others as they were
 * told.
 *
 * @param {RoomStatus[]} rooms
 * @param {string | undefined} shown the room on the page
 */
export function listedDirect(rooms, shown) {
  const listed = rooms.filter((status) => isDirect(status) && isListed(status, shown));
  const starred = (/** @type {RoomStatus} */ { starred }) => Number(starred ?? false);
  return listed.sort((one, other) => starred(other) - starred(one) || (other.active ?? 0) - (one.active ?? 0));
}
