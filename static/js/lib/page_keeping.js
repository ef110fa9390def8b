// Lets the browser keep pages for when nobody answers (`worker.js`), and tells it what must not stay. Loaded once the page is shown.
// Where there are no workers, or none starts, or there is no room left, everything works as without.

/** @import { Context } from "./context.js" */
import { ask, find } from "./dom.js";
import { forget, wipe } from "./kept_pages.js";
import { startWorker } from "./start_worker.js";

/** @param {Pick<Context, "connection" | "rooms">} context */
export function keepPages(context) {
  const { serviceWorker } = navigator;
  if (!serviceWorker || !globalThis.caches) return;
  // The first worker has not seen the page it was registered by.
  if (!serviceWorker.controller) serviceWorker.addEventListener("controllerchange", fetchShown, { once: true });
  startWorker(serviceWorker);
  dropWhatMustNotStay(context);
  renewWhenLeft(context);
}

/** @param {Pick<Context, "connection" | "rooms">} context */
function dropWhatMustNotStay({ connection, rooms }) {
  const wipeIfEnded = () => connection.state === "ended" && connection.reason !== "protocol" && void wipe().catch(ignore);
  const isGone = (/** @type {string | undefined} */ room) => room !== undefined && !rooms.get(room);
  const dropGone = () => rooms.isWhole && void forget(({ room }) => isGone(room)).catch(ignore);
  const drop = (/** @type {string} */ gone) => void forget(({ room }) => room === gone).catch(ignore);
  connection.on("state-changed", wipeIfEnded);
  connection.on("room_gone", ({ room }) => drop(room));
  connection.on("closed", ({ room }) => drop(room));
  connection.on("rooms", dropGone);
  // What was told before this was loaded.
  wipeIfEnded();
  dropGone();
}

// A room goes on by the socket, and what is kept of it stays as it came: it is fetched anew when nobody looks any more.
/** @param {Pick<Context, "connection">} context */
function renewWhenLeft({ connection }) {
  /** @type {Set<string>} rooms in which something has happened since */
  const stale = new Set();
  connection.on("event", ({ room }) => void stale.add(room));
  document.addEventListener("visibilitychange", () => {
    const room = find(document, "main.room")?.dataset.room;
    if (document.visibilityState === "hidden" && connection.isOpen && room && stale.delete(room)) fetchShown();
  });
}

async function fetchShown() {
  const { page } = find(document, "#pane")?.dataset ?? {};
  if (page !== "home" && page !== "room") return;
  const answer = await ask(location.pathname, { headers: { accept: "text/html" } }).catch(ignore);
  await answer?.text().catch(ignore);
}

// Nobody can be asked to do more about it, and nothing that is seen depends on it.
function ignore() {}
