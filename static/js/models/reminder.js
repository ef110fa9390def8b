// When something is to come up again, by the reader's own clock and calendar.

const MORNING = 9;

/**
 * The moment that a choice means; nothing where it means none, or none that can be read.
 *
 * @param {string} when as the form calls it
 * @param {string} date the day and hour that were chosen, as a field for them has it
 * @param {Date} now
 * @returns {Date | undefined}
 */
export function momentOf(when, date, now) {
  switch (when) {
    case "hour":
      return new Date(now.getTime() + 3_600_000);
    case "tomorrow":
      return morningIn(1, now);
    case "week":
      return morningIn(7 - ((now.getDay() + 6) % 7), now);
    case "date":
      return Number.isNaN(new Date(date).getTime()) ? undefined : new Date(date);
    default:
      return undefined;
  }
}

/**
 * @param {number} days
 * @param {Date} now
 */
function morningIn(days, now) {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}
