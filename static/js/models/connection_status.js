// What is said about the connection, if anything.

/**
 * @typedef {object} ConnectionState
 * @property {"connecting" | "open" | "waiting" | "ended"} state
 * @property {"session" | "person" | "protocol" | null} reason why it ended
 * @property {number} retryAt when the next attempt is made, in ms
 * @property {boolean} works whether messages go through where it is open
 * @property {boolean} isBehind whether a room may have moved on unheard
 * @property {boolean} isOnline as far as the browser knows
 * @property {boolean} wasOpen whether it ever was
 * @property {number} [asOf] since when the page is as it is, in ms, where it was kept and is not live
 */

/**
 * @param {ConnectionState} connection
 * @param {number} now in ms
 * @returns {{ kind: "fine" | "session-ended" | "other-person" | "outdated" | "stuck" | "behind" | "offline" | "connecting" | "reconnecting" | "kept-offline" | "kept-away", seconds?: number }}
 *   `seconds` until the next attempt, where that is worth saying
 */
export function connectionStatus({ state, reason, retryAt, works, isBehind, isOnline, wasOpen, asOf }, now) {
  if (state === "ended") return { kind: reason === "session" ? "session-ended" : reason === "person" ? "other-person" : "outdated" };
  if (state === "open" && !works) return { kind: "stuck" };
  if (state === "open") return { kind: isBehind ? "behind" : "fine" };
  if (asOf !== undefined) return { kind: isOnline ? "kept-away" : "kept-offline" };
  if (!isOnline) return { kind: "offline" };
  const seconds = Math.ceil((retryAt - now) / 1000);
  return { kind: wasOpen ? "reconnecting" : "connecting", seconds: state === "waiting" && seconds > 1 ? seconds : undefined };
}
