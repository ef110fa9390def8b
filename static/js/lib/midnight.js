// Tells when another day has begun: at midnight, and when a page is looked at again.

import { dayOf, untilMidnight } from "../models/grouping.js";

/**
 * Answers how to stop that.
 *
 * @param {() => void} listener
 */
export function onNewDay(listener) {
  let day = dayOf(Date.now());
  /** @type {number | undefined} */
  let timer;
  const look = () => {
    const now = Date.now();
    clearTimeout(timer);
    timer = setTimeout(look, untilMidnight(now));
    if (dayOf(now) === day) return;
    day = dayOf(now);
    listener();
  };
  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
