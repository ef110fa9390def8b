// Which part of a room is in the page, and where the unread messages begin. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { fartherSide, firstMarkedUnread, firstUnread, isOutside, moreBeyond, surplus } from "../../../static/js/models/message_window.js";

test("the page keeps a window of history, and knows what is not in it", () => {
  assert.deepEqual([surplus(300), surplus(320), surplus(321)], [0, 0, 21]);
  assert.deepEqual([fartherSide(10, 321), fartherSide(300, 321)], ["end", "start"], "what is far from the eye goes first");
  const middle = { first: 10, last: 20, before: true, after: true };
  assert.deepEqual([9, 10, 15, 21].map((seq) => isOutside(seq, middle)), [true, false, false, true]);
  const whole = { first: 10, last: 20, before: false, after: false };
  assert.deepEqual([9, 21].map((seq) => isOutside(seq, whole)), [false, false]);
  assert.ok(!isOutside(5, { before: false, after: false }), "an empty room takes its first message");
  assert.deepEqual(moreBeyond({ head: 20, more: { before: true, after: false } }, 20), { before: true, after: false });
  assert.deepEqual(moreBeyond({ head: 19, more: { before: false, after: false } }, 20), { before: false, after: true });
});

const message = (seq, author = "ann") => ({ seq, author, isMessage: true });
const rows = [message(10), { seq: 11, author: "bob", isMessage: false }, message(12, "me"), message(13)];

test("the New divider stands above the first message of somebody else, unless it is the room's very first", () => {
  const first = (read, isMoreBefore = false) => firstUnread(rows, { read, me: "me", isMoreBefore });
  assert.equal(first(10), 1);
  assert.equal(first(11), 3, "my own are read");
  assert.equal(first(13), undefined, "all is read");
  assert.equal(first(9), undefined, "nothing is above it");
  assert.equal(first(9, true), 0);
  assert.equal(first(0, true), undefined, "nothing was ever read");
});

test("what is marked unread has the divider above it, whosever it is", () => {
  assert.equal(firstMarkedUnread(rows, 10), 2);
  assert.equal(firstMarkedUnread(rows, 9), 0);
  assert.equal(firstMarkedUnread(rows, 5), undefined, "that message is not in the page");
  assert.equal(firstMarkedUnread(rows, 13), undefined);
});
