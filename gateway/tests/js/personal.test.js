// What is one person's alone. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { Personal } from "../../../static/js/models/personal.js";

test("the last that was told counts, whole", () => {
  const personal = new Personal();
  let changes = 0;
  personal.on("changed", () => changes++);
  assert.deepEqual([personal.threads, personal.savedIn("tea")], [undefined, []]);
  personal.told({ threads: 2, saved: { tea: [4, 9] } });
  assert.deepEqual([personal.threads, personal.savedIn("tea"), personal.savedIn("pub")], [2, [4, 9], []]);
  personal.told({ threads: 0, arrangement: { version: 3 } });
  assert.deepEqual([personal.threads, personal.savedIn("tea"), personal.arranged, changes], [0, [], 3, 2]);
});

test("a reminder is due from its moment on, and the next one is known", () => {
  const personal = new Personal();
  const at = (hour) => Date.parse(`2026-11-22T${hour}:00:00Z`);
  personal.told({ threads: 0, reminders: ["2026-11-22T09:00:00Z", "2026-11-22T12:00:00Z"] });
  assert.deepEqual([personal.due(at("08")), personal.next(at("08"))], [0, at("09")]);
  assert.deepEqual([personal.due(at("09")), personal.next(at("09"))], [1, at("12")]);
  assert.deepEqual([personal.due(at("23")), personal.next(at("23"))], [2, undefined]);
});
