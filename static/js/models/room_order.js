// The order of rooms in a list.

/**
 * Rooms as an order has them; those that are not in it come after the others, as they stood.
 *
 * @param {string[]} rooms
 * @param {string[]} order
 */
export function inOrder(rooms, order) {
  const place = (/** @type {string} */ room) => (order.includes(room) ? order.indexOf(room) : order.length);
  return [...rooms].sort((one, other) => place(one) - place(other));
}

/**
 * Rooms where something happened since the page is open come first, the latest of all; the others as they stood.
 *
 * @param {string[]} rooms
 * @param {(room: string) => number} activeAt what was heard last is the higher number; 0: nothing yet
 */
export function byActivity(rooms, activeAt) {
  return [...rooms].sort((one, other) => activeAt(other) - activeAt(one));
}
