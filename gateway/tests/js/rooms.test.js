// What is unread, and where one is mentioned. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { Rooms, countForMe } from "../../../static/js/models/rooms.js";

function rooms(line) {
  const all = new Rooms("me");
  all.merge("r", { last_msg: 10, read_msg: 10, read_seq: 20, generation: 0, mentions: 0, ...line });
  return all;
}

test("a marker moved back is followed, and what was read before that comes too late", () => {
  const all = rooms();
  const movedBack = [];
  all.on("moved-back", ({ read_seq }) => movedBack.push(read_seq));
  all.merge("r", { read_seq: 14, read_msg: 7, generation: 1, mentions: 2 });
  assert.deepEqual([all.unread("r"), all.mentions("r"), movedBack], [3, 2, [14]]);
  all.merge("r", { read_seq: 20, read_msg: 10, generation: 0, mentions: 0 });
  assert.deepEqual([all.unread("r"), all.mentions("r")], [3, 2], "from the generation before");
  all.merge("r", { read_seq: 16, read_msg: 8, generation: 1, mentions: 1 });
  all.merge("r", { read_seq: 15, read_msg: 7, generation: 1, mentions: 2 });
  assert.deepEqual([all.unread("r"), all.mentions("r"), movedBack], [2, 1, [14]], "within a generation it only grows");
});

test("the first that is heard of a room moves nothing back", () => {
  const all = new Rooms("me");
  all.on("moved-back", () => assert.fail("nothing was moved back"));
  all.merge("r", { last_msg: 10, read_msg: 7, read_seq: 14, generation: 3, mentions: 1 });
  assert.deepEqual([all.unread("r"), all.mentions("r")], [3, 1]);
});

test("who is mentioned is told until it is read, and not of what is before their eyes", () => {
  const all = rooms();
  all.merge("r", { read_seq: 20, read_msg: 10, generation: 0, mentions: 1, last_msg: 11 });
  assert.equal(all.mentions("r"), 1);
  all.merge("r", { last_msg: 12, head: 30 });
  assert.equal(all.mentions("r"), 1, "a head knows nothing of mentions");
  all.watch("r");
  assert.equal(all.totals().waiting, 0);
  all.watch(null);
  all.message("r", { seq: 31, no: 13, author: "me" });
  assert.deepEqual([all.unread("r"), all.mentions("r")], [0, 0], "who answers has read");
});

test("unread is what there is minus what I read, and late news changes nothing", () => {
  const rooms = new Rooms("me");
  rooms.merge("r", { last_msg: 10, read_msg: 7 });
  assert.equal(rooms.unread("r"), 3);
  rooms.merge("r", { last_msg: 9, read_msg: 5 });
  assert.equal(rooms.totals().unread, 3);
  rooms.message("r", { seq: 30, no: 11, author: "ana" });
  assert.equal(rooms.unread("r"), 4);
  rooms.message("r", { seq: 31, no: 12, author: "me" });
  assert.equal(rooms.unread("r"), 0, "an own message is read");
  rooms.merge("r", { last_msg: 20 });
  rooms.watch("r");
  assert.equal(rooms.unread("r"), 0, "what is before my eyes is not counted");
});

test("news of a room I am not in mean nothing, and rooms I have left go", () => {
  const all = rooms();
  all.update({ room: "other", head: 5, last_msg: 3 });
  assert.equal(all.get("other"), undefined);
  all.list({ rooms: [{ room: "s", address: "/r/s", kind: "public", name: "S", role: "member", head: 1, last_msg: 1, read_seq: 1, read_msg: 0, generation: 0, mentions: 0 }] });
  assert.deepEqual(all.all().map(({ room, name }) => [room, name]), [["s", "S"]]);
  assert.deepEqual(all.totals(), { unread: 1, waiting: 0 });
});

test("a list that comes in parts is whole with its last one", () => {
  const line = (room) => ({ room, address: `/r/${room}`, kind: "public", name: room, role: "member", head: 1, last_msg: 1, read_seq: 1, read_msg: 1, generation: 0, mentions: 0 });
  const names = (all) => all.all().map(({ room }) => room).sort();
  const all = rooms();
  all.listAnew();
  all.list({ rooms: [line("a"), line("b")], more: true });
  assert.deepEqual(names(all), ["a", "b", "r"], "nothing is taken for gone before the end");
  all.enter(line("new"));
  all.remove("a");
  all.list({ rooms: [line("c")] });
  assert.deepEqual(names(all), ["b", "c", "new"], "what happened meanwhile counts");
  all.listAnew();
  all.list({ rooms: [line("b")] });
  assert.deepEqual(names(all), ["b"], "another connection lists them anew");
});

test("which rooms are mine is known once all parts of the list have come", () => {
  const all = new Rooms("me");
  const room = (id) => ({ room: id, slug: id, name: id, role: "member", head: 0, last_msg: 0, read_seq: 0, read_msg: 0, generation: 0, mentions: 0 });
  all.listAnew();
  all.list({ rooms: [room("a")], more: true });
  assert.equal(all.isWhole, false);
  all.list({ rooms: [room("b")] });
  assert.equal(all.isWhole, true);
  all.listAnew();
  assert.equal(all.isWhole, false, "a list that is being told again");
});

const NINE = "2026-11-22T09:00:00Z";
const at = (/** @type {string} */ time) => Date.parse(`2026-11-22T${time}Z`);
const conversation = { kind: "direct", last_msg: 10, read_msg: 7, read_seq: 20, generation: 0, mentions: 0 };

test("what was put away waits no more, until something comes after it or it is moved back", () => {
  const all = new Rooms("me");
  const waiting = () => [countForMe(all.get("r"), 0), all.mentions("r"), all.totals().waiting];
  all.merge("r", conversation);
  assert.deepEqual([waiting(), all.unread("r")], [[3, 3, 1], 3]);
  all.merge("r", { ...conversation, away: { msg: 10 } });
  assert.deepEqual([waiting(), all.unread("r"), all.totals().unread], [[0, 0, 0], 3, 0], "it stays unread");
  all.merge("r", { last_msg: 11, head: 31 });
  assert.deepEqual(waiting(), [1, 1, 1], "what comes then waits");
  all.merge("r", { read_seq: 20, read_msg: 7, generation: 1, mentions: 0 });
  assert.deepEqual(waiting(), [4, 4, 1]);
});

test("what is snoozed waits again at its time, and not after it was read", () => {
  const all = new Rooms("me");
  all.merge("r", { ...conversation, away: { msg: 10, until: NINE } });
  all.merge("n", { level: "mentions", last_msg: 9, read_msg: 5, read_seq: 4, mentions: 0, away: { msg: 9, until: NINE, mentions: 2 } });
  const waiting = (time) => ["r", "n"].map((room) => countForMe(all.get(room), at(time)));
  assert.deepEqual([waiting("08:59:59"), all.totals(at("08:59:59")).waiting], [[0, 0], 0]);
  assert.deepEqual([waiting("09:00:00"), all.totals(at("09:00:00")).waiting], [[3, 2], 2]);
  assert.deepEqual([all.nextBack(at("08:00:00")), all.nextBack(at("09:00:00"))], [at("09:00:00"), undefined]);
  all.merge("n", { read_seq: 30, read_msg: 9, generation: 0, mentions: 0 });
  assert.deepEqual(waiting("09:00:00"), [3, 0]);
});

test("who is called because they are here is told, and finds nothing in their inbox", () => {
  const all = rooms({ level: "mentions", mentions: 1, here: 1 });
  assert.deepEqual([all.mentions("r"), all.totals().waiting], [1, 0]);
  all.merge("r", { read_seq: 20, read_msg: 10, generation: 0, mentions: 2, here: 1 });
  assert.equal(all.totals().waiting, 1, "by name, too");
});

test("threads wait beside rooms", () => {
  const all = rooms({ mentions: 2 });
  let changes = 0;
  all.on("changed", () => changes++);
  all.setThreads(3);
  all.setThreads(3);
  assert.deepEqual([all.totals().waiting, changes], [4, 1]);
});
