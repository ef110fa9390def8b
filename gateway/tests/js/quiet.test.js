// Hours in which I do not want to be disturbed, as the server has them. Run: npm test

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { isQuiet } from "../../../static/js/models/quiet.js";

test("hours are kept by the clock on the wall, as the shared table says", () => {
  const cases = JSON.parse(readFileSync(new URL("../../../proto/tests/cases/quiet.json", import.meta.url), "utf8"));
  assert(cases.length > 20);
  for (const { name, quiet, now, holds } of cases) assert.equal(isQuiet(quiet, Date.parse(now)), holds, name);
});

test("who has chosen nothing may be disturbed", () => {
  assert.equal(isQuiet(undefined, 0), false);
});
