// The service worker: answers with pages that were kept when nobody else answers, and otherwise stays out of the way. It is served at
// `/sw.js`, and what it is told at the start stands before it: its release, and where the files are that every page needs. What may be
// kept is decided by `models/keeping.js`; a page works without a worker as with one.

import { keep, keptPage, forget, saidOf, tidyAll, wipe } from "./lib/kept_pages.js";
import { forgetPushes, showPushed } from "./lib/shown_pushes.js";
import { formerShells, isAway, isPage, isUnreached, readKeepable, shellName, verdict } from "./models/keeping.js";

/** @type {{ release: string, files: string[] }} */
const { release, files } = /** @type {any} */ (self).installed;
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const STAND_IN = "/offline";
// So long an answer is waited for, in ms, before a page that was kept is shown: what has moved on since comes by the socket.
const PATIENCE = 4000;

worker.addEventListener("install", (event) => {
  leaveAlone(event);
  event.waitUntil(install());
});
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { method, mode, headers, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (origin !== location.origin || method !== "GET") return;
  if (pathname.startsWith("/static/")) event.respondWith(file(event.request));
  else if (isPage({ method, mode, accept: headers.get("accept") })) event.respondWith(page(event));
});

// What is sent goes past this worker where the browser knows how: it has nothing to do with it, and what is sent while its page is being
// left may end with that page while it waits to be handed on.
/** @param {ExtendableEvent & { addRoutes?: (rules: object[]) => Promise<void> }} event */
function leaveAlone(event) {
  const rules = ["POST", "PUT"].map((requestMethod) => ({ condition: { requestMethod }, source: "network" }));
  if (event.addRoutes) event.waitUntil(event.addRoutes(rules));
}

worker.addEventListener("push", (event) => event.waitUntil(showPushed(worker, event.data)));
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openAt(event.notification.data?.address ?? "/"));
});

// In a tab that there is, if any: it goes there by itself.
/** @param {string} address */
async function openAt(address) {
  const tabs = /** @type {readonly WindowClient[]} */ (await worker.clients.matchAll());
  const tab = tabs.find(({ visibilityState }) => visibilityState === "visible") ?? tabs[0];
  if (!tab) return worker.clients.openWindow(address);
  await tab.focus();
  tab.postMessage({ t: "open", address });
}

async function install() {
  const cache = await caches.open(shellName(release));
  await cache.addAll(files);
  await keepStandIn();
  await worker.skipWaiting();
}

async function activate() {
  // Pages that are open need not wait for what is tidied up.
  await worker.clients.claim();
  await worker.registration.navigationPreload?.enable();
  await Promise.all(formerShells(await caches.keys(), release).map((name) => caches.delete(name)));
  await tidyAll();
}

// While two releases run side by side it may come from the other: then this one is installed another time.
async function keepStandIn() {
  const answer = await fetch(STAND_IN);
  if (!answer.ok || readKeepable(saidOf(answer))?.release !== release) throw new Error("no page of this release");
  const cache = await caches.open(shellName(release));
  await cache.put(STAND_IN, answer);
}

// Of another language, or in other colours, than the pages that are kept.
/** @param {string} look */
async function renewStandIn(look) {
  const kept = await standIn();
  if (kept && readKeepable(saidOf(kept))?.look !== look) await keepStandIn();
}

const standIn = () => caches.match(STAND_IN, { cacheName: shellName(release), ignoreVary: true });

/**
 * A script, a stylesheet or a picture. The browser has its own copy of most, under addresses that never change their meaning.
 *
 * @param {Request} request
 */
async function file(request) {
  const kept = () => caches.match(request, { ignoreVary: true }).catch(() => undefined);
  try {
    const answer = await fetch(request);
    return isAway(answer.status) ? ((await kept()) ?? answer) : answer;
  } catch (error) {
    const copy = await kept();
    if (copy) return copy;
    throw error;
  }
}

/** @param {FetchEvent} event */
async function page(event) {
  const asked = Date.now();
  const { pathname } = new URL(event.request.url);
  const kept = () => keptPage(pathname).catch(() => undefined);
  const instead = () => (event.request.mode === "navigate" ? standIn().catch(() => undefined) : undefined);
  const network = answerOf(event);
  event.waitUntil(network.then((answer) => note(answer, event.request.url, asked)).catch(() => undefined));
  const late = pause(PATIENCE).then(kept);
  try {
    const answer = await Promise.race([network, late.then((page) => page ?? network)]);
    if (!isAway(answer.status)) return answer;
    return (await kept()) ?? (isUnreached(answer.status) ? await instead() : undefined) ?? answer;
  } catch (error) {
    const page = (await kept()) ?? (await instead());
    if (page) return page;
    throw error;
  }
}

/**
 * What the network says. A page that is gone to was asked for already, while this worker was starting.
 *
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function answerOf(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

/**
 * @param {Response} answer
 * @param {string} url that was asked for
 * @param {number} asked when, in ms
 */
async function note(answer, url, asked) {
  const { pathname, search } = new URL(answer.url || url);
  const header = saidOf(answer);
  const keepable = readKeepable(header);
  switch (verdict({ status: answer.status, header, search })) {
    case "wipe":
      await forgetPushes(worker);
      return wipe();
    case "forget":
      return forget(({ path }) => path === pathname);
    case "keep":
      if (!keepable) return;
      await keep(pathname, keepable, answer.clone(), asked);
      return renewStandIn(keepable.look);
  }
}

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
