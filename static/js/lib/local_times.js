// The server writes times in UTC; here they become the reader's own.

import { dayKind } from "../models/grouping.js";
import { findAll } from "./dom.js";
import * as text from "./messages.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

/** @param {ParentNode} root */
export function localizeTimes(root) {
  for (const time of findAll(root, "time[datetime]:not([data-local])")) {
    const at = new Date(time.getAttribute("datetime") ?? "");
    if (Number.isNaN(at.getTime())) continue;
    time.textContent = clock.format(at);
    time.title = full.format(at);
    time.dataset.local = "";
  }
}

/**
 * "Today", "Yesterday", "Monday 3 November", and the year where it is another one.
 *
 * @param {number} at in ms
 * @param {number} now in ms
 * @param {string} [language] the reader's, if none is given
 */
export function dayName(at, now = Date.now(), language = undefined) {
  const kind = dayKind(at, now);
  if (kind === "today") return text.today();
  if (kind === "yesterday") return text.yesterday();
  const year = kind === "earlier" ? "numeric" : undefined;
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year }).format(at);
}
