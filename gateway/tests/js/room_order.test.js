// The order of rooms in a list. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { byActivity, inOrder } from "../../../static/js/models/room_order.js";

test("rooms stand as an order has them, and the others behind them as they stood", () => {
  assert.deepEqual(inOrder(["a", "b", "c", "d"], ["c", "x", "a"]), ["c", "a", "b", "d"]);
  assert.deepEqual(inOrder([], ["a"]), []);
});

test("where something happened last comes first, and where nothing did yet stays", () => {
  const at = { b: 2, d: 7 };
  assert.deepEqual(byActivity(["a", "b", "c", "d"], (room) => at[room] ?? 0), ["d", "b", "a", "c"]);
});
