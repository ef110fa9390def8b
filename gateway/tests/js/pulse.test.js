// Whether the other side still hears us. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { DEAF_AFTER, Pulse, SILENT_AFTER } from "../../../static/js/models/pulse.js";

test("who sends a pong hears us, however late", () => {
  const pulse = new Pulse();
  assert.ok(!pulse.isDead(1_000_000), "nothing was asked");
  const asked = pulse.ask(1000);
  pulse.answered(asked);
  assert.ok(!pulse.isDead(1000 + DEAF_AFTER));
  assert.equal(pulse.ask(60_000), 60_000, "and may be asked again");
});

test("silence is noticed first, and talk without a pong soon after", () => {
  const silent = new Pulse();
  silent.ask(1000);
  assert.ok(!silent.isDead(1000 + SILENT_AFTER - 1));
  assert.ok(silent.isDead(1000 + SILENT_AFTER));
  const deaf = new Pulse();
  deaf.ask(1000);
  deaf.heard(1500);
  assert.ok(!deaf.isDead(1000 + SILENT_AFTER), "the pong may stand behind what is coming");
  deaf.heard(1000 + DEAF_AFTER - 1);
  assert.ok(deaf.isDead(1000 + DEAF_AFTER), "others are heard, and we are not");
});

test("one question at a time, and an old answer is none", () => {
  const pulse = new Pulse();
  pulse.ask(1000);
  assert.equal(pulse.ask(2000), undefined);
  pulse.answered(500);
  assert.ok(pulse.isDead(1000 + SILENT_AFTER));
});
