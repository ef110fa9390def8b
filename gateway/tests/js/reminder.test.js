// When reminders are due. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { momentOf } from "../../../static/js/models/reminder.js";

// A Sunday, by the clock of whoever runs this.
const NOON = new Date(2026, 10, 22, 12, 0);

test("a choice is a moment of the reader's own clock", () => {
  assert.deepEqual(momentOf("hour", "", NOON), new Date(2026, 10, 22, 13, 0));
  assert.deepEqual(momentOf("tomorrow", "", NOON), new Date(2026, 10, 23, 9, 0));
  assert.deepEqual(momentOf("week", "", NOON), new Date(2026, 10, 23, 9, 0), "the next Monday");
  assert.deepEqual(momentOf("week", "", new Date(2026, 10, 23, 8, 0)), new Date(2026, 10, 30, 9, 0), "not today");
  assert.deepEqual(momentOf("date", "2026-12-24T18:30", NOON), new Date(2026, 11, 24, 18, 30));
});

test("what names no moment is none", () => {
  assert.deepEqual(["", "never", "date"].map((when) => momentOf(when, "", NOON)), [undefined, undefined, undefined]);
});
