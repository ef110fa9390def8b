// Order, days, waiting, unread: rules of the browser's side that need no browser. Run: node --test gateway/tests/js/

import assert from "node:assert/strict";
import { test } from "node:test";

import { wait } from "../../../static/js/backoff.js";
import { belongs, day, dayName } from "../../../static/js/grouping.js";
import { hue, initials } from "../../../static/js/people.js";
import { Revisions } from "../../../static/js/revisions.js";
import { Rooms } from "../../../static/js/rooms.js";

test("a thousand browsers do not come back in the same moment, and none waits for ever", () => {
  assert.equal(wait(0, [500, 1000], () => 0), 500);
  assert.equal(wait(0, [500, 1000], () => 1), 1000);
  assert.equal(wait(3, [500, 1000], () => 0.5), 4125);
  assert.equal(wait(50, [500, 1000], () => 1), 30_000);
});

test("a lower rev never replaces a higher one, shown or not", () => {
  const revisions = new Revisions();
  assert.ok(revisions.accept(4, 4, "first"));
  assert.ok(revisions.accept(4, 9, "edited"));
  assert.ok(!revisions.accept(4, 4, "first"));
  assert.equal(revisions.newer(4, 4).html, "edited");
  assert.equal(revisions.newer(4, 9), undefined);
});

test("messages of one author within five minutes of one day belong together", () => {
  const at = new Date(2026, 10, 23, 12, 0).getTime();
  const dated = (row) => ({ ...row, day: day(row.at) });
  const row = (minutes, rest) => dated({ author: "a", name: "Ana", isMessage: true, at: at + minutes * 60_000, ...rest });
  assert.ok(belongs(row(0), row(4)));
  assert.ok(!belongs(row(0), row(5)));
  assert.ok(!belongs(row(0), row(1, { author: "b" })));
  assert.ok(!belongs(row(0, { isMessage: false }), row(1)));
  assert.ok(!belongs(undefined, row(0)));
  const midnight = new Date(2026, 10, 24).getTime();
  assert.ok(!belongs(dated({ ...row(0), at: midnight - 1000 }), dated({ ...row(0), at: midnight + 1000 })));
  assert.equal(day(midnight), "2026-11-24");
});

test("days are called by their names", () => {
  const now = new Date(2026, 10, 23, 12).getTime();
  assert.equal(dayName(now, now, "en"), "Today");
  assert.equal(dayName(now - 86_400_000, now, "en"), "Yesterday");
  assert.match(dayName(new Date(2026, 10, 3).getTime(), now, "en-GB"), /^Tuesday,? 3 November$/);
  assert.match(dayName(new Date(2025, 10, 3).getTime(), now, "en-GB"), /^Monday,? 3 November 2025$/);
});

test("faces are the same as the server's", () => {
  assert.equal(initials("Ana María del Río"), "AR");
  assert.equal(initials("(Jo)"), "J");
  assert.equal(initials("🎉"), "🎉");
  assert.equal(hue("00000000-0000-0000-0000-0000000000a1"), 0xa1 % 12);
});

test("unread is what there is minus what I read, and late news changes nothing", () => {
  const rooms = new Rooms("me");
  rooms.merge("r", { last_msg: 10, read_msg: 7 });
  assert.equal(rooms.unread("r"), 3);
  rooms.merge("r", { last_msg: 9, read_msg: 5 });
  assert.equal(rooms.total(), 3);
  rooms.message("r", { seq: 30, no: 11, author: "ana" });
  assert.equal(rooms.unread("r"), 4);
  rooms.message("r", { seq: 31, no: 12, author: "me" });
  assert.equal(rooms.unread("r"), 0, "an own message is read");
  rooms.merge("r", { last_msg: 20 });
  rooms.watch("r");
  assert.equal(rooms.unread("r"), 0, "what is before my eyes is not counted");
});
