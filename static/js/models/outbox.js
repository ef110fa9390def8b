// Messages of mine under way. Each keeps its nonce until its outcome is known and never claims what is not so. Here is the
// order they go in and what becomes of them; `lib/outbox_sender.js` sends, waits and keeps them over a reload.

/** @import { Answered, InThread } from "./frames.js" */
/** @import { ConnectionState } from "./connection_status.js" */
/** @import { Failure } from "./retry.js" */
import { outcome } from "./retry.js";

const RETRY_AFTER = 1000;
const LONGEST_PAUSE = 15_000;

/**
 * `sent` is acked but not seen in the log yet; `unconfirmed` may have been said; `discarding` is being cancelled. Of files that are not
 * uploaded, `lost` ones went with an earlier page, and of those of `elsewhere` another tab takes care.
 *
 * @typedef {"waiting" | "sending" | "sent" | "unconfirmed" | "discarding" | "failed" | "lost" | "elsewhere"} State
 */

/**
 * What a reload makes of a message that was being cancelled: it is forgotten, or its text stays as one that failed.
 *
 * @typedef {"discard" | "edit"} Unwanted
 */

/**
 * A file of a message, as whoever chose it has it; `id` once it is uploaded.
 *
 * @typedef {{ key: string, name: string, size: number, type: string, modified: number, alt: string, id?: string }} FileOfEntry
 */

/**
 * One message under way. `at` (ms, strictly increasing) is its place in the order, `tries` how often this nonce has been
 * sent. Refused for good, it has a fresh nonce and `error`, the server's words.
 *
 * @typedef {object} Entry
 * @property {string} nonce
 * @property {string} room
 * @property {string} body
 * @property {number} at
 * @property {number} tries
 * @property {State} state
 * @property {Answered} [answers] the message it answers
 * @property {InThread} [thread] the thread it is said in
 * @property {FileOfEntry[]} [files] it waits until each has its id
 * @property {InInbox} [inbox] it was written there
 * @property {string} [tab] the one that uploads them
 * @property {string} [error]
 * @property {boolean} [isRefused]
 * @property {boolean} [isWithdrawn] cancelled to be edited, and the page was loaded again in between
 * @property {Unwanted} [unwanted]
 * @property {number} [seq]
 */

/**
 * A conversation of the inbox, up to which seq it is done with once this is said; `root` is the message its thread began with, 0 the
 * room itself.
 *
 * @typedef {{ root: number, upto: number }} InInbox
 */

/** @typedef {{ answers?: Answered, thread?: InThread, files?: FileOfEntry[], inbox?: InInbox, tab?: string }} With what a message has besides its words */

export class Outbox {
  /** @type {Entry[]} */
  #entries;

  /**
   * @param {(Entry | undefined)[]} saved what an earlier page kept, in any order
   * @param {string} [tab] this one
   */
  constructor(saved = [], tab) {
    this.#entries = saved.flatMap((entry) => (entry?.nonce && entry.room ? [entry] : [])).sort((a, b) => a.at - b.at);
    for (const entry of this.#entries) {
      if (entry.unwanted) entry.state = "discarding";
      else if (missing(entry).length) entry.state = entry.tab === tab ? "lost" : "elsewhere";
      else if (entry.state !== "failed") entry.state = "waiting";
    }
  }

  /** @returns {string[]} */
  get rooms() {
    return [...new Set(this.#entries.map(({ room }) => room))];
  }

  /** Those whose cancelling goes on. */
  get unwanted() {
    return this.#entries.filter((entry) => entry.unwanted);
  }

  /** @param {string} room */
  of(room) {
    return this.#entries.filter((entry) => entry.room === room);
  }

  /** @param {string} nonce */
  find(nonce) {
    return this.#entries.find((entry) => entry.nonce === nonce);
  }

  /**
   * @param {{ nonce: string, room: string, body: string, now: number, tries?: number } & With} message
   * @returns {Entry}
   */
  add({ nonce, room, body, now, tries = 0, answers, thread, files, inbox, tab }) {
    const at = Math.max(now, (this.#entries.at(-1)?.at ?? -1) + 1);
    /** @type {Entry} */
    const entry = { nonce, room, body, at, tries, state: "waiting", ...(answers && { answers }), ...(thread && { thread }), ...(files?.length && { files, tab }), ...(inbox && { inbox }) };
    this.#entries.push(entry);
    return entry;
  }

  /** @param {Entry} entry */
  remove(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
  }

  /**
   * What is to be sent next in a room. One at a time: an author's own order holds, but for those that wait for their files.
   *
   * @param {string} room
   */
  next(room) {
    return this.#entries.find((entry) => entry.room === room && ["waiting", "unconfirmed"].includes(entry.state) && !missing(entry).length);
  }

  /**
   * It is sent now. Answers the frame.
   *
   * @param {Entry} entry
   */
  begin(entry) {
    entry.tries += 1;
    if (entry.tries === 1 || entry.state !== "unconfirmed") entry.state = "sending";
    const { room, nonce, body, tries, answers, thread, files } = entry;
    const how = thread ? { action: "post_in_thread", target: thread.root, also_in_room: thread.isAlsoInRoom } : { action: "post" };
    const frame = { t: "command", room, nonce, body, ...how, ...(answers && { reply_to: answers.seq }), ...(files && { files: files.map(({ id }) => id) }) };
    return tries > 1 ? { ...frame, again: true } : frame;
  }

  /**
   * For long there was no answer to this attempt. Answers whether that changes anything.
   *
   * @param {Entry} entry
   * @param {number} tries
   */
  overdue(entry, tries) {
    if (entry.tries !== tries || entry.state !== "sending") return false;
    entry.state = "unconfirmed";
    return true;
  }

  /**
   * It is in the log.
   *
   * @param {Entry} entry
   * @param {number | undefined} seq
   */
  acknowledge(entry, seq) {
    entry.seq = seq;
    if (entry.state !== "discarding") entry.state = "sent";
  }

  /**
   * Its nonce is spent and nothing was said under it: it is said under a new one.
   *
   * @param {Entry} entry
   * @param {string} nonce
   */
  renew(entry, nonce) {
    Object.assign(entry, { nonce, tries: 0, state: "waiting" });
  }

  /**
   * An attempt went wrong. Answers how long the room's next one has to wait, in ms. `nonce` is the fresh one for a message
   * that was refused: what is said again is said anew, for the old one may be spent in the log.
   *
   * @param {Entry} entry
   * @param {Failure} failure
   * @param {{ isConnected: boolean, nonce: () => string }} now
   */
  fail(entry, failure, { isConnected, nonce }) {
    switch (outcome(failure)) {
      case "lost":
        entry.state = isConnected ? "unconfirmed" : "waiting";
        return isConnected ? RETRY_AFTER : 0;
      case "busy":
        entry.state = "unconfirmed";
        return failure.retryMs ?? Math.min(LONGEST_PAUSE, 500 * 2 ** Math.min(entry.tries, 5));
      case "session":
        entry.state = "waiting";
        return 0;
      case "refused":
        Object.assign(entry, { nonce: nonce(), tries: 0, state: "failed", error: failure.message, isRefused: true });
        return 0;
    }
  }

  /**
   * Refused, and wanted all the same.
   *
   * @param {Entry} entry
   */
  retry(entry) {
    if (entry.state !== "failed") return false;
    Object.assign(entry, { state: "waiting", error: undefined, isRefused: false, isWithdrawn: false });
    return true;
  }

  /**
   * It is no longer wanted. Answers whether that has to be asked for: what was never sent, or refused, is not in the log.
   *
   * @param {Entry} entry
   * @param {Unwanted} unwanted
   */
  cancel(entry, unwanted) {
    if (entry.tries === 0 || entry.isRefused) return false;
    Object.assign(entry, { unwanted, state: "discarding" });
    return true;
  }

  /**
   * It was cancelled to be edited, and the page that would have edited it is gone: its text stays, as one that failed.
   *
   * @param {{ nonce: string, room: string, body: string, now: number } & With} message
   */
  withdraw(message) {
    return Object.assign(this.add(message), { state: "failed", isRefused: true, isWithdrawn: true });
  }
}

/**
 * The names of those of its files that are not uploaded.
 *
 * @param {Pick<Entry, "files">} entry
 */
export const missing = ({ files = [] }) => files.flatMap(({ id, name }) => (id ? [] : [name]));

/**
 * What is shown of a message under way: which words, whether they stay out of sight because all is well, and what can be
 * done about it.
 *
 * @param {Pick<Entry, "state" | "isWithdrawn" | "files">} entry
 * @param {Pick<ConnectionState, "state" | "reason">} connection
 * @returns {{ label: State | "queued" | "files" | "withdrawn" | "signed-out" | "outdated", isQuiet: boolean, isStuck: boolean, mayRetry: boolean }}
 */
export function delivery({ state, isWithdrawn, files }, connection) {
  const isOpen = connection.state === "open";
  const hasNotAll = state === "waiting" && missing({ files }).length > 0;
  const isQueued = state === "waiting" && isOpen;
  // This page sends nothing more.
  const isOver = connection.state === "ended" && ["waiting", "sending", "unconfirmed"].includes(state);
  const over = connection.reason === "protocol" ? "outdated" : "signed-out";
  return {
    label: isOver ? over : hasNotAll ? "files" : isQueued ? "queued" : state === "failed" && isWithdrawn ? "withdrawn" : state,
    isQuiet: !isOver && !hasNotAll && (isQueued || state === "sending" || state === "sent"),
    isStuck: isOver || hasNotAll || (state === "waiting" && !isOpen) || ["failed", "unconfirmed", "lost", "elsewhere"].includes(state),
    mayRetry: state === "failed",
  };
}
