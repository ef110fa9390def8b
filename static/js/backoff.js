// How long to wait before the next attempt: anything between the least wait and a bound that doubles (full jitter),
// so that a thousand browsers do not come back in the same moment.

const LEAST = 250;
const MOST = 30_000;

export function wait(attempt, range = [500, 1000], random = Math.random) {
  const [least, most] = range;
  const bound = Math.min(MOST, Math.max(most, least) * 2 ** Math.min(attempt, 10));
  const floor = Math.min(attempt === 0 ? least : LEAST, bound);
  return Math.round(floor + random() * (bound - floor));
}
