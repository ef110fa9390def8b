// What the room on the page shows of what its member has chosen for it: the bell says what of it calls them, the star whether it stands
// at the top of their list.

/** @import { RoomStatus } from "../models/rooms.js" */
import { find } from "./dom.js";

/** @param {RoomStatus | undefined} status */
export function showMarks(status) {
  const bell = find(document, ".room-head .bell");
  if (bell && status?.level) bell.dataset.level = status.level;
  const star = find(document, ".star-button");
  if (!(star instanceof HTMLButtonElement) || status?.starred === undefined) return;
  star.ariaPressed = String(status.starred);
  star.value = status.starred ? "no" : "yes";
}
