// The server writes times in UTC; here they become the reader's own.

import { dayKind } from "../models/grouping.js";
import { readerLocale } from "../models/locale.js";
import { findAll } from "./dom.js";
import * as text from "./messages.js";

const locale = () => readerLocale(document.documentElement.lang, navigator.languages);
const makeFormats = () => ({
  clock: new Intl.DateTimeFormat(locale(), { hour: "numeric", minute: "2-digit" }),
  moment: new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }),
  full: new Intl.DateTimeFormat(locale(), { dateStyle: "full", timeStyle: "short" }),
});
// Costly to make, and one page has one language.
/** @type {ReturnType<typeof makeFormats> | undefined} */
let formats;

/** @param {ParentNode} root */
export function localizeTimes(root) {
  const { clock, moment, full } = (formats ??= makeFormats());
  for (const time of findAll(root, "time[datetime]:not([data-local], [data-brief])")) {
    const at = new Date(time.getAttribute("datetime") ?? "");
    if (Number.isNaN(at.getTime())) continue;
    time.textContent = (time.dataset.moment === undefined ? clock : moment).format(at);
    time.title = full.format(at);
    time.dataset.local = "";
  }
}

/**
 * "Today", "Yesterday", "Monday 3 November", and the year where it is another one.
 *
 * @param {number} at in ms
 * @param {number} now in ms
 * @param {string} [language] the reader's own, if none is given
 */
export function dayName(at, now = Date.now(), language = locale()) {
  const kind = dayKind(at, now);
  if (kind === "today") return text.today();
  if (kind === "yesterday") return text.yesterday();
  const year = kind === "earlier" ? "numeric" : undefined;
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year }).format(at);
}

/**
 * Times in a list, as short as can be: the hour today, the day before.
 *
 * @param {ParentNode} root
 * @param {number} now in ms
 */
export function briefTimes(root, now = Date.now()) {
  const { clock, full } = (formats ??= makeFormats());
  for (const time of findAll(root, "time[data-brief]")) {
    const at = new Date(time.getAttribute("datetime") ?? "");
    if (Number.isNaN(at.getTime())) continue;
    const kind = dayKind(at.getTime(), now);
    time.textContent = kind === "today" ? clock.format(at) : kind === "yesterday" ? text.yesterday() : dayOf(at, now);
    time.title = full.format(at);
  }
}

/**
 * @param {Date} at
 * @param {number} now in ms
 */
function dayOf(at, now) {
  const isThisYear = at.getFullYear() === new Date(now).getFullYear();
  const form = isThisYear ? /** @type {const} */ ({ day: "numeric", month: "short" }) : /** @type {const} */ ({ dateStyle: "medium" });
  return new Intl.DateTimeFormat(locale(), form).format(at);
}
