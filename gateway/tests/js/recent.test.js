// Where somebody was lately. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { byRecency, visited } from "../../../static/js/models/recent.js";

test("rooms, conversations and people are remembered, each once, the last one first", () => {
  const paths = ["/r/tea", "/rooms", "/r/pub/members", "/u/rosa", "/d/0190", "/r/tea/m/4", "/"];
  assert.deepEqual(paths.reduce(visited, []), ["/r/tea", "/d/0190", "/u/rosa", "/r/pub"]);
  const many = Array.from({ length: 30 }, (_, n) => `/r/${n}`).reduce(visited, []);
  assert.deepEqual([many.length, many[0], many[19]], [20, "/r/29", "/r/10"]);
});

test("what was seen lately comes first, and where one is comes last", () => {
  const places = ["/r/a", "/r/b", "/r/c", "/r/d"].map((address) => ({ address }));
  const order = byRecency(places, ["/r/d", "/r/c"], "/r/d").map(({ address }) => address);
  assert.deepEqual(order, ["/r/c", "/r/a", "/r/b", "/r/d"]);
});
