// What all parts share: who I am, the one connection, my words under way, where my rooms stand.

import { Connection } from "./connection.js";
import { Outbox } from "./outbox.js";
import { Rooms } from "./rooms.js";
import { Store } from "./store.js";

const { user, name, place } = document.body.dataset;
const address = new URL("/ws", location.href);
address.protocol = address.protocol === "https:" ? "wss:" : "ws:";

const store = new Store(user);
const connection = new Connection(address.href);
const outbox = new Outbox({ store, ask: (frame) => connection.ask(frame) });
const rooms = new Rooms(user);

export const app = {
  me: { id: user, name },
  place,
  store,
  connection,
  outbox,
  rooms,

  start() {
    rooms.hear(connection);
    connection.on("welcome", () => outbox.connected());
    connection.on("down", () => outbox.disconnected());
    connection.on("event", (frame) => frame.actor === user && outbox.seen(frame.nonce));
    connection.start();
  },
};
