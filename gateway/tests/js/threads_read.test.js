// How far threads have been read. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { ThreadsRead } from "../../../static/js/models/threads_read.js";

test("a thread has been read to the farthest that was seen of it, each for itself", () => {
  const threads = new ThreadsRead();
  assert.equal(threads.upTo("r", 3), 0);
  threads.read("r", 3, 9);
  threads.read("r", 3, 7);
  assert.deepEqual([threads.upTo("r", 3), threads.upTo("r", 4), threads.upTo("other", 3)], [9, 0, 0]);
});
