// Which part of a room is in the page, and where the unread messages begin. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { firstMarkedUnread, firstUnread, gapBelow, isLarge, isOutside, moreBeyond, surplus } from "../../../static/js/models/message_window.js";

test("the page keeps a window of history, and knows what is not in it", () => {
  assert.deepEqual([isLarge(100), isLarge(120), isLarge(121)], [false, false, true]);
  const middle = { first: 10, last: 20, before: true, after: true };
  assert.deepEqual([9, 10, 15, 21].map((seq) => isOutside(seq, middle)), [true, false, false, true]);
  const whole = { first: 10, last: 20, before: false, after: false };
  assert.deepEqual([9, 21].map((seq) => isOutside(seq, whole)), [false, false]);
  assert.ok(!isOutside(5, { before: false, after: false }), "an empty room takes its first message");
  assert.deepEqual(moreBeyond({ head: 20, more: { before: true, after: false } }, 20), { before: true, after: false });
  assert.deepEqual(moreBeyond({ head: 19, more: { before: false, after: false } }, 20), { before: false, after: true });
});

test("what is too many goes where nobody reads", () => {
  const still = { isFollowing: false, isMoving: false };
  const atTheEnd = { count: 121, first: 101, last: 120 };
  assert.equal(surplus({ ...atTheEnd, count: 120 }, still), undefined);
  assert.deepEqual(surplus(atTheEnd, { isFollowing: true, isMoving: false }), { side: "start", count: 21 });
  assert.deepEqual(surplus({ count: 150, first: 10, last: 20 }, still), { side: "end", count: 50 }, "what is far from the eye goes first");
  assert.deepEqual(surplus({ count: 150, first: 130, last: 140 }, still), { side: "start", count: 50 });
  assert.equal(surplus({ count: 150, first: 10, last: 20 }, { isFollowing: false, isMoving: true }), undefined, "not while one scrolls");
  assert.deepEqual(surplus({ count: 170, first: 10, last: 20 }, { isFollowing: false, isMoving: true }), { side: "end", count: 70 }, "unless they are very many");
  assert.deepEqual(surplus({ count: 130, first: 20, last: 64 }, still), undefined, "of a tall window two screens stay on either side");
  assert.deepEqual(surplus({ count: 121, first: 60, last: 80 }, still), { side: "start", count: 18 }, "no more than there are far away");
});

test("what shrinks leaves room below, and what grows takes it first", () => {
  assert.equal(gapBelow(0, 40, 200), 40);
  assert.equal(gapBelow(40, -30, 200), 10);
  assert.equal(gapBelow(10, -30, 200), 0);
  assert.equal(gapBelow(150, 100, 200), 200, "but no more than a part of the view");
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
