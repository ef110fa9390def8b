// Whether somebody is being mentioned. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { mentionBefore } from "../../../static/js/models/mention.js";

test("somebody is searched for where one is being typed", () => {
  assert.deepEqual(mentionBefore("@"), { start: 0, typed: "" });
  assert.deepEqual(mentionBefore("hi @Tomáš"), { start: 3, typed: "Tomáš" });
  assert.deepEqual(mentionBefore("(@ro.s"), { start: 1, typed: "ro.s" });
  for (const text of ["rosa@", "@rosa ", "https://x.y/@ro", "@@ro", "a.@ro", "", "@" + "x".repeat(33)]) assert.equal(mentionBefore(text), null, text);
});
