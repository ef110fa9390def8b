// A file on its way. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { isSameFile, kept, keptUpload, moved, newUpload, pauseAfter, verdict } from "../../../static/js/models/upload.js";

const FILE = { name: "plan.pdf", size: 7, type: "application/pdf", lastModified: 5, slice: () => undefined };

test("what an answer means for a file depends on whether the server knew of it", () => {
  const of = (status, isKnown, code) => verdict({ status, code }, isKnown);
  for (const status of [200, 201, 202, 204]) assert.equal(of(status, true), "ok");
  for (const status of [0, 408, 429, 500, 502, 503, 504]) assert.equal(of(status, true), "later", status);
  assert.equal(of(404, true), "anew");
  assert.equal(of(404, false), "failed", "it is the room that is not there");
  assert.equal(of(409, true, "outdated"), "resume");
  assert.equal(of(409, false, "limit"), "failed");
  for (const status of [401, 403, 413, 422]) assert.equal(of(status, true), "failed", status);
});

test("pauses grow, and have an end", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 50].map(pauseAfter), [1000, 2000, 4000, 8000, 15_000, 15_000]);
});

test("what is kept of an upload brings it back whole, or says that its bytes are missing", () => {
  const upload = newUpload("k", { room: "r", thread: 3 }, FILE);
  assert.equal(upload.state, "waiting");
  Object.assign(upload, { id: "i", state: "sending", alt: "A plan" });
  const half = keptUpload({ room: "r" }, kept(upload));
  assert.deepEqual([half.state, half.id, half.alt], ["lost", undefined, "A plan"]);
  upload.state = "done";
  const whole = keptUpload({ room: "r" }, kept(upload));
  assert.deepEqual([whole.state, whole.id, whole.sent], ["done", "i", 7]);
});

test("a file that is chosen again is known by name, size and date", () => {
  const lost = keptUpload({ room: "r" }, kept(newUpload("k", { room: "r" }, FILE)));
  assert.ok(isSameFile(lost, FILE));
  for (const other of [{ name: "b.pdf" }, { size: 8 }, { lastModified: 6 }]) assert.ok(!isSameFile(lost, { ...FILE, ...other }));
  assert.ok(!isSameFile({ ...lost, state: "done" }, FILE));
});

test("one of a list is moved, and never out of it", () => {
  const list = ["a", "b", "c"];
  assert.deepEqual(moved(list, "a", 1), ["b", "a", "c"]);
  assert.deepEqual(moved(list, "c", 0), ["c", "a", "b"]);
  assert.deepEqual(moved(list, "b", 9), ["a", "c", "b"]);
  assert.deepEqual(moved(list, "b", -1), ["b", "a", "c"]);
});
