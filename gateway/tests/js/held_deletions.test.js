// Messages about to be deleted. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { HELD, HeldDeletions } from "../../../static/js/models/held_deletions.js";

const message = (nonce, target = 4) => ({ nonce, room: "tea", target, address: `/r/tea/m/${target}` });
const names = (all) => all.map(({ nonce }) => nonce);

test("a message is held for a moment, once, and then due", () => {
  const held = new HeldDeletions();
  assert.equal(held.hold(message("a"), 1000)?.until, 1000 + HELD);
  assert.equal(held.hold(message("b"), 1000), undefined, "the same message");
  held.hold(message("c", 5), 3000);
  assert.deepEqual(names(held.due(1000 + HELD - 1)), []);
  assert.deepEqual(names(held.due(1000 + HELD)), ["a"]);
  assert.equal(held.release("a"), true);
  assert.equal(held.release("a"), false);
  assert.deepEqual(names(held.all), ["c"]);
});

test("what an earlier page left behind is due, and what cannot be read is nothing", () => {
  const held = new HeldDeletions([{ ...message("a"), until: 5 }, undefined, {}]);
  assert.deepEqual(names(held.due(6)), ["a"]);
});
