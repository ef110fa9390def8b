// What was really read. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { ReadPosition } from "../../../static/js/models/read_position.js";

test("what stays in view is read, and told at most every two seconds", () => {
  const position = new ReadPosition(10);
  assert.ok(!position.glance(10), "no news");
  assert.ok(position.glance(12));
  assert.deepEqual(position.confirm(11, 5000), { read: 11 }, "what has left the view in between does not count");
  position.told(11, 5000);
  assert.ok(position.glance(14));
  assert.deepEqual(position.confirm(14, 5500), { wait: 1500 });
  assert.deepEqual(position.confirm(14, 7000), { read: 14 });
  assert.deepEqual(position.confirm(11, 7000), {}, "nothing new is in view any more");
});

test("what I post myself is read without being told, unless all is to stay unread", () => {
  const position = new ReadPosition(10);
  position.posted(11);
  assert.ok(!position.glance(11), "no news");
  assert.ok(position.glance(12));
  position.posted(9);
  assert.ok(!position.glance(11), "never back");
  position.hold(6, 0);
  position.posted(12);
  assert.ok(position.glance(12));
});

test("what is to be unread stays so until one scrolls on purpose", () => {
  const position = new ReadPosition(10);
  position.hold(6, -100);
  position.scrolled(-110);
  assert.ok(position.isHeld, "a trembling finger is no scrolling");
  position.shift(-500);
  position.scrolled(-600);
  assert.ok(position.isHeld, "nor is what the page does by itself");
  position.scrolled(-630);
  assert.ok(!position.isHeld);
  assert.ok(position.glance(7), "read it is once more");
});
