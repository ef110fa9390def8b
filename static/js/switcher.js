// Changing rooms without a reload: the pane is fetched and exchanged, the list and the one socket stay. Rooms seen
// lately are kept as they were and shown at once; what they missed comes by the socket.

import { app } from "./app.js";
import { plainTitle } from "./title.js";

const KEPT = 12;
const kept = new Map();
let underWay;
let shown = location.pathname + location.search;

export function watchLinks() {
  history.scrollRestoration = "manual";
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target || link.download) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !isOurs(url.pathname)) return;
    if (url.pathname === location.pathname && url.hash) return;
    event.preventDefault();
    visit(url);
  });
  app.connection.on("room_gone", ({ room }) => {
    for (const [address, { pane }] of kept) if (pane.querySelector("main")?.dataset.room === room) kept.delete(address);
  });
  addEventListener("popstate", () => show(new URL(location.href), true));
}

// The room that is shown has another address now. The former one goes on leading to it.
export function moved(from, to) {
  const path = location.pathname;
  const isThere = decodeURIComponent(path) === decodeURIComponent(from) || decodeURIComponent(path).startsWith(`${decodeURIComponent(from)}/`);
  if (!isThere) return;
  const address = new URL(location.href);
  address.pathname = to + decodeURIComponent(path).slice(decodeURIComponent(from).length);
  history.replaceState(history.state, "", address);
  shown = address.pathname + address.search;
}

function isOurs(path) {
  return path === "/" || path === "/rooms" || path.startsWith("/r/");
}

async function visit(url) {
  const address = url.pathname + url.search;
  if (address === shown) return document.querySelector("hub-timeline")?.toLatest();
  if (await show(url, false)) history.pushState(null, "", url);
}

// Shows an address. Answers whether it could.
async function show(url, isBack) {
  const address = url.pathname + url.search;
  if (isBack && address === shown) return true;
  underWay?.abort();
  const mine = (underWay = new AbortController());
  const old = kept.get(address);
  if (old && old.pane.dataset.page === "room") {
    exchange(old.pane, old.title, address);
    old.pane.querySelector("hub-timeline")?.returned?.(isBack ? old.scrollTop : undefined);
    return true;
  }
  point(url);
  let page;
  try {
    const answer = await fetch(url, { signal: mine.signal, headers: { accept: "text/html" } });
    const text = await answer.text();
    const landed = new URL(answer.url);
    page = new DOMParser().parseFromString(text, "text/html");
    // Another release, the door, or an error: a page of its own.
    if (!page.getElementById("pane") || landed.pathname !== url.pathname || release(page) !== release(document)) {
      location.assign(url);
      return false;
    }
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
    return false;
  }
  exchange(document.adoptNode(page.getElementById("pane")), page.title, address);
  if (url.hash) document.querySelector(url.hash)?.querySelector("input:not([type=hidden])")?.focus();
  if (isBack && old) document.querySelector(".sheet")?.scrollTo(0, old.scrollTop);
  return true;
}

function exchange(pane, title, address) {
  const before = document.getElementById("pane");
  const scroller = before.querySelector(".scroller, .sheet");
  kept.delete(shown);
  kept.set(shown, { pane: before, title: document.title, scrollTop: scroller?.scrollTop ?? 0 });
  while (kept.size > KEPT) kept.delete(kept.keys().next().value);
  kept.delete(address);
  shown = address;
  document.title = plainTitle(title);
  before.replaceWith(pane);
  document.dispatchEvent(new Event("page-shown"));
  if (!pane.contains(document.activeElement)) pane.querySelector("main")?.focus({ preventScroll: true });
  const line = app.rooms.get(pane.querySelector("main.room")?.dataset.room);
  if (line) pane.querySelector("hub-timeline").dataset.readSeq = line.read_seq;
}

// The list answers to the finger, not to the network.
function point(url) {
  for (const link of document.querySelectorAll(".side .room-link[data-room]")) {
    if (new URL(link.href).pathname === url.pathname) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function release(page) {
  return page.querySelector('script[type="module"]')?.getAttribute("src");
}
