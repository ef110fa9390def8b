// Days and groups. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import "./words.js";

// Where not all days are of 24 hours.
process.env.TZ = "Europe/Berlin";
import { dayName } from "../../../static/js/lib/local_times.js";
import { dayKind, dayOf, goesOn, isGrouped, untilMidnight } from "../../../static/js/models/grouping.js";

test("messages of one author within five minutes of one day belong together", () => {
  const at = new Date(2026, 10, 23, 12, 0).getTime();
  const dated = (row) => ({ ...row, day: dayOf(row.at) });
  const row = (minutes, rest) => dated({ author: "a", name: "Ana", isMessage: true, at: at + minutes * 60_000, ...rest });
  assert.ok(isGrouped(row(0), row(4)));
  assert.ok(!isGrouped(row(0), row(5)));
  assert.ok(!isGrouped(row(0), row(1, { author: "b" })));
  assert.ok(!isGrouped(row(0, { isMessage: false }), row(1)));
  assert.ok(!isGrouped(undefined, row(0)));
  const midnight = new Date(2026, 10, 24).getTime();
  assert.ok(!isGrouped(dated({ ...row(0), at: midnight - 1000 }), dated({ ...row(0), at: midnight + 1000 })));
  assert.equal(dayOf(midnight), "2026-11-24");
});

test("days are called by their names", () => {
  const now = new Date(2026, 10, 23, 12).getTime();
  assert.equal(dayName(now, now, "en"), "Today");
  assert.equal(dayName(now - 86_400_000, now, "en"), "Yesterday");
  assert.match(dayName(new Date(2026, 10, 3).getTime(), now, "en-GB"), /^Tuesday,? 3 November$/);
  assert.match(dayName(new Date(2025, 10, 3).getTime(), now, "en-GB"), /^Monday,? 3 November 2025$/);
});

test("yesterday is the day before today, however long that was", () => {
  const kind = (at, now) => dayKind(new Date(...at).getTime(), new Date(...now).getTime());
  assert.equal(kind([2026, 2, 29, 12], [2026, 2, 30, 0, 30]), "yesterday", "of 23 hours");
  assert.equal(kind([2026, 2, 28, 23, 45], [2026, 2, 30, 0, 30]), "this-year");
  assert.equal(kind([2026, 9, 24, 12], [2026, 9, 25, 23, 30]), "yesterday", "before one of 25 hours");
  assert.equal(kind([2026, 9, 25, 0, 10], [2026, 9, 26, 0, 5]), "yesterday");
  assert.equal(kind([2025, 11, 31, 23], [2026, 0, 1, 1]), "yesterday");
});

test("the day turns at midnight", () => {
  const until = (...now) => untilMidnight(new Date(...now).getTime()) / 3_600_000;
  assert.equal(until(2026, 10, 23, 22), 2);
  assert.equal(until(2026, 2, 29, 0), 23, "the clocks go forward");
  assert.equal(until(2026, 9, 25, 0), 25, "and back");
});

test("a message of mine under way goes on where my last one stopped", () => {
  const last = { author: "me", at: 1000, isMessage: true, isGone: false };
  assert.ok(goesOn(last, "me", 1000 + 299_999));
  assert.ok(!goesOn(last, "me", 1000 + 300_000));
  assert.ok(!goesOn(undefined, "me", 1000));
  for (const other of [{ author: "ann" }, { isMessage: false }, { isGone: true }]) assert.ok(!goesOn({ ...last, ...other }, "me", 1000));
});
