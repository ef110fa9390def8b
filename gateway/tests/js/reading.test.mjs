// What is unread and who is named, and which part of a room is in the page. Run: node --test gateway/tests/js/

import assert from "node:assert/strict";
import { test } from "node:test";

import { namedBefore } from "../../../static/js/naming.js";
import { Rooms } from "../../../static/js/rooms.js";
import { ends, farSide, isElsewhere, surplus } from "../../../static/js/stretch.js";
import { plainTitle, titled } from "../../../static/js/title.js";

function rooms(line) {
  const all = new Rooms("me");
  all.merge("r", { last_msg: 10, read_msg: 10, read_seq: 20, generation: 0, mentions: 0, ...line });
  return all;
}

test("a marker moved back is followed, and what was read before that comes too late", () => {
  const all = rooms();
  const turned = [];
  all.onTurn((line) => turned.push(line.read_seq));
  all.merge("r", { read_seq: 14, read_msg: 7, generation: 1, mentions: 2 });
  assert.deepEqual([all.unread("r"), all.mentions("r"), turned], [3, 2, [14]]);
  all.merge("r", { read_seq: 20, read_msg: 10, generation: 0, mentions: 0 });
  assert.deepEqual([all.unread("r"), all.mentions("r")], [3, 2], "from the generation before");
  all.merge("r", { read_seq: 16, read_msg: 8, generation: 1, mentions: 1 });
  all.merge("r", { read_seq: 15, read_msg: 7, generation: 1, mentions: 2 });
  assert.deepEqual([all.unread("r"), all.mentions("r"), turned], [2, 1, [14]], "within a generation it only grows");
});

test("the first that is heard of a room is no generation", () => {
  const all = new Rooms("me");
  all.onTurn(() => assert.fail("nothing was moved back"));
  all.merge("r", { last_msg: 10, read_msg: 7, read_seq: 14, generation: 3, mentions: 1 });
  assert.deepEqual([all.unread("r"), all.mentions("r")], [3, 1]);
});

test("who is named is told until it is read, and not of what is before their eyes", () => {
  const all = rooms();
  all.merge("r", { read_seq: 20, read_msg: 10, generation: 0, mentions: 1, last_msg: 11 });
  assert.equal(all.mentions("r"), 1);
  all.merge("r", { last_msg: 12, head: 30 });
  assert.equal(all.mentions("r"), 1, "a beacon knows nothing of names");
  all.watch("r");
  assert.equal(all.total((room) => all.mentions(room)), 0);
  all.watch(null);
  all.message("r", { seq: 31, no: 13, author: "me" });
  assert.deepEqual([all.unread("r"), all.mentions("r")], [0, 0], "who answers has read");
});

test("the title tells of names before numbers", () => {
  assert.equal(titled("tea", 0, 0), "tea");
  assert.equal(titled("(2) tea", 120, 0), "(99+) tea");
  assert.equal(titled("(99+) tea", 5, 1), "(@1) tea");
  assert.equal(plainTitle("(@1) (2) tea"), "(2) tea", "a room may be called so");
});

test("a name is looked for where one is being typed", () => {
  assert.deepEqual(namedBefore("@"), { start: 0, typed: "" });
  assert.deepEqual(namedBefore("hi @Tomáš"), { start: 3, typed: "Tomáš" });
  assert.deepEqual(namedBefore("(@ro.s"), { start: 1, typed: "ro.s" });
  for (const text of ["rosa@", "@rosa ", "https://x.y/@ro", "@@ro", "a.@ro", "", "@" + "x".repeat(33)]) assert.equal(namedBefore(text), null, text);
});

test("the page keeps a stretch of history, and knows what is not in it", () => {
  assert.deepEqual([surplus(300), surplus(320), surplus(321)], [0, 0, 21]);
  assert.deepEqual([farSide(10, 321), farSide(300, 321)], ["end", "start"], "what is far from the eye goes first");
  const middle = { first: 10, last: 20, before: true, after: true };
  assert.deepEqual([9, 10, 15, 21].map((seq) => isElsewhere(seq, middle)), [true, false, false, true]);
  const whole = { first: 10, last: 20, before: false, after: false };
  assert.deepEqual([9, 21].map((seq) => isElsewhere(seq, whole)), [false, false]);
  assert.ok(!isElsewhere(5, { before: false, after: false }), "an empty room takes its first message");
  assert.deepEqual(ends({ head: 20, more: { before: true, after: false } }, 20), { before: true, after: false });
  assert.deepEqual(ends({ head: 19, more: { before: false, after: false } }, 20), { before: false, after: true });
});
