// One WebSocket for the life of the page. It says hello with where every open room stands, so that what was missed
// comes by itself, after a second or a night; it never decides what an event means.

import { wait } from "./backoff.js";

const PROTOCOL = "hubbub.v1.html";
const SESSION_ENDED = 4401;
const MALFORMED = 4400;
const FLOOD = 4429;
const RESTART = 1012;
const ANSWER_WITHIN = 30_000;
const WELCOME_WITHIN = 10_000;

// Not an answer: the connection went away, or none came in time. What was asked may or may not have happened.
export class Lost extends Error {}

// A polite no, with its `code`.
export class Refused extends Error {
  constructor({ code, message, retry_ms }) {
    super(message);
    this.code = code;
    this.retryMs = retry_ms;
  }
}

export class Connection {
  // connecting · open · waiting · ended
  state = "connecting";
  // "session" or "protocol", once ended.
  reason = null;
  retryAt = 0;

  #address;
  #socket = null;
  #next = null;
  // The socket whose gateway is about to stop.
  #leaving = null;
  #log;
  #retry;
  #attempt = 0;
  #timer;
  #beat;
  #lastHeard = 0;
  #heartbeat = 20_000;
  #lastId = 0;
  #waiting = new Map();
  #open = new Map();
  #greeted = new Set();
  #ears = new Map();

  constructor(address) {
    this.#address = address;
  }

  start() {
    addEventListener("online", () => this.now());
    addEventListener("pageshow", (event) => event.persisted && this.now());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#check();
    });
    this.#connect();
  }

  on(type, heard) {
    const ears = this.#ears.get(type) ?? this.#ears.set(type, new Set()).get(type);
    ears.add(heard);
    return () => ears.delete(heard);
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

  // Once it is open; at once if it is.
  opened() {
    if (this.isOpen) return Promise.resolve();
    return new Promise((done) => {
      const off = this.on("welcome", () => {
        off();
        done();
      });
    });
  }

  // Keeps a room open, on this socket and on all that follow; `position` tells the last seq seen.
  listen(room, position) {
    this.#open.set(room, position);
    if (this.isOpen) this.reopen(room);
  }

  unlisten(room) {
    this.#open.delete(room);
    if (this.isOpen) this.#write(this.#socket, { t: "close", id: 0, room });
  }

  // Asks for what was missed since the last seq seen.
  async reopen(room) {
    const position = this.#open.get(room);
    if (!position || !this.isOpen) return;
    try {
      await this.ask({ t: "open", room, after: position() });
    } catch (error) {
      if (error instanceof Lost) return;
      if (error.retryMs || ["busy", "unavailable", "rate_limited"].includes(error.code)) {
        setTimeout(() => this.#open.get(room) === position && this.reopen(room), error.retryMs ?? 1000);
      } else {
        this.#emit("closed", { room, error });
      }
    }
  }

  // Says something that is not answered; lost if there is no connection.
  tell(frame) {
    if (this.isOpen) this.#write(this.#socket, frame);
  }

  // Says something and waits for the answer. Throws `Refused` or `Lost`.
  ask(frame) {
    if (!this.isOpen) return Promise.reject(new Lost("not connected"));
    const id = ++this.#lastId;
    const socket = this.#socket;
    return new Promise((answer, fail) => {
      const late = setTimeout(() => this.#settle(id, fail, new Lost("no answer")), ANSWER_WITHIN);
      this.#waiting.set(id, { answer, fail, late, socket });
      this.#write(socket, { ...frame, id });
    });
  }

  #settle(id, how, value) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    clearTimeout(waiting.late);
    this.#waiting.delete(id);
    how(value);
  }

  #write(socket, frame) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  #emit(type, frame) {
    for (const heard of [...(this.#ears.get(type) ?? [])]) heard(frame);
  }

  #change(state, reason = null) {
    this.state = state;
    this.reason = reason;
    this.#emit("state-changed", this);
  }

  #connect() {
    if (this.state === "ended") return;
    if (!this.#socket) this.#change("connecting");
    let socket;
    try {
      socket = new WebSocket(this.#address, [PROTOCOL]);
    } catch {
      return this.#again();
    }
    this.#next = socket;
    socket.addEventListener("open", () => {
      const rooms = [...this.#open].slice(0, 200).map(([room, position]) => [room, position()]);
      this.#greeted = new Set(rooms.map(([room]) => room));
      this.#write(socket, { t: "hello", log: this.#log, rooms: Object.fromEntries(rooms) });
    });
    socket.addEventListener("message", (event) => this.#heard(socket, event.data));
    socket.addEventListener("close", (event) => this.#closed(socket, event.code));
    setTimeout(() => this.#next === socket && socket.close(), WELCOME_WITHIN);
  }

  #heard(socket, text) {
    this.#lastHeard = Date.now();
    let frames;
    try {
      frames = JSON.parse(text);
    } catch {
      return;
    }
    for (const frame of Array.isArray(frames) ? frames : [frames]) {
      if (frame.t === "welcome") this.#welcomed(socket, frame);
      else if (socket === this.#socket) this.#take(frame);
      else this.#answered(frame);
    }
  }

  #welcomed(socket, frame) {
    const old = this.#socket;
    this.#socket = socket;
    this.#next = null;
    this.#attempt = 0;
    this.#retry = frame.retry_ms;
    this.#heartbeat = frame.heartbeat_ms || this.#heartbeat;
    const restored = this.#log !== undefined && this.#log !== frame.log;
    this.#log = frame.log;
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.#check(), this.#heartbeat * 0.8);
    if (old) this.#retire(old);
    this.#change("open");
    // Another log is another world: nothing seen before counts.
    if (restored) this.#emit("restored", frame);
    this.#emit("welcome", frame);
    // Rooms that the page has opened since the hello.
    for (const room of this.#open.keys()) if (!this.#greeted.has(room)) this.reopen(room);
  }

  // The old socket goes once nothing waits for it any more.
  #retire(old, tries = 20) {
    const busy = [...this.#waiting.values()].some((waiting) => waiting.socket === old);
    if (busy && tries > 0 && old.readyState === WebSocket.OPEN) setTimeout(() => this.#retire(old, tries - 1), 100);
    else old.close(1000);
  }

  #answered(frame) {
    const id = frame.id;
    if (!id || !this.#waiting.has(id)) return false;
    const { answer, fail } = this.#waiting.get(id);
    if (frame.t === "error") this.#settle(id, fail, new Refused(frame));
    else this.#settle(id, answer, frame);
    return true;
  }

  #take(frame) {
    this.#answered(frame);
    if (frame.t === "gap") this.reopen(frame.room);
    if (frame.t === "goaway") {
      this.#leaving = this.#socket;
      if (!this.#next) this.#connect();
    }
    this.#emit(frame.t, frame);
  }

  #closed(socket, code) {
    for (const [id, waiting] of [...this.#waiting]) {
      if (waiting.socket === socket) this.#settle(id, waiting.fail, new Lost("connection lost"));
    }
    if (socket === this.#next) this.#next = null;
    else if (socket !== this.#socket) return;
    // A successor is on its way, or the present one still stands: nothing is lost.
    if (socket !== this.#socket && this.#socket?.readyState === WebSocket.OPEN) return this.#succeedLater();
    this.#socket = null;
    clearInterval(this.#beat);
    if (code === SESSION_ENDED || code === MALFORMED) {
      this.#change("ended", code === SESSION_ENDED ? "session" : "protocol");
      this.#emit("down", this);
      return;
    }
    this.#emit("down", this);
    if (!this.#next) this.#again(code);
  }

  // The present one is to go, and its successor did not come about: it may have met the same gateway.
  #succeedLater() {
    const leaving = this.#socket;
    if (this.#leaving !== leaving) return;
    setTimeout(() => this.#socket === leaving && !this.#next && this.#connect(), 250 + Math.random() * 500);
  }

  #again(code) {
    let delay = wait(this.#attempt, this.#retry);
    if (code === RESTART && this.#attempt === 0) delay = Math.random() * 250;
    if (code === FLOOD) delay += 5000;
    this.#attempt += 1;
    this.retryAt = Date.now() + delay;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), delay);
    this.#change("waiting");
  }

  // Is anybody there? No word within five seconds: the line is dead, whatever the browser believes.
  #check() {
    const socket = this.#socket;
    if (!socket) return;
    const asked = Date.now();
    this.#write(socket, { t: "ping", n: asked });
    setTimeout(() => {
      if (this.#socket !== socket || this.#lastHeard >= asked) return;
      socket.close();
      this.#closed(socket, 0);
    }, 5000);
  }
}
