// Sends what is in the outbox, over the connection there is at the moment, and keeps it over a reload.

/** @import { AckFrame } from "../models/frames.js" */
/** @import { Entry, Unwanted, With } from "../models/outbox.js" */
/** @import { Failure } from "../models/retry.js" */
/** @import { UserStorage } from "./storage.js" */
import { Emitter } from "../models/emitter.js";
import { Outbox } from "../models/outbox.js";
import { outcome } from "../models/retry.js";
import { newNonce } from "./command.js";

const KEY = "outbox:";
const UNCONFIRMED_AFTER = 10_000;
const CANCEL_AGAIN = 1000;

/**
 * `changed` comes with the room whose entries did.
 *
 * @extends {Emitter<{ changed: string }>}
 */
export class OutboxSender extends Emitter {
  #storage;
  #request;
  #later;
  #nonce;
  #tab;
  #outbox;
  #isConnected = false;
  /** @type {Set<string>} rooms in which a message is being sent */
  #busy = new Set();
  /** @type {Set<Entry>} */
  #cancelling = new Set();

  /**
   * @param {object} parts
   * @param {UserStorage} parts.storage
   * @param {(frame: { t: string, [field: string]: unknown }) => Promise<AckFrame>} parts.request
   * @param {(run: () => void, ms: number) => void} [parts.later]
   * @param {() => string} [parts.nonce]
   * @param {string} [parts.tab] this one, the same after a reload
   */
  constructor({ storage, request, later = (run, ms) => void setTimeout(run, ms), nonce = newNonce, tab }) {
    super();
    this.#storage = storage;
    this.#request = request;
    this.#later = later;
    this.#nonce = nonce;
    this.#tab = tab;
    this.#outbox = new Outbox(storage.keys(KEY).map((key) => storage.get(key)), tab);
    storage.onChanged((key) => key.startsWith(KEY) && !storage.has(key) && this.#forget(key.slice(KEY.length)));
  }

  /** Those with messages under way. */
  get rooms() {
    return this.#outbox.rooms;
  }

  /** @param {string} room */
  of(room) {
    return this.#outbox.of(room);
  }

  /**
   * @param {string} room
   * @param {string} body
   * @param {{ tried?: string } & With} [how] `tried`: the nonce of a form that may have said it already, so that this is
   *   its second attempt; `answers`: the message it answers
   */
  add(room, body, { tried, ...how } = {}) {
    const entry = this.#outbox.add({ nonce: tried ?? this.#nonce(), room, body, now: Date.now(), tries: tried ? 1 : 0, ...how, tab: this.#tab });
    this.#keep(entry);
    this.#work(room);
  }

  /**
   * Something became of the files it waits for.
   *
   * @param {Entry} entry
   * @param {Partial<Entry>} changes
   */
  update(entry, changes) {
    if (!this.#outbox.find(entry.nonce)) return;
    Object.assign(entry, changes);
    this.#keep(entry);
    this.#work(entry.room);
  }

  connected() {
    this.#isConnected = true;
    // Cancelled before the page was loaded again: that goes on.
    for (const entry of this.#outbox.unwanted) if (!this.#cancelling.has(entry)) this.#finishCancelling(entry);
    for (const room of this.#outbox.rooms) this.#work(room);
  }

  disconnected() {
    this.#isConnected = false;
  }

  /**
   * It was seen in the log: by its event, or drawn on a page.
   *
   * @param {string | undefined} nonce
   */
  seen(nonce) {
    if (nonce) this.#remove(nonce);
  }

  /** @param {string} nonce */
  retry(nonce) {
    const entry = this.#outbox.find(nonce);
    if (!entry || !this.#outbox.retry(entry)) return;
    this.#keep(entry);
    this.#work(entry.room);
  }

  /**
   * Cancels a message. Answers its text once it is certain that it was not said, nothing if it was.
   *
   * @param {string} nonce
   * @param {Unwanted} unwanted
   * @returns {Promise<string | undefined>}
   */
  async discard(nonce, unwanted = "discard") {
    const entry = this.#outbox.find(nonce);
    if (!entry) return undefined;
    if (!this.#outbox.cancel(entry, unwanted)) {
      this.#remove(nonce);
      return entry.body;
    }
    this.#keep(entry);
    return this.#cancel(entry);
  }

  /** @param {Entry} entry */
  async #cancel(entry) {
    const { nonce, room, body } = entry;
    this.#cancelling.add(entry);
    while (this.#outbox.find(nonce)) {
      try {
        const { cancelled } = await this.#request({ t: "command", action: "cancel", room, nonce });
        this.#remove(nonce);
        return cancelled ? body : undefined;
      } catch (error) {
        const failure = /** @type {Failure} */ (error);
        // There is nothing of mine there to cancel.
        if (outcome(failure) === "refused") {
          this.#remove(nonce);
          return body;
        }
        await new Promise((done) => this.#later(() => done(undefined), failure.retryMs ?? CANCEL_AGAIN));
      }
    }
    return undefined;
  }

  /** @param {Entry} entry */
  async #finishCancelling(entry) {
    const { room, unwanted, answers, thread, files, inbox, tab } = entry;
    const body = await this.#cancel(entry);
    if (unwanted !== "edit" || body === undefined) return;
    this.#keep(this.#outbox.withdraw({ nonce: this.#nonce(), room, body, now: Date.now(), answers, thread, files, inbox, tab }));
  }

  /** @param {string} room */
  async #work(room) {
    if (!this.#isConnected || this.#busy.has(room)) return;
    const entry = this.#outbox.next(room);
    if (!entry) return;
    this.#busy.add(room);
    const pause = await this.#send(entry);
    this.#busy.delete(room);
    if (pause) this.#later(() => this.#work(room), pause);
    else this.#work(room);
  }

  /**
   * One attempt. Answers how long the room's next one has to wait, in ms.
   *
   * @param {Entry} entry
   */
  async #send(entry) {
    const frame = this.#outbox.begin(entry);
    const { nonce, tries } = entry;
    this.#keep(entry);
    this.#later(() => {
      // Seen in the log before its ack came, it is gone by now.
      if (this.#outbox.find(nonce) && this.#outbox.overdue(entry, tries)) this.#keep(entry);
    }, UNCONFIRMED_AFTER);
    try {
      const { seq, cancelled } = await this.#request(frame);
      if (!this.#outbox.find(nonce)) return 0;
      if (cancelled) this.#wasCancelled(entry);
      else this.#wasSaid(entry, seq);
      return 0;
    } catch (error) {
      return this.#outbox.find(nonce) ? this.#wentWrong(entry, /** @type {Failure} */ (error)) : 0;
    }
  }

  /**
   * @param {Entry} entry
   * @param {number | undefined} seq
   */
  #wasSaid(entry, seq) {
    this.#storage.remove(KEY + entry.nonce);
    this.#outbox.acknowledge(entry, seq);
    this.emit("changed", entry.room);
  }

  // Not by this page, if it is still wanted: by another tab, which has removed it, or by nobody we know of.
  /** @param {Entry} entry */
  #wasCancelled(entry) {
    if (entry.unwanted) return;
    const { nonce } = entry;
    if (!this.#storage.has(KEY + nonce)) return this.#forget(nonce);
    this.#storage.remove(KEY + nonce);
    this.#outbox.renew(entry, this.#nonce());
    this.#keep(entry);
  }

  /**
   * @param {Entry} entry
   * @param {Failure} failure
   */
  #wentWrong(entry, failure) {
    if (entry.state === "discarding") return 0;
    const { nonce } = entry;
    const pause = this.#outbox.fail(entry, failure, { isConnected: this.#isConnected, nonce: this.#nonce });
    if (outcome(failure) === "session") this.#isConnected = false;
    // Kept under the new nonce before the old one goes: a page may close at any time.
    this.#keep(entry);
    if (entry.nonce !== nonce) this.#storage.remove(KEY + nonce);
    return pause;
  }

  /** @param {Entry} entry */
  #keep(entry) {
    this.#storage.set(KEY + entry.nonce, entry);
    this.emit("changed", entry.room);
  }

  /** @param {string} nonce */
  #remove(nonce) {
    this.#storage.remove(KEY + nonce);
    this.#forget(nonce);
  }

  // Another tab, or this one, has done with it.
  /** @param {string} nonce */
  #forget(nonce) {
    const entry = this.#outbox.find(nonce);
    if (!entry) return;
    this.#outbox.remove(entry);
    this.#cancelling.delete(entry);
    this.emit("changed", entry.room);
  }
}
