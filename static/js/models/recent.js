// Where somebody was lately: addresses of rooms, direct conversations and people, the last one first.

const KEPT = 20;

/**
 * The list, with this path in front where it is one of these.
 *
 * @param {string[]} before
 * @param {string} path
 */
export function visited(before, path) {
  const [, place] = path.match(/^(\/[rdu]\/[^/]+)/u) ?? [];
  return place === undefined ? before : [place, ...before.filter((other) => other !== place)].slice(0, KEPT);
}

/**
 * In the order in which they were seen; what was not seen lately stays as it stands, behind. The place that is shown comes last:
 * nobody goes where they are.
 *
 * @template {{ address: string }} T
 * @param {T[]} places
 * @param {string[]} recent
 * @param {string} shown
 */
export function byRecency(places, recent, shown) {
  const rank = (/** @type {T} */ { address }) => (address === shown ? 2 * KEPT : recent.includes(address) ? recent.indexOf(address) : KEPT);
  return [...places].sort((one, other) => rank(one) - rank(other));
}
