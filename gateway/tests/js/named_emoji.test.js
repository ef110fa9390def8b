// Where a line of text calls emoji by their names. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { partsOf } from "../../../static/js/models/named_emoji.js";

test("known names are parts of their own, whatever stands beside them", () => {
  const known = new Set([":party:", ":c++:"]);
  const parts = (text) => partsOf(text, (name) => known.has(name));
  assert.deepEqual(parts("<a> :party:!"), ["<a> ", ":party:", "!"]);
  assert.deepEqual(parts(":party::party:"), [":party:", ":party:"]);
  assert.deepEqual(parts("at 10:30:party:"), ["at 10:30", ":party:"]);
  assert.deepEqual(parts("a:c++:b"), ["a", ":c++:", "b"]);
  assert.deepEqual(parts("::party :gone: :"), ["::party :gone: :"]);
  assert.deepEqual(parts(""), []);
});
