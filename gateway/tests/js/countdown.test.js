import assert from "node:assert/strict";
import { test } from "node:test";

import { remaining } from "../../../static/js/models/countdown.js";

test("what is left is told in minutes and seconds, and nothing is left only once it is over", () => {
  const cases = [[24_000, "0:24"], [23_001, "0:24"], [65_000, "1:05"], [600_000, "10:00"], [1, "0:01"], [0, "0:00"], [-5_000, "0:00"]];
  for (const [left, told] of cases) assert.equal(remaining(left), told);
});
