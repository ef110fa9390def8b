// What outlives a reload. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { UserStorage } from "../../../static/js/lib/storage.js";

test("what a browser refuses to keep lives as long as the page", () => {
  const full = { length: 0, key: () => null, getItem: () => null, setItem: () => { throw new Error("full"); }, removeItem() {} };
  const storage = new UserStorage("ana", full);
  storage.set("draft:r", "half a thought");
  assert.equal(storage.get("draft:r"), "half a thought");
  assert.deepEqual([storage.keys("draft:"), storage.keys("outbox:")], [["draft:r"], []]);
  storage.remove("draft:r");
  assert.ok(!storage.has("draft:r"));
});
