// What was read of a list. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { SeenRows } from "../../../static/js/models/seen_rows.js";

test("read is what has nothing unseen before it", () => {
  const rows = new SeenRows([4, 7, 9]);
  assert.deepEqual([7, 4, 4, 9].map((seq) => rows.see(seq)), [undefined, 7, undefined, 9]);
  assert.equal(rows.isWhole, true);
  const other = new SeenRows([4, 7]);
  assert.deepEqual([other.see(4), other.isWhole], [4, false]);
});
