// A thread beside its room: its own page, put there. Loaded with the first.

import { ask, closest, fetchPage, find, get } from "./dom.js";
import { BESIDE } from "./thread_links.js";

listen();

function listen() {
  document.addEventListener("click", (event) => closest(event, ".thread-panel .thread-close") && close());
  document.addEventListener("keydown", (event) => {
    const panel = event.key === "Escape" && closest(event, ".thread-panel");
    if (panel && !event.defaultPrevented) close();
  });
  document.addEventListener("submit", (event) => {
    const form = closest(event, ".thread-panel .thread-follow");
    if (!(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    follow(form, event.submitter);
  });
  matchMedia(BESIDE).addEventListener("change", ({ matches }) => !matches && close());
}

/** @type {AbortController | undefined} */
let opening;

/**
 * Shows the thread at this address beside the room that is shown.
 *
 * @param {string} address
 */
export async function openThread(address) {
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

/**
 * Followed or not: the form comes back with what can be done next.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 */
async function follow(form, button) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, button)) body.set(name, String(value));
  const response = await ask(form.action, { method: "POST", body }).catch(() => undefined);
  const page = new DOMParser().parseFromString((await response?.text()) ?? "", "text/html");
  const fresh = find(page, ".thread-follow");
  if (!response?.ok || !fresh) return form.submit();
  form.replaceWith(fresh);
  find(fresh, "button")?.focus();
}

function close() {
  opening?.abort();
  const panel = find(document, ".thread-panel");
  const root = find(panel, "hub-timeline")?.dataset.thread;
  panel?.remove();
  find(document, `main .thread-link[data-thread="${root}"]`)?.focus();
}
