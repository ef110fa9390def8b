// The title of the page. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { countedTitle, plainTitle, shortCount, withName } from "../../../static/js/models/title.js";

test("the title tells of mentions before numbers", () => {
  assert.equal(countedTitle("tea", { unread: 0, waiting: 0 }), "tea");
  assert.equal(countedTitle("(2) tea", { unread: 120, waiting: 0 }), "(99+) tea");
  assert.equal(countedTitle("(99+) tea", { unread: 5, waiting: 1 }), "(@1) tea");
  assert.equal(plainTitle("(@1) (2) tea"), "(2) tea", "a room may be called so");
});

test("a badge has two digits", () => {
  assert.deepEqual([0, 99, 100].map(shortCount), ["0", "99", "99+"]);
});

test("a sentence about a room that is called something else keeps its other words", () => {
  assert.equal(withName("Message e", "e", "$& quay"), "Message $& quay");
  assert.equal(withName("Message tea", "coffee", "quay"), "Message tea");
});
