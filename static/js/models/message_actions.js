// What may be done to a message. The server says what is offered to whoever looks, and on which messages.

/**
 * An action by its name; only on my own messages; only on others'; only on those that are in one of the room's lists, or are not.
 *
 * @typedef {{ action: string, own: boolean, others?: boolean, list: { name: string, has: boolean } | null }} Offer
 */

/**
 * What is offered to me in the room, and what the room keeps: the server's `Offers` and `RoomSettings`; what I saved of it.
 *
 * @typedef {{ offers: Offer[], settings: Record<string, number[]>, saved: number[] }} Viewer
 */

// Offered to everyone: it concerns nobody but whoever does it.
const LINK = "link";

/**
 * @param {string} action
 * @param {{ seq: number, isMine: boolean, isGone: boolean, hasPreviews?: boolean }} message
 * @param {Viewer} viewer
 */
export function isAllowed(action, { seq, isMine, isGone, hasPreviews }, { offers, settings, saved }) {
  if (isGone) return false;
  if (action === "remove_previews" && !hasPreviews) return false;
  if (action === "save" || action === "unsave") return saved.includes(seq) === (action === "unsave");
  const fits = (/** @type {Offer["list"]} */ list) => !list || settings[list.name].includes(seq) === list.has;
  return action === LINK || offers.some((offer) => offer.action === action && !(isMine ? offer.others : offer.own) && fits(offer.list));
}
