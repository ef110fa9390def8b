// What calls somebody who is not looking. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { Calls, countForMe } from "../../../static/js/models/calls.js";

const room = (line) => ({ room: "r", kind: "public", level: "mentions", head: 1, last_msg: 10, read_msg: 10, read_seq: 1, generation: 0, mentions: 0, ...line });
const news = (count) => [{ room: "r", count, isNews: true }];
const over = [{ room: "r", count: 0, isNews: false }];

test("a level says what of the unread is for me", () => {
  const unread = (line) => countForMe(room({ last_msg: 13, mentions: 1, ...line }));
  assert.deepEqual(["everything", "mentions", "nothing", "hidden"].map((level) => unread({ level })), [3, 1, 0, 0]);
  assert.equal(unread({ kind: "direct", level: undefined }), 3, "all that is said in a conversation");
  assert.equal(unread({ level: undefined }), 1);
  assert.equal(countForMe(room({ level: "everything", last_msg: 9 })), 0, "what was deleted is not missing");
});

test("what was there before is not told, what comes is told once, and what is read is taken back", () => {
  const calls = new Calls();
  assert.deepEqual(calls.next([room({ mentions: 2 })], false), [], "it was there");
  assert.deepEqual(calls.next([room({ mentions: 3 })], false), news(3));
  assert.deepEqual(calls.next([room({ mentions: 3 })], false), [], "once");
  assert.deepEqual(calls.next([room({ mentions: 0 })], false), over, "read elsewhere");
  assert.deepEqual(calls.next([room({ mentions: 0 })], false), []);
  assert.deepEqual(calls.next([room({ mentions: 1 })], false), news(1), "and what comes then is news");
});

test("who looks is told nothing, neither then nor later", () => {
  const calls = new Calls();
  calls.next([room()], true);
  assert.deepEqual(calls.next([room({ mentions: 1 })], true), []);
  assert.deepEqual(calls.next([room({ mentions: 1 })], false), [], "it was before their eyes");
  assert.deepEqual(calls.next([room({ mentions: 2 })], false), news(2));
  assert.deepEqual(calls.next([room({ mentions: 2 })], true), over, "who comes back needs no telling");
});

test("a room that is joined, or not to call any more, is no news", () => {
  const calls = new Calls();
  calls.next([], false);
  assert.deepEqual(calls.next([room({ mentions: 1 })], false), [], "the first that is heard of it");
  assert.deepEqual(calls.next([room({ mentions: 4 })], false), news(4));
  assert.deepEqual(calls.next([room({ mentions: 5, level: "nothing" })], false), over);
});
