// What the parts of a page share, made once by `main.js` and handed to each: who I am, the one connection, my messages
// under way, where my rooms stand.

import { Personal } from "../models/personal.js";
import { Rooms } from "../models/rooms.js";
import { ThreadsRead } from "../models/threads_read.js";
import { newNonce } from "./command.js";
import { Connection } from "./connection.js";
import { OutboxSender } from "./outbox_sender.js";
import { UserStorage } from "./storage.js";

/** @typedef {ReturnType<typeof createContext>} Context */

/**
 * @param {string} me whose page it is
 * @param {string} address of the WebSocket
 */
export function createContext(me, address) {
  const storage = new UserStorage(me);
  const connection = new Connection(address, me);
  // The same after a reload.
  const tab = (sessionStorage["hubbub:tab"] ??= newNonce());
  const outbox = new OutboxSender({ storage, request: (frame) => connection.request(frame), tab });
  return { me, storage, connection, outbox, rooms: new Rooms(me, Date.now), threads: new ThreadsRead(), personal: new Personal() };
}

/**
 * Connects. Called once the elements listen: what they show changes before a message of mine is done with.
 *
 * @param {Context} context
 */
export function start({ me, connection, outbox, rooms, personal }) {
  connection.on("restored", () => rooms.clear());
  connection.on("welcome", () => rooms.listAnew());
  connection.on("rooms", (frame) => rooms.list(frame));
  connection.on("room", (frame) => rooms.enter(frame));
  connection.on("room_gone", ({ room }) => rooms.remove(room));
  connection.on("head", (frame) => rooms.update(frame));
  connection.on("marker", (frame) => rooms.update(frame));
  connection.on("mention", (frame) => rooms.update(frame));
  connection.on("personal", (frame) => personal.told(frame));
  personal.on("changed", () => rooms.setThreads(personal.waiting(Date.now()) ?? 0));
  connection.on("welcome", () => outbox.connected());
  connection.on("down", () => outbox.disconnected());
  connection.on("event", ({ actor, nonce }) => actor === me && outbox.seen(nonce));
  connection.start();
}
