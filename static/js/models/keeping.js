// What a browser keeps of pages to show them when nobody answers, for whom and how long. The server says of each page whether it may
// be kept; the service worker and the pages do as it is decided here.

const LONGEST = 7 * 24 * 3_600_000;
const MOST = 40;
const PAGES = "hubbub-pages:";
const SHELL = "hubbub-shell:";

/**
 * What the server says of a page that may be kept.
 *
 * @typedef {object} Keepable
 * @property {"home" | "room" | "offline"} page
 * @property {string} release
 * @property {string} look language and colours it is drawn in
 * @property {string} [user] whose it is
 * @property {string} [log] which log it is of
 * @property {string} [room]
 * @property {string} [name] of the room
 */

/**
 * What a page says of itself: `page=room&room=…&name=…`. Nothing where it is never kept, or says what is not known here.
 *
 * @param {string | null} header
 * @returns {Keepable | undefined}
 */
export function readKeepable(header) {
  const pairs = (header ?? "").split("&").map((pair) => pair.split("="));
  try {
    const said = Object.fromEntries(pairs.map(([key, value = ""]) => [key, decodeURIComponent(value)]));
    if (!said.release || !["home", "room", "offline"].includes(said.page)) return undefined;
    const isWhole = said.page === "offline" || (said.user && said.log && (said.page === "home" || said.room));
    return isWhole ? /** @type {any} */ (said) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What an answer means for what is kept: the page is put there, everything goes, what is kept of this address goes, or nothing changes.
 *
 * @param {{ status: number, header: string | null, search: string }} answer
 * @returns {"keep" | "wipe" | "forget" | "leave"}
 */
export function verdict({ status, header, search }) {
  if (status === 401 || header === "nobody") return "wipe";
  const keepable = readKeepable(header);
  if (search || keepable?.page === "offline") return "leave";
  if (status === 200) return keepable ? "keep" : "forget";
  return [403, 404, 410].includes(status) ? "forget" : "leave";
}

/**
 * Whether an answer comes from somebody in between, or says that what the page needs is away: a page that is kept is better.
 *
 * @param {number} status
 */
export const isAway = (status) => [502, 503, 504].includes(status);

/**
 * Whether an answer comes from somebody in between who found nobody: our own page is better.
 *
 * @param {number} status
 */
export const isUnreached = (status) => [502, 504].includes(status);

/**
 * Whether the worker answers: for pages. Whatever else is asked for goes its way as if there was no worker.
 *
 * @param {{ method: string, mode: string, accept: string | null }} request
 */
export function isPage({ method, mode, accept }) {
  return method === "GET" && (mode === "navigate" || accept === "text/html");
}

/**
 * Whether something kept then may be shown now. A clock that was put back does not keep it for ever.
 *
 * @param {number} at in ms
 * @param {number} now in ms
 */
export const isFresh = (at, now) => Math.abs(now - at) <= LONGEST;

/**
 * Which of the pages kept are to go: those that are too old, and beyond a number those kept the longest.
 *
 * @param {{ path: string, at: number }[]} kept
 * @param {number} now in ms
 */
export function surplus(kept, now) {
  const byAge = kept.toSorted((one, other) => other.at - one.at);
  return byAge.filter(({ at }, place) => place >= MOST || !isFresh(at, now)).map(({ path }) => path);
}

/**
 * Where pages of this person, log and release are.
 *
 * @param {Keepable} keepable
 */
export const pagesName = ({ user, log, release }) => `${PAGES}${user}:${log}:${release}`;

/** @param {string} name of a cache */
export const isPages = (name) => name.startsWith(PAGES);

/**
 * The release whose pages a cache holds.
 *
 * @param {string} name
 */
export const releaseOf = (name) => name.slice(name.lastIndexOf(":") + 1);

/**
 * Where scripts and stylesheets of a release are.
 *
 * @param {string} release
 */
export const shellName = (release) => SHELL + release;

/**
 * Which caches of scripts and stylesheets are to go, oldest first as browsers list them: the last one of another release stays, for
 * pages that are still open.
 *
 * @param {readonly string[]} names of all caches
 * @param {string} release
 */
export function formerShells(names, release) {
  return names.filter((name) => name.startsWith(SHELL) && name !== shellName(release)).slice(0, -1);
}
