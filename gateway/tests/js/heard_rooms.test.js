// Rooms that are asked for and not heard yet. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { ASK_AGAIN, HeardRooms } from "../../../static/js/models/heard_rooms.js";

test("a room that cannot be opened yet is behind until it is heard", () => {
  const rooms = new HeardRooms();
  rooms.asked("a", 0);
  assert.equal(rooms.isBehind, false, "the answer is on its way");
  rooms.waits("a");
  assert.equal(rooms.isBehind, true);
  rooms.asked("a", 100);
  assert.equal(rooms.isBehind, true, "asking once more changes nothing");
  rooms.settled("a");
  assert.equal(rooms.isBehind, false);
  rooms.waits("a");
  assert.equal(rooms.isBehind, false, "a late word about a room that is heard");
});

test("a room that nothing is heard of is asked for again, and no other is", () => {
  const rooms = new HeardRooms();
  rooms.asked("a", 0);
  rooms.asked("b", 1);
  rooms.settled("b");
  assert.deepEqual(rooms.due(ASK_AGAIN - 1), []);
  assert.deepEqual(rooms.due(ASK_AGAIN), ["a"]);
  assert.equal(rooms.isBehind, true);
  rooms.asked("a", ASK_AGAIN);
  assert.deepEqual(rooms.due(ASK_AGAIN + 1), []);
  rooms.clear();
  assert.deepEqual([rooms.due(10 * ASK_AGAIN), rooms.isBehind], [[], false]);
});
