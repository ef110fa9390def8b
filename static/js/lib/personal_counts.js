// The numbers beside "Threads", "Saved" and "Reports" in the sidebar: what is mine alone, as it stands now.

/** @import { Context } from "./context.js" */
import { shortCount } from "../models/title.js";
import { find, get, setText } from "./dom.js";

// Browsers cannot wait longer at once, in ms.
const LONGEST = 2 ** 31 - 1;

/** @type {number | undefined} */
let timer;

/** @param {Pick<Context, "personal">} context */
export function watchPersonalCounts({ personal }) {
  const draw = () => {
    const now = Date.now();
    if (personal.threads === undefined) return;
    show(".threads-link", personal.threads);
    show(".saved-link", personal.due(now));
    show(".reports-link", personal.reports);
    // Who moderates nothing, or has nothing to do there, needs no way.
    const way = find(document, ".side .reports-link");
    if (way) way.hidden = personal.reports === 0;
    clearTimeout(timer);
    const next = personal.next(now);
    // Whoever shows what is due is told, too.
    if (next !== undefined) timer = setTimeout(() => personal.emit("changed", null), Math.min(next - now, LONGEST));
  };
  personal.on("changed", draw);
  document.addEventListener("page-shown", draw);
  draw();
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
