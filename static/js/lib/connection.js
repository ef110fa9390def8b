// One WebSocket for the life of the page. It says hello with where every open room stands, so that what was missed
// comes by itself, after a second or a night; it never decides what an event means.

/** @import { AckFrame, Frames, PageFrame } from "../models/frames.js" */
import { Emitter } from "../models/emitter.js";
import { wellFormed } from "../models/composing.js";
import { DEAF_AFTER, Pulse, SILENT_AFTER } from "../models/pulse.js";
import { backoff } from "../models/retry.js";
import { ask } from "./dom.js";
import { OpenRooms } from "./open_rooms.js";
import { Lost, PendingRequests } from "./pending_requests.js";

const PROTOCOL = "hubbub.v1.html";
const SESSION_ENDED = 4401;
const MALFORMED = 4400;
const FLOOD = 4429;
const RESTART = 1012;
const WELCOME_WITHIN = 10_000;
// So many attempts in a row have failed: it may be more than a gateway that has just gone.
const ASK_WHY_FROM = 2;
// A page whose session has ended, and that somebody looks at, asks so often whether there is one again.
const ASK_AGAIN = 5000;

/**
 * What is told: the server's frames by their `t`, and the state of the connection.
 *
 * @typedef {Frames & { "state-changed": Connection, down: Connection, restored: Frames["welcome"], closed: { room: string, error: Error } }} News
 */

/** @extends {Emitter<News>} */
export class Connection extends Emitter {
  /** @type {"connecting" | "open" | "waiting" | "ended"} */
  state = "connecting";
  /** @type {"session" | "person" | "protocol" | null} why it ended */
  reason = null;
  /** When the next attempt is made, in ms. */
  retryAt = 0;

  #address;
  #me;
  /** @type {WebSocket | null} the one that is welcome */
  #socket = null;
  /** @type {WebSocket | null} the one that is not yet */
  #next = null;
  /** @type {WebSocket | null} the one whose gateway is about to stop */
  #leaving = null;
  /** @type {string | undefined} */
  #log;
  /** @type {[number, number] | undefined} */
  #retry;
  #attempt = 0;
  /** @type {number | undefined} */
  #timer;
  /** @type {number | undefined} */
  #heartbeat;
  #heartbeatMs = 20_000;
  #pulse = new Pulse();
  #requests = new PendingRequests({
    write: (socket, frame) => this.#write(socket, frame),
    late: () => this.#check(),
  });
  #rooms = new OpenRooms({
    isConnected: () => this.isOpen,
    request: (frame) => this.request(frame),
    behindChanged: () => this.emit("state-changed", this),
    closed: (room, error) => this.emit("closed", { room, error }),
  });

  /**
   * @param {string} address
   * @param {string} me whose page it is
   */
  constructor(address, me) {
    super();
    this.#address = address;
    this.#me = me;
  }

  start() {
    addEventListener("online", () => this.now());
    addEventListener("pageshow", (event) => event.persisted && this.now());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#check();
    });
    this.#connect();
  }

  // Connects at once instead of waiting.
  now() {
    if (this.state !== "waiting") return this.#check();
    clearTimeout(this.#timer);
    this.#connect();
  }

  get isOpen() {
    return this.state === "open";
  }

  /** Whether a room that is kept open may have moved on without our hearing of it. */
  get isBehind() {
    return this.#rooms.isBehind;
  }

  /**
   * Once it is open; at once if it is.
   *
   * @returns {Promise<void>}
   */
  opened() {
    if (this.isOpen) return Promise.resolve();
    return new Promise((done) => {
      const off = this.on("welcome", () => {
        off();
        done();
      });
    });
  }

  /**
   * Keeps a room open, on this socket and on all that follow.
   *
   * @param {string} room
   * @param {() => number} position tells the last seq seen
   */
  listen(room, position) {
    this.#rooms.add(room, position);
  }

  /** @param {string} room */
  unlisten(room) {
    this.#rooms.remove(room);
    if (this.isOpen) this.#write(this.#socket, { t: "close", id: 0, room });
  }

  /**
   * Asks for what was missed since the last seq seen.
   *
   * @param {string} room
   */
  reopen(room) {
    return this.#rooms.reopen(room);
  }

  /**
   * Says something that is not answered; lost if there is no connection.
   *
   * @param {{ t: string, [field: string]: unknown }} frame
   */
  tell(frame) {
    if (this.isOpen) this.#write(this.#socket, frame);
  }

  /**
   * Says something and waits for the answer. Rejects with `Refused` or `Lost`.
   *
   * @param {{ t: string, [field: string]: unknown }} frame
   * @returns {Promise<AckFrame & PageFrame>}
   */
  request(frame) {
    const socket = this.#socket;
    if (!this.isOpen || !socket) return Promise.reject(new Lost("not connected"));
    return this.#requests.send(socket, frame);
  }

  /**
   * @param {WebSocket | null} socket
   * @param {object} frame
   */
  #write(socket, frame) {
    if (socket?.readyState !== WebSocket.OPEN) return;
    // Half a surrogate pair is no text: no server could read the frame.
    socket.send(JSON.stringify(frame, (_, value) => (typeof value === "string" ? wellFormed(value) : value)));
  }

  /**
   * @param {Connection["state"]} state
   * @param {Connection["reason"]} reason
   */
  #change(state, reason = null) {
    this.state = state;
    this.reason = reason;
    this.emit("state-changed", this);
  }

  #connect() {
    if (this.state === "ended") return;
    if (!this.#socket) this.#change("connecting");
    /** @type {WebSocket} */
    let socket;
    try {
      socket = new WebSocket(this.#address, [PROTOCOL]);
    } catch {
      return this.#connectLater();
    }
    this.#next = socket;
    socket.addEventListener("open", () => this.#greet(socket));
    socket.addEventListener("message", (event) => this.#receive(socket, event.data));
    socket.addEventListener("close", (event) => this.#closed(socket, event.code));
    setTimeout(() => this.#next === socket && socket.close(), WELCOME_WITHIN);
  }

  /** @param {WebSocket} socket */
  #greet(socket) {
    this.#write(socket, { t: "hello", log: this.#log, rooms: this.#rooms.greet() });
  }

  /**
   * @param {WebSocket} socket
   * @param {string} text
   */
  #receive(socket, text) {
    if (socket === this.#socket) this.#pulse.heard(Date.now());
    let frames;
    try {
      frames = JSON.parse(text);
    } catch {
      return;
    }
    for (const frame of Array.isArray(frames) ? frames : [frames]) {
      if (frame.t === "welcome") this.#welcomed(socket, frame);
      else if (socket === this.#socket) this.#take(frame);
      else this.#requests.answered(frame);
    }
  }

  /**
   * @param {WebSocket} socket
   * @param {Frames["welcome"]} frame
   */
  #welcomed(socket, frame) {
    // Somebody else has signed in with this browser since the page was drawn: nothing on it is theirs to say.
    if (frame.user !== this.#me) return this.#end("person");
    const old = this.#socket;
    this.#socket = socket;
    this.#pulse = new Pulse();
    this.#next = null;
    this.#attempt = 0;
    this.#retry = frame.retry_ms;
    this.#heartbeatMs = frame.heartbeat_ms || this.#heartbeatMs;
    const isRestored = this.#log !== undefined && this.#log !== frame.log;
    this.#log = frame.log;
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => this.#check(), this.#heartbeatMs * 0.8);
    if (old) this.#retire(old);
    this.#rooms.welcomed();
    this.#change("open");
    // Another log is another world: nothing seen before counts.
    if (isRestored) this.emit("restored", frame);
    this.emit("welcome", frame);
    this.#rooms.openFurther();
  }

  // The old socket goes once nothing waits for it any more.
  /** @param {WebSocket} old */
  #retire(old, tries = 20) {
    if (this.#requests.isWaitedFor(old) && tries > 0 && old.readyState === WebSocket.OPEN) setTimeout(() => this.#retire(old, tries - 1), 100);
    else old.close(1000);
  }

  /** @param {any} frame */
  #take(frame) {
    this.#requests.answered(frame);
    if (frame.t === "pong") this.#pulse.answered(frame.n);
    if (frame.t === "gap") this.reopen(frame.room);
    if (frame.t === "opened") this.#rooms.opened(frame.room);
    if (frame.t === "error" && frame.room) this.#rooms.notOpened(frame);
    if (frame.t === "goaway") {
      this.#leaving = this.#socket;
      if (!this.#next) this.#connect();
    }
    this.emit(frame.t, frame);
  }

  /**
   * @param {WebSocket} socket
   * @param {number} code
   */
  #closed(socket, code) {
    this.#requests.lose(socket);
    if (socket === this.#next) this.#next = null;
    else if (socket !== this.#socket) return;
    // A successor is on its way, or the present one still stands: nothing is lost.
    if (socket !== this.#socket && this.#socket?.readyState === WebSocket.OPEN) return this.#replaceLater(this.#socket);
    this.#socket = null;
    clearInterval(this.#heartbeat);
    this.#rooms.lost();
    if (code === SESSION_ENDED) return this.#end("session");
    if (code === MALFORMED) return this.#end("protocol");
    this.emit("down", this);
    if (!this.#next) this.#connectLater(code);
  }

  // For good, unless there is a session again: only another page goes on from here.
  /** @param {Connection["reason"]} reason */
  #end(reason) {
    const sockets = [this.#socket, this.#next];
    this.#socket = this.#next = null;
    for (const socket of sockets) socket?.close();
    clearInterval(this.#heartbeat);
    this.#rooms.lost();
    clearTimeout(this.#timer);
    this.#change("ended", reason);
    this.emit("down", this);
    if (reason === "session") this.#timer = setTimeout(() => this.#askAgain(), ASK_AGAIN);
  }

  // Somebody may have signed in in another tab. Whether it is the one whose page this is, the next welcome tells.
  async #askAgain() {
    if (document.visibilityState === "visible" && (await statusOfHome()) === 200) {
      this.#attempt = 0;
      this.#change("connecting");
      return this.#connect();
    }
    this.#timer = setTimeout(() => this.#askAgain(), ASK_AGAIN);
  }

  // A refused handshake does not say why. A page does, where there is no session any more.
  async #askWhy() {
    if ((await statusOfHome()) === 401 && this.state !== "ended" && !this.#socket) this.#end("session");
  }

  // The present one is to go, and its successor did not come about: it may have met the same gateway.
  /** @param {WebSocket} leaving */
  #replaceLater(leaving) {
    if (this.#leaving !== leaving) return;
    setTimeout(() => this.#socket === leaving && !this.#next && this.#connect(), 250 + Math.random() * 500);
  }

  /** @param {number} [code] the socket was closed with */
  #connectLater(code) {
    let delay = backoff(this.#attempt, this.#retry);
    if (code === RESTART && this.#attempt === 0) delay = Math.random() * 250;
    if (code === FLOOD) delay += 5000;
    this.#attempt += 1;
    if (this.#attempt >= ASK_WHY_FROM) this.#askWhy();
    this.retryAt = Date.now() + delay;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), delay);
    this.#change("waiting");
  }

  // Is anybody there, and do they hear us? No pong in time: the line is dead, whatever the browser believes.
  #check() {
    const socket = this.#socket;
    const asked = socket ? this.#pulse.ask(Date.now()) : undefined;
    if (asked === undefined || !socket) return;
    this.#write(socket, { t: "ping", n: asked });
    for (const time of [SILENT_AFTER, DEAF_AFTER]) setTimeout(() => this.#giveUp(socket), time);
  }

  // What nobody heard is said again over the next one.
  /** @param {WebSocket} socket */
  #giveUp(socket) {
    if (this.#socket !== socket || !this.#pulse.isDead(Date.now())) return;
    socket.close();
    this.#closed(socket, 0);
  }
}

/** What a page answers: 200 where somebody is signed in, 401 where nobody is; nothing where nobody answers. */
async function statusOfHome() {
  try {
    return (await ask("/", { method: "HEAD" })).status;
  } catch {
    return undefined;
  }
}
