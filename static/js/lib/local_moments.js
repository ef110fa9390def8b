// Days with their hour, in the reader's own zone.

import { readerLocale } from "../models/locale.js";
import { findAll } from "./dom.js";

/** @param {Date} at */
export function localMoment(at) {
  const locale = readerLocale(document.documentElement.lang, navigator.languages);
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** @param {ParentNode} root */
export function localMoments(root) {
  for (const time of findAll(root, "time[data-moment]")) {
    const at = new Date(time.getAttribute("datetime") ?? "");
    if (!Number.isNaN(at.getTime())) time.textContent = localMoment(at);
  }
}
