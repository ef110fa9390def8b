// What is newer than a drawing. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { ReactionLog } from "../../../static/js/models/reaction_log.js";

const plain = ({ standing, counts, own }) => [standing?.rev, Object.fromEntries(counts), Object.fromEntries(own)];

test("what happened after a drawing is put on top of it, and what came before is in it", () => {
  const log = new ReactionLog();
  log.happened(5, 10, { token: "👍", count: 1 }, true);
  log.happened(5, 11, { token: "👍", count: 2 });
  log.happened(5, 12, { token: "🎉", count: 1 });
  assert.deepEqual(plain(log.since(5, 5)), [undefined, { "👍": 2, "🎉": 1 }, { "👍": true }]);
  assert.deepEqual(plain(log.since(5, 10)), [undefined, { "👍": 2, "🎉": 1 }, {}]);
  assert.deepEqual(plain(log.since(5, 11)), [undefined, { "🎉": 1 }, {}]);
  assert.deepEqual(plain(log.since(5, 12)), [undefined, {}, {}]);
  assert.deepEqual(plain(log.since(6, 6)), [undefined, {}, {}]);
});

test("after an absence all of them stand as they are told, and what is heard then comes on top", () => {
  const log = new ReactionLog();
  log.happened(5, 10, { token: "👍", count: 1 }, true);
  log.stands({ seq: 5, rev: 40, reactions: [{ reaction: "🎉", count: 3 }], mine: [] });
  log.happened(5, 41, { token: "👍", count: 1 });
  assert.deepEqual(plain(log.since(5, 5)), [40, { "👍": 1 }, {}]);
  assert.deepEqual(plain(log.since(5, 40)), [undefined, { "👍": 1 }, {}]);
  log.stands({ seq: 5, rev: 39, reactions: [] });
  assert.deepEqual(plain(log.since(5, 5))[0], 40, "an older one tells nothing");
});

test("it is forgotten which message was not reacted to for long", () => {
  const log = new ReactionLog();
  for (let seq = 1; seq <= 501; seq++) log.happened(seq, 1000 + seq, { token: "👍", count: 1 });
  assert.equal(log.since(1, 1).counts.size, 0);
  assert.equal(log.since(2, 2).counts.size, 1);
  log.clear();
  assert.equal(log.since(2, 2).counts.size, 0);
});
