// When to try again. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { backoff, outcome } from "../../../static/js/models/retry.js";

test("a thousand browsers do not come back in the same moment, and none waits for ever", () => {
  assert.equal(backoff(0, [500, 1000], () => 0), 500);
  assert.equal(backoff(0, [500, 1000], () => 1), 1000);
  assert.equal(backoff(3, [500, 1000], () => 0.5), 4125);
  assert.equal(backoff(50, [500, 1000], () => 1), 30_000);
});

test("a code says whether something may have happened, and whether to try again", () => {
  const codes = [undefined, "rate_limited", "busy", "unavailable", "auth_required", "revoked", "forbidden", "not_found"];
  const outcomes = ["lost", "busy", "busy", "busy", "session", "session", "refused", "refused"];
  assert.deepEqual(codes.map((code) => outcome({ code })), outcomes);
});
