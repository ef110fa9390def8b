// What is said about the connection. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { connectionStatus } from "../../../static/js/models/connection_status.js";

const open = { state: "open", reason: null, retryAt: 0, works: true, isBehind: false, isOnline: true, wasOpen: true };
const kind = (more) => connectionStatus({ ...open, ...more }, 0).kind;

test("nothing is said of a connection that works", () => {
  assert.equal(kind({}), "fine");
  assert.equal(kind({ works: false }), "stuck");
  assert.equal(kind({ isBehind: true }), "behind");
  assert.equal(kind({ works: false, isBehind: true }), "stuck", "that is why");
});

test("who is away is told why, and when it is tried again", () => {
  assert.equal(kind({ state: "connecting" }), "reconnecting");
  assert.equal(kind({ state: "connecting", wasOpen: false }), "connecting");
  assert.equal(kind({ state: "waiting", isOnline: false }), "offline");
  const seconds = (retryAt) => connectionStatus({ ...open, state: "waiting", retryAt }, 10_000).seconds;
  assert.deepEqual([seconds(10_500), seconds(14_200)], [undefined, 5], "a second is not worth counting");
});

test("a page that was kept says so in any way of being away, and no more once it is live", () => {
  const kept = { asOf: 5, state: "waiting" };
  assert.equal(kind({ ...kept, isOnline: false }), "kept-offline");
  assert.equal(kind(kept), "kept-away");
  assert.equal(kind({ ...kept, state: "connecting", wasOpen: false }), "kept-away");
  assert.equal(kind({ ...kept, state: "open" }), "fine");
  assert.equal(kind({ ...kept, state: "ended", reason: "session" }), "session-ended");
});

test("what has ended is not tried again", () => {
  assert.equal(kind({ state: "ended", reason: "session" }), "session-ended");
  assert.equal(kind({ state: "ended", reason: "person" }), "other-person");
  assert.equal(kind({ state: "ended", reason: "protocol", isOnline: false }), "outdated");
});
