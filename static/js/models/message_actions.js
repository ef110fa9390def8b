// What may be done to a message. The server decides; what it would refuse is not offered.

/** @typedef {"edit" | "delete" | "pin" | "unpin" | "unread" | "link"} Action */

/**
 * What the viewer is in the room, and what the room keeps: the server's `RoomSettings`.
 *
 * @typedef {{ isMember: boolean, isWriter: boolean, isModerator: boolean, settings: Record<string, any> }} Viewer
 */

/** @type {Record<string, Action>} */
const KEYS = { e: "edit", Delete: "delete", u: "unread", c: "link" };

/**
 * @param {string} key
 * @returns {Action | undefined}
 */
export function actionOfKey(key) {
  return KEYS[key];
}

/**
 * @param {Action} action
 * @param {{ seq: number, isMine: boolean, isGone: boolean }} message
 * @param {Viewer} viewer
 */
export function isAllowed(action, { seq, isMine, isGone }, { isMember, isWriter, isModerator, settings }) {
  if (isGone) return false;
  switch (action) {
    case "link":
      return true;
    case "unread":
      return isMember;
    case "edit":
      return isWriter && isMine;
    case "delete":
      return isWriter && (isMine || isModerator);
    case "pin":
      return isWriter && isModerator && !settings.pins.includes(seq);
    case "unpin":
      return isWriter && isModerator && settings.pins.includes(seq);
  }
}
