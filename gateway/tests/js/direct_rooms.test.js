// The list of direct conversations. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { listedDirect } from "../../../static/js/models/direct_rooms.js";
import { Rooms } from "../../../static/js/models/rooms.js";

const direct = (room, line) => ({ room, address: `/d/${room}`, name: room, kind: "direct", others: ["x"], hidden_msg: 0, role: "member", head: 1, last_msg: 1, read_seq: 1, read_msg: 1, generation: 0, mentions: 0, ...line });
const names = (rooms, shown) => listedDirect(rooms.all(), shown).map(({ room }) => room);

test("a conversation is listed with its first message, and hidden until the next one", () => {
  const rooms = new Rooms("me");
  rooms.list({ rooms: [direct("ann"), direct("bob", { last_msg: 0 }), direct("eve", { last_msg: 4, hidden_msg: 4 })] });
  assert.deepEqual(names(rooms), ["ann"]);
  assert.deepEqual(names(rooms, "bob"), ["ann", "bob"], "but for the one that is shown");
  rooms.update({ room: "bob", head: 2, last_msg: 1 });
  assert.deepEqual(names(rooms), ["bob", "ann"], "the latest first");
  rooms.update({ room: "eve", head: 9, last_msg: 5 });
  assert.deepEqual(names(rooms), ["eve", "bob", "ann"]);
  rooms.enter(direct("bob", { hidden_msg: 1 }));
  assert.deepEqual(names(rooms), ["eve", "ann"]);
});

test("rooms with a name stand elsewhere", () => {
  const rooms = new Rooms("me");
  rooms.list({ rooms: [direct("tea", { kind: "public" })] });
  assert.deepEqual(names(rooms), []);
});

test("all that is said there is for me", () => {
  const rooms = new Rooms("me");
  rooms.list({ rooms: [direct("ann", { last_msg: 3 })] });
  assert.deepEqual([rooms.unread("ann"), rooms.mentions("ann"), rooms.totals().waiting], [2, 2, 1]);
});
