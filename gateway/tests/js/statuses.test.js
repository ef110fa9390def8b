import assert from "node:assert/strict";
import { test } from "node:test";

import { Statuses } from "../../../static/js/models/statuses.js";

const NOON = Date.parse("2026-11-22T12:00:00Z");
const lunch = { emoji: "🍜", text: "Lunch", until: "2026-11-22T12:30:00Z" };

test("a status is the one told last, and ends by the clock", () => {
  const statuses = new Statuses();
  assert.equal(statuses.isTold("rosa"), false);
  statuses.tell({ people: [{ id: "rosa", status: lunch }] });
  assert.deepEqual(statuses.of("rosa", NOON), lunch);
  assert.equal(statuses.of("rosa", NOON + 30 * 60_000), undefined);
  statuses.tell({ people: [{ id: "rosa" }] });
  assert.equal(statuses.isTold("rosa"), true);
  assert.equal(statuses.of("rosa", NOON), undefined);
});

test("where everyone is told of, whoever is not is up to nothing", () => {
  const statuses = new Statuses();
  statuses.tell({ people: [{ id: "rosa", status: lunch }, { id: "anton", status: { text: "Away" } }] });
  statuses.tell({ people: [{ id: "anton", status: { text: "Away" } }], all: true });
  assert.equal(statuses.of("rosa", NOON), undefined);
  assert.deepEqual(statuses.of("anton", NOON), { text: "Away" });
  assert.equal(statuses.isTold("nobody"), true);
});
