// A file on its way to the server: what it has come to, and what an answer means for it. `lib/uploader.js` sends it.

/** @import { FileOfEntry } from "./outbox.js" */

/**
 * A file as it was chosen.
 *
 * @typedef {{ name: string, size: number, type: string, lastModified: number, slice: (from: number) => any }} Chosen
 */

/**
 * `paused`: nobody is reached, or too busy, and it goes on by itself. `lost`: its bytes went with an earlier page.
 *
 * @typedef {"waiting" | "sending" | "paused" | "done" | "failed" | "lost"} State
 */

/**
 * `file`: its bytes, as long as this page has them. `sent`: how many are there, as far as known. `told`: what the server has been told
 * of what is in it. `error`: why it failed, in the server's words.
 *
 * @typedef {FileOfEntry & Place & { state: State, sent: number, file?: Chosen, told: string, error?: string }} Upload
 */

/**
 * Where a message is written: in a room, or in a thread of it.
 *
 * @typedef {{ room: string, thread?: number }} Place
 */

/**
 * What an answer means: `ok`; `resume`, from where the server says; `anew`, since it does not know the upload any more; `later`;
 * `failed` for good.
 *
 * @typedef {"ok" | "resume" | "anew" | "later" | "failed"} Verdict
 */

const LATER = [0, 408, 425, 429, 500, 502, 503, 504];

/**
 * @param {{ status: number, code?: string }} answer its status is 0 where there was none
 * @param {boolean} isKnown the upload had begun
 * @returns {Verdict}
 */
export function verdict({ status, code }, isKnown) {
  if (status >= 200 && status < 300) return "ok";
  if (LATER.includes(status)) return "later";
  if (status === 404 && isKnown) return "anew";
  return code === "outdated" ? "resume" : "failed";
}

/** How long to wait after so many attempts in vain, in ms. */
export const pauseAfter = (/** @type {number} */ tries) => Math.min(15_000, 1000 * 2 ** Math.min(tries, 4));

/**
 * @param {string} key
 * @param {Place} place
 * @param {Chosen} file
 * @returns {Upload}
 */
export function newUpload(key, place, file) {
  const { name, size, type, lastModified: modified } = file;
  return { key, ...place, name, size, type, modified, alt: "", told: "", state: "waiting", sent: 0, file };
}

/**
 * As an earlier page, or a message that is edited again, has left it.
 *
 * @param {Place} place
 * @param {FileOfEntry} kept
 * @returns {Upload}
 */
export function keptUpload(place, kept) {
  // What the server was told of it by then is not known.
  return { ...kept, ...place, told: "", state: kept.id ? "done" : "lost", sent: kept.id ? kept.size : 0 };
}

/**
 * What is kept of it.
 *
 * @param {Upload} upload
 * @returns {FileOfEntry}
 */
export function kept({ key, name, size, type, modified, alt, id, state }) {
  return { key, name, size, type, modified, alt, ...(state === "done" && { id }) };
}

/**
 * Whether a file that was chosen is, in all likelihood, the one whose bytes are missing.
 *
 * @param {Upload} upload
 * @param {Pick<Chosen, "name" | "size" | "lastModified">} file
 */
export function isSameFile(upload, file) {
  return upload.state === "lost" && upload.name === file.name && upload.size === file.size && upload.modified === file.lastModified;
}

/**
 * The same list with one of it elsewhere.
 *
 * @template T
 * @param {T[]} list
 * @param {T} one
 * @param {number} place
 */
export function moved(list, one, place) {
  const others = list.filter((other) => other !== one);
  others.splice(Math.max(0, Math.min(place, others.length)), 0, one);
  return others;
}
