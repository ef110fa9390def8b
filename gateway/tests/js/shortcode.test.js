// Whether an emoji is being called by its name. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { emojiBefore } from "../../../static/js/models/shortcode.js";

test("a name is begun by a colon that stands in no word", () => {
  assert.deepEqual(emojiBefore(":ta"), { start: 0, typed: "ta" });
  assert.deepEqual(emojiBefore("well (:heart_e"), { start: 6, typed: "heart_e" });
  assert.deepEqual(emojiBefore("真 :+1"), { start: 2, typed: "+1" });
});

test("faces, times, paths and names that are finished begin none", () => {
  for (const text of ["", ":", ":D", ":)", ":d", "10:30", "std::fm", "https://x", "a:ta", ":tada:", ":ta da"]) {
    assert.equal(emojiBefore(text), null, text);
  }
});
