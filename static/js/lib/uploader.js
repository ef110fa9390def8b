// Sends files: announces each, sends its bytes from where the server has got to, and goes on by itself after nobody was reached.

/** @import { Upload } from "../models/upload.js" */
/** @import { FileAnswer, FileRequest } from "./file_request.js" */
import { Emitter } from "../models/emitter.js";
import { pauseAfter, verdict } from "../models/upload.js";
import { requestFile } from "./file_request.js";

// A person may send four at once, perhaps from two tabs.
const AT_ONCE = 2;
// Attempts that were answered and led nowhere.
const IN_VAIN = 5;

/**
 * `changed` comes with the upload that did.
 *
 * @extends {Emitter<{ changed: Upload }>}
 */
export class Uploader extends Emitter {
  #me;
  #request;
  #later;
  /** @type {Map<Upload, AbortController>} those that are worked on */
  #running = new Map();
  /** @type {Set<() => void>} wake those that pause */
  #pausing = new Set();
  /** @type {Set<Upload>} */
  #describing = new Set();
  /** @type {Set<AbortController>} requests that send bytes */
  #sends = new Set();
  #sending = 0;
  /** @type {(() => void)[]} wait for their turn to send */
  #queue = [];

  /**
   * @param {object} parts
   * @param {string} parts.me
   * @param {(request: FileRequest) => Promise<FileAnswer>} [parts.request]
   * @param {(run: () => void, ms: number) => void} [parts.later]
   */
  constructor({ me, request = requestFile, later = (run, ms) => void setTimeout(run, ms) }) {
    super();
    this.#me = me;
    this.#request = request;
    this.#later = later;
  }

  /** @param {Upload} upload that has bytes, and is not on its way yet */
  start(upload) {
    if (this.#running.has(upload)) return;
    const stop = new AbortController();
    this.#running.set(upload, stop);
    this.#become(upload, { state: "waiting", error: undefined });
    this.#run(upload, stop.signal).finally(() => this.#running.delete(upload));
  }

  /** It is not wanted any more. */
  remove(/** @type {Upload} */ upload) {
    this.#running.get(upload)?.abort();
    if (upload.id) this.#request({ method: "DELETE", address: `/upload/${upload.id}` });
  }

  /** Nobody is reached any more: requests under way would not say so for long. */
  pause() {
    for (const send of this.#sends) send.abort();
  }

  /** Somebody is reached again, perhaps. */
  goOn() {
    for (const wake of this.#pausing) wake();
  }

  /**
   * Tells the server what is in a file that is there. Without an answer it is told again.
   *
   * @param {Upload} upload
   */
  async describe(upload) {
    if (this.#describing.has(upload)) return;
    this.#describing.add(upload);
    await this.#describe(upload);
    this.#describing.delete(upload);
  }

  /** @param {Upload} upload */
  async #describe(upload) {
    const { alt } = upload;
    for (let tries = 0; upload.told !== alt; tries++) {
      const answer = await this.#request({ method: "POST", address: `/upload/${upload.id}`, body: new URLSearchParams({ alt }) });
      const outcome = verdict(answer, false);
      if (outcome === "ok") this.#become(upload, { told: alt });
      else if (outcome === "later") await this.#pause(answer.retryMs ?? pauseAfter(tries));
      else return this.#become(upload, { state: "failed", id: undefined, error: answer.message });
    }
  }

  /**
   * @param {Upload} upload
   * @param {AbortSignal} signal
   */
  async #run(upload, signal) {
    // After anything but a success it is asked how much is there.
    let isSure = !upload.id;
    for (let [tries, vain, most] = [0, 0, 0]; ; ) {
      const wasKnown = upload.id !== undefined;
      const answer = await (!wasKnown ? this.#begin(upload, signal) : isSure ? this.#send(upload, signal) : this.#ask(upload, signal));
      if (signal.aborted) return;
      const outcome = verdict(answer, wasKnown);
      if (outcome === "failed") return this.#become(upload, { state: "failed", error: answer.message });
      if (outcome === "anew") upload.id = undefined;
      // It was uploaded by an earlier page, and nobody posted it in time.
      if (outcome === "anew" && !upload.file) return this.#become(upload, { state: "lost" });
      if (outcome === "ok" && upload.sent > most) [tries, vain, most] = [0, 0, upload.sent];
      if (outcome === "ok" && answer.isComplete) return this.#become(upload, { state: "done", sent: upload.size, told: "" });
      if (outcome !== "ok" && wasKnown && isSure && ++vain > IN_VAIN) return this.#become(upload, { state: "failed", error: answer.message });
      isSure = outcome === "ok" || outcome === "anew";
      if (outcome === "ok") continue;
      if (outcome === "later") this.#become(upload, { state: "paused" });
      await this.#pause(answer.retryMs ?? pauseAfter(tries++), signal);
    }
  }

  /**
   * @param {Upload} upload
   * @param {AbortSignal} signal
   */
  async #begin(upload, signal) {
    const { room, name, size, type, thread } = upload;
    const fields = { room, name, size: String(size), type, person: this.#me, ...(thread && { in_thread: "true" }) };
    const answer = await this.#request({ method: "POST", address: "/upload", body: new URLSearchParams(fields), signal });
    if (answer.id) this.#become(upload, { id: answer.id, sent: 0 });
    return answer;
  }

  /**
   * @param {Upload} upload
   * @param {AbortSignal} signal
   */
  async #ask(upload, signal) {
    const answer = await this.#request({ method: "GET", address: `/upload/${upload.id}`, signal });
    if (answer.status === 204) upload.sent = answer.offset;
    return answer;
  }

  /**
   * @param {Upload} upload
   * @param {AbortSignal} signal
   */
  async #send(upload, signal) {
    await this.#turn();
    if (signal.aborted) return this.#done(/** @type {FileAnswer} */ ({ status: 0 }));
    const from = upload.sent;
    const send = new AbortController();
    signal.addEventListener("abort", () => send.abort());
    this.#sends.add(send);
    this.#become(upload, { state: "sending" });
    const answer = await this.#request({
      method: "PUT",
      address: `/upload/${upload.id}`,
      headers: { "upload-offset": String(from) },
      body: upload.file?.slice(from),
      sent: (bytes) => this.#become(upload, { sent: Math.min(upload.size, from + bytes) }),
      signal: send.signal,
    });
    this.#sends.delete(send);
    if (answer.status === 202) upload.sent = answer.offset;
    return this.#done(answer);
  }

  async #turn() {
    if (this.#sending >= AT_ONCE) await new Promise((go) => this.#queue.push(() => go(undefined)));
    else this.#sending += 1;
  }

  // The next one's turn.
  /** @param {FileAnswer} answer */
  #done(answer) {
    const next = this.#queue.shift();
    if (next) next();
    else this.#sending -= 1;
    return answer;
  }

  /**
   * @param {number} ms
   * @param {AbortSignal} [signal]
   */
  #pause(ms, signal) {
    return new Promise((done) => {
      const wake = () => {
        this.#pausing.delete(wake);
        done(undefined);
      };
      this.#pausing.add(wake);
      signal?.addEventListener("abort", wake);
      this.#later(wake, ms);
    });
  }

  /**
   * @param {Upload} upload
   * @param {Partial<Upload>} changes
   */
  #become(upload, changes) {
    Object.assign(upload, changes);
    this.emit("changed", upload);
  }
}
