// A thread beside its room where there is place for both; elsewhere it is a page of its own, and always has an address.

import { closest, fetchPage, find, get } from "./dom.js";

// As wide as the details beside a room need it to be.
const BESIDE = "(width >= 1280px)";
const THREAD = /^\/r\/[^/]+\/t\/\d+$/;

/** Called before addresses are followed in place. */
export function watchThreadPanel() {
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", (event) => {
    const panel = event.key === "Escape" && closest(event, ".thread-panel");
    if (panel && !event.defaultPrevented) close();
  });
  matchMedia(BESIDE).addEventListener("change", ({ matches }) => !matches && close());
}

/** @param {MouseEvent} event */
function clicked(event) {
  if (closest(event, ".thread-panel .thread-close")) return close();
  const link = closest(event, "a[href]");
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target) return;
  const { origin, pathname } = new URL(link.href);
  const room = find(document, "main.room:not(.thread) hub-timeline")?.dataset.slug;
  const isHere = origin === location.origin && THREAD.test(pathname) && decodeURIComponent(pathname).startsWith(`/r/${room}/t/`);
  if (!isHere || !matchMedia(BESIDE).matches) return;
  event.preventDefault();
  open(pathname);
}

/** @type {AbortController | undefined} */
let opening;

/** @param {string} address */
async function open(address) {
  opening?.abort();
  const { signal } = (opening = new AbortController());
  const pane = get(document, "#pane");
  try {
    const { page } = await fetchPage(address, signal);
    const thread = find(page, "main.thread");
    // It is shown beside the room that it was asked for from.
    if (!thread || !pane.isConnected) return location.assign(address);
    show(pane, thread);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) location.assign(address);
  }
}

/**
 * @param {HTMLElement} pane
 * @param {HTMLElement} thread
 */
function show(pane, thread) {
  const panel = document.createElement("aside");
  panel.className = "room thread thread-panel";
  panel.setAttribute("aria-label", get(thread, "h1").textContent ?? "");
  // It is no page: it has a heading below the page's own, and another way out.
  const heading = document.createElement("h2");
  heading.textContent = get(thread, "h1").textContent;
  get(thread, "h1").replaceWith(heading);
  find(thread, ".back")?.remove();
  get(thread, ".thread-close").hidden = false;
  get(thread, "hub-timeline").dataset.beside = "";
  panel.append(...thread.children);
  find(pane, ".thread-panel")?.remove();
  pane.append(panel);
  document.dispatchEvent(new Event("part-shown"));
  (find(panel, "textarea") ?? find(panel, ".thread-close"))?.focus();
}

function close() {
  opening?.abort();
  const panel = find(document, ".thread-panel");
  const root = find(panel, "hub-timeline")?.dataset.thread;
  panel?.remove();
  find(document, `main .thread-link[data-thread="${root}"]`)?.focus();
}
