// A time within a sentence, as the reader writes it.

import { dayKind } from "../models/grouping.js";
import { readerLocale } from "../models/locale.js";

/**
 * The hour today, before that the day as well.
 *
 * @param {number} at in ms
 * @param {number} now in ms
 */
export function timeOf(at, now = Date.now()) {
  const locale = readerLocale(document.documentElement.lang, navigator.languages);
  const isToday = dayKind(at, now) === "today";
  /** @type {Intl.DateTimeFormatOptions} */
  const form = isToday ? { hour: "numeric", minute: "2-digit" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(locale, form).format(at);
}
