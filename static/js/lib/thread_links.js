// Where there is place for both, a thread is shown beside its room; elsewhere it is a page of its own. What shows it is loaded for
// whoever opens the first.

import { closest, find } from "./dom.js";

// As wide as the details beside a room need it to be.
export const BESIDE = "(width >= 1280px)";
const THREAD = /\/t\/\d+$/;

/** Called before addresses are followed in place. */
export function watchThreadLinks() {
  document.addEventListener("click", async (event) => {
    const link = closest(event, "a[href]");
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target) return;
    const { origin, pathname } = new URL(link.href);
    const room = find(document, "main.room:not(.thread) hub-timeline")?.dataset.address;
    const isHere = origin === location.origin && THREAD.test(pathname) && decodeURIComponent(pathname).startsWith(`${room}/t/`);
    if (!isHere || !matchMedia(BESIDE).matches) return;
    event.preventDefault();
    const { openThread } = await import("./thread_panel.js");
    openThread(pathname);
  });
}
