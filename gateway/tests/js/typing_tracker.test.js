// Who is typing. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import "./words.js";
import { typing } from "../../../static/js/lib/messages.js";
import { TypingTracker } from "../../../static/js/models/typing_tracker.js";

test("typing is told every three seconds, shown for six, and gone with the message", () => {
  const tracker = new TypingTracker();
  assert.ok(tracker.shouldTell(0));
  assert.ok(!tracker.shouldTell(2999));
  assert.ok(tracker.shouldTell(3000));
  tracker.reset();
  assert.ok(tracker.shouldTell(3001), "after a message the next word is news");
  tracker.add("a", "Ana", 0);
  tracker.add("b", "Bo", 1000);
  assert.equal(typing(tracker.names(5999)), "Ana and Bo are typing…");
  assert.equal(typing(tracker.names(6000)), "Bo is typing…");
  tracker.add("c", "Cem", 6000);
  tracker.add("d", "Dag", 6000);
  assert.equal(typing(tracker.names(6500)), "Several people are typing…");
  assert.ok(tracker.remove("c") && tracker.remove("d"));
  assert.equal(typing(tracker.names(6500)), "Bo is typing…");
  assert.equal(typing(tracker.names(7000)), "");
});
