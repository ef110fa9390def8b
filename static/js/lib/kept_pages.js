// The pages this browser keeps, in the one place where pages and service worker both reach them. Each is called by its path.

/** @import { Keepable } from "../models/keeping.js" */
import { isFresh, isPages, pagesName, readKeepable, releaseOf, surplus } from "../models/keeping.js";

const KEEP = "hubbub-keep";
const KEPT_AT = "hubbub-kept-at";
// When everything was wiped last: what was asked for before that is not kept after it.
const STATE = "hubbub-state";
const WIPED = "/wiped";

/** What the server says of a page. */
export const saidOf = (/** @type {Response} */ answer) => answer.headers.get(KEEP);

/**
 * Keeps a page. Whatever is kept of another person, log or release goes.
 *
 * @param {string} path
 * @param {Keepable} keepable
 * @param {Response} page
 * @param {number} asked when it was asked for, in ms
 */
export async function keep(path, keepable, page, asked) {
  if (asked <= (await wipedAt())) return;
  const name = pagesName(keepable);
  await drop((other) => other !== name);
  const cache = await caches.open(name);
  await cache.put(path, await marked(page, Date.now()));
  if (asked <= (await wipedAt())) await caches.delete(name);
  else await tidy(cache);
}

/**
 * The page kept of a path, with the scripts and stylesheets it needs.
 *
 * @param {string} path
 * @returns {Promise<Response | undefined>}
 */
export async function keptPage(path) {
  for (const name of (await caches.keys()).filter(isPages)) {
    const page = await caches.match(path, { cacheName: name });
    if (!page || !isFresh(keptAt(page), Date.now())) continue;
    if (await caches.match(`/static/${releaseOf(name)}/js/main.js`)) return page;
  }
  return undefined;
}

/** All that are kept, the latest first: where they are, since when, and which room it is. */
export async function keptPages() {
  const all = await Promise.all((await pagesOfAll()).map((cache) => list(cache)));
  return all.flat().toSorted((one, other) => other.at - one.at);
}

/** Somebody has signed out, or somebody else in: nothing stays. */
export async function wipe() {
  const state = await caches.open(STATE);
  await state.put(WIPED, new Response(String(Date.now())));
  await drop(() => true);
}

/**
 * Nothing stays of some pages.
 *
 * @param {(page: { path: string, room?: string }) => boolean} isGone
 */
export async function forget(isGone) {
  for (const cache of await pagesOfAll()) {
    const gone = (await list(cache)).filter(isGone);
    await Promise.all(gone.map(({ path }) => cache.delete(path)));
  }
}

/** Nothing stays that is too old, or too much. */
export async function tidyAll() {
  for (const cache of await pagesOfAll()) await tidy(cache);
}

/** @param {Cache} cache */
async function tidy(cache) {
  await Promise.all(surplus(await list(cache), Date.now()).map((path) => cache.delete(path)));
}

async function pagesOfAll() {
  const names = (await caches.keys()).filter(isPages);
  return Promise.all(names.map((name) => caches.open(name)));
}

/** @param {(name: string) => boolean} isGone */
async function drop(isGone) {
  const names = (await caches.keys()).filter((name) => isPages(name) && isGone(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** @param {Cache} cache */
async function list(cache) {
  const pages = (await cache.keys()).map(async ({ url }) => {
    const page = await cache.match(url);
    const { room, name } = readKeepable(page ? saidOf(page) : null) ?? {};
    return { path: new URL(url).pathname, at: page ? keptAt(page) : 0, room, name };
  });
  return Promise.all(pages);
}

/**
 * The page with when it was kept written into it, for its scripts to say.
 *
 * @param {Response} page
 * @param {number} at in ms
 */
async function marked(page, at) {
  const headers = new Headers(page.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  headers.set(KEPT_AT, String(at));
  const html = await page.text();
  return new Response(html.replace('<body class="inside"', `$& data-kept="${at}"`), { headers });
}

async function wipedAt() {
  const wiped = await caches.match(WIPED, { cacheName: STATE });
  return wiped ? Number(await wiped.text()) : 0;
}

/** @param {Response} page */
const keptAt = (page) => Number(page.headers.get(KEPT_AT));
