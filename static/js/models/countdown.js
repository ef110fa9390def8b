// What is left of a wait, as people read it.

/**
 * Minutes and seconds, `1:05`; what has begun counts as a whole second, so that `0:00` is never shown before it is over.
 *
 * @param {number} left in ms
 */
export function remaining(left) {
  const seconds = Math.max(Math.ceil(left / 1000), 0);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
