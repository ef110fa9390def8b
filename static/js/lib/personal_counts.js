// The numbers beside "Inbox", "Threads", "Saved" and "Reports" in the sidebar: what is mine alone, as it stands now. That of the inbox
// stands on the icon of the page and of the installed app, too.

/** @import { Context } from "./context.js" */
import { shortCount } from "../models/title.js";
import { showBadge } from "./badge.js";
import { find, get, setText } from "./dom.js";

// Browsers cannot wait longer at once, in ms.
const LONGEST = 2 ** 31 - 1;

/** @type {number | undefined} */
let timer;

/** @param {Pick<Context, "personal" | "rooms">} context */
export function watchPersonalCounts({ personal, rooms }) {
  const count = () => {
    // Until all rooms are known the page's own number stands.
    if (!rooms.isWhole) return;
    const { waiting } = rooms.totals();
    show(".inbox-link", waiting);
    showBadge(waiting);
  };
  const draw = () => {
    const now = Date.now();
    if (personal.threads === undefined) return;
    show(".threads-link", personal.waiting(now) ?? 0);
    show(".saved-link", personal.due(now));
    show(".reports-link", personal.reports);
    // Who moderates nothing, or has nothing to do there, needs no way.
    const way = find(document, ".side .reports-link");
    if (way) way.hidden = personal.reports === 0;
    clearTimeout(timer);
    const next = Math.min(personal.next(now) ?? Infinity, rooms.nextBack(now) ?? Infinity);
    if (next < Infinity) timer = setTimeout(again, Math.min(next - now, LONGEST));
  };
  // Whoever shows what is due, or waits again, is told, too.
  const again = () => {
    personal.emit("changed", null);
    rooms.emit("changed", null);
  };
  personal.on("changed", draw);
  rooms.on("changed", count);
  // What was snoozed on another device wakes here.
  let back = rooms.nextBack(Date.now());
  rooms.on("changed", () => {
    const next = rooms.nextBack(Date.now());
    if (next !== back) draw();
    back = next;
  });
  for (const shown of [draw, count]) {
    document.addEventListener("page-shown", shown);
    shown();
  }
}

/**
 * @param {string} which
 * @param {number} count
 */
function show(which, count) {
  const badge = find(document, `.side ${which} .count`);
  if (!badge) return;
  badge.hidden = count === 0;
  setText(get(badge, ".number"), shortCount(count));
}
