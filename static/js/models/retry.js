// When to try again: which answers leave that open, and how long to wait.

const LEAST = 250;
const MOST = 30_000;
const TRY_AGAIN = new Set(["rate_limited", "busy", "unavailable"]);
const SESSION = new Set(["auth_required", "revoked"]);

/**
 * What went wrong with something that was asked: a refusal with its code, or (without one) no answer.
 *
 * @typedef {{ code?: string, retryMs?: number, message: string }} Failure
 */

/**
 * What a failure says of the command: `lost`, it may have happened; `busy`, to be tried again under the same nonce;
 * `session`, to be tried again once signed in; `refused`, it did not and will not happen.
 *
 * @param {{ code?: string }} failure
 * @returns {"lost" | "busy" | "session" | "refused"}
 */
export function outcome({ code }) {
  if (!code) return "lost";
  if (TRY_AGAIN.has(code)) return "busy";
  return SESSION.has(code) ? "session" : "refused";
}

/**
 * How long to wait before the next attempt, in ms: anything between the least wait and a bound that doubles (full
 * jitter), so that a thousand browsers do not come back in the same moment.
 *
 * @param {number} attempt how many have failed since the last that did not
 * @param {[number, number]} range the bounds of the first wait, in ms
 * @param {() => number} random between 0 and 1
 * @returns {number}
 */
export function backoff(attempt, range = [500, 1000], random = Math.random) {
  const [least, most] = range;
  const bound = Math.min(MOST, Math.max(most, least) * 2 ** Math.min(attempt, 10));
  const floor = Math.min(attempt === 0 ? least : LEAST, bound);
  return Math.round(floor + random() * (bound - floor));
}
