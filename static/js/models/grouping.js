// Days and groups, in the reader's own time zone. `gateway/src/draw/timeline.rs` has the same rules for the first page.

const GROUP = 5 * 60_000;

/**
 * What grouping asks of a row: `at` in ms, `day` as `dayOf` gives it.
 *
 * @typedef {object} Row
 * @property {string | undefined} author
 * @property {string | null | undefined} name
 * @property {number} at
 * @property {string} day
 * @property {boolean} isMessage
 * @property {boolean} isGone
 */

/**
 * Whether a row goes on where the one right before it stopped, without its author's name again.
 *
 * @param {Row | undefined} before
 * @param {Row} row
 */
export function isGrouped(before, row) {
  return Boolean(
    before?.isMessage &&
      row.isMessage &&
      !before.isGone &&
      !row.isGone &&
      before.author === row.author &&
      before.name === row.name &&
      row.at - before.at < GROUP &&
      before.day === row.day,
  );
}

/**
 * Whether a message of mine that is sent now goes on where the last row stopped.
 *
 * @param {{ author: string | undefined, at: number, isMessage: boolean, isGone: boolean } | undefined} last
 * @param {string} me
 * @param {number} now in ms
 */
export function goesOn(last, me, now) {
  return Boolean(last?.isMessage && !last.isGone && last.author === me && now - last.at < GROUP);
}

/**
 * The day of a time, as `2026-11-23`.
 *
 * @param {number} at in ms
 */
export function dayOf(at) {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
}

/**
 * The beginning of another day, counted from the one of `now`; not all days are of 24 hours.
 *
 * @param {number} now in ms
 * @param {number} days
 */
function midnight(now, days) {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/**
 * How long it is until the next day begins, in ms.
 *
 * @param {number} now in ms
 */
export function untilMidnight(now) {
  return midnight(now, 1) - now;
}

/**
 * How a divider calls a day.
 *
 * @param {number} at in ms
 * @param {number} now in ms
 * @returns {"today" | "yesterday" | "this-year" | "earlier"}
 */
export function dayKind(at, now) {
  if (dayOf(at) === dayOf(now)) return "today";
  if (dayOf(at) === dayOf(midnight(now, -1))) return "yesterday";
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? "this-year" : "earlier";
}
