// What was asked over a socket and is not answered yet. Every wait ends: by the answer, the end of its socket, or in time.

/** @import { AckFrame, PageFrame } from "../models/frames.js" */
import { LATE } from "../models/pulse.js";

const ANSWER_WITHIN = 30_000;

// Not an answer: the connection went away, or none came in time. What was asked may or may not have happened.
export class Lost extends Error {
  code = undefined;
  retryMs = undefined;
  room = undefined;
}

// The server's no, with its `code`.
export class Refused extends Error {
  /** @param {{ code: string, message: string, retry_ms?: number, room?: string }} frame */
  constructor({ code, message, retry_ms, room }) {
    super(message);
    this.code = code;
    this.retryMs = retry_ms;
    this.room = room;
  }
}

/** @typedef {{ resolve: (frame: any) => void, reject: (error: Error) => void, deadline: number, late: number | undefined, socket: WebSocket }} Pending */

export class PendingRequests {
  #lastId = 0;
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  #write;
  #late;

  /** @param {{ write: (socket: WebSocket, frame: object) => void, late: () => void }} how a frame is written, and what is done when a command's answer is late */
  constructor({ write, late }) {
    this.#write = write;
    this.#late = late;
  }

  /**
   * Writes a frame and waits for the answer. Rejects with `Refused` or `Lost`.
   *
   * @param {WebSocket} socket
   * @param {{ t: string, [field: string]: unknown }} frame
   * @returns {Promise<AckFrame & PageFrame>}
   */
  send(socket, frame) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => this.#finish(id)?.reject(new Lost("no answer")), ANSWER_WITHIN);
      const late = frame.t === "command" ? setTimeout(() => this.#isLate(id), LATE) : undefined;
      this.#pending.set(id, { resolve, reject, deadline, late, socket });
      this.#write(socket, { ...frame, id });
    });
  }

  /**
   * Whether anything is still to come over this socket.
   *
   * @param {WebSocket} socket
   */
  isWaitedFor(socket) {
    return [...this.#pending.values()].some((pending) => pending.socket === socket);
  }

  /**
   * A frame that may answer something.
   *
   * @param {any} frame
   */
  answered(frame) {
    const pending = frame.id && this.#finish(frame.id);
    if (!pending) return;
    if (frame.t === "error") pending.reject(new Refused(frame));
    else pending.resolve(frame);
  }

  /**
   * Nothing comes over this socket any more.
   *
   * @param {WebSocket} socket
   */
  lose(socket) {
    for (const [id, pending] of [...this.#pending]) {
      if (pending.socket === socket) this.#finish(id)?.reject(new Lost("connection lost"));
    }
  }

  // A command is not answered yet: it may not have been heard. While something long is under way the answer, and a pong, may
  // only stand behind that.
  /** @param {number} id */
  #isLate(id) {
    const pending = this.#pending.get(id);
    if (!pending) return;
    const isLoading = [...this.#pending.values()].some(({ late, socket }) => late === undefined && socket === pending.socket);
    if (isLoading) pending.late = setTimeout(() => this.#isLate(id), LATE);
    else this.#late();
  }

  // Whoever waits for this answer waits no longer.
  /** @param {number} id */
  #finish(id) {
    const pending = this.#pending.get(id);
    clearTimeout(pending?.deadline);
    clearTimeout(pending?.late);
    this.#pending.delete(id);
    return pending;
  }
}
