// Whether I do not want to be disturbed: until a moment, or in hours that come again, by the clock on my wall. As the server decides it
// (`proto/src/auth/quiet.rs`); `proto/tests/cases/quiet.json` has what both must answer.

/** @import { Quiet } from "./frames.js" */

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/**
 * @param {Quiet | undefined} quiet
 * @param {number} now in ms
 */
export function isQuiet(quiet, now) {
  if (!quiet) return false;
  const { until, hours, zone = "UTC" } = quiet;
  if (until && now < Date.parse(until)) return true;
  if (!hours) return false;
  const { weekday, minute } = wallClock(zone, now);
  const beginsOn = (/** @type {number} */ day) => Boolean((hours.days >> ((day + 7) % 7)) & 1);
  const isOverNight = hours.to <= hours.from;
  const isSinceToday = beginsOn(weekday) && hours.from <= minute && (isOverNight || minute < hours.to);
  return isSinceToday || (isOverNight && beginsOn(weekday - 1) && minute < hours.to);
}

/**
 * The day of the week, Monday being 0, and the minute of the day.
 *
 * @param {string} timeZone
 * @param {number} now in ms
 */
function wallClock(timeZone, now) {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short", hour: "numeric", minute: "numeric", hourCycle: "h23" });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return { weekday: WEEKDAYS.indexOf(parts.weekday ?? ""), minute: Number(parts.hour) * 60 + Number(parts.minute) };
}
