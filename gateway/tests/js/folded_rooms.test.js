// Which rooms a list that leaves out most of them shows. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { FoldedRooms } from "../../../static/js/models/folded_rooms.js";

test("a room left out comes in with its next message, and one that is not known was not left out", () => {
  const folded = new FoldedRooms();
  folded.leaveOut([{ room: "quiet", last_msg: 7 }, { room: "empty", last_msg: 0 }]);
  assert.deepEqual([folded.has({ room: "quiet", last_msg: 7 }), folded.has({ room: "empty", last_msg: 0 })], [true, true]);
  assert.equal(folded.has({ room: "quiet", last_msg: 8 }), false, "something was said");
  assert.equal(folded.has({ room: "joined since", last_msg: 0 }), false);
});

test("a room left out comes in when I look at it or mark it unread", () => {
  const folded = new FoldedRooms();
  folded.leaveOut([{ room: "r", last_msg: 7 }]);
  folded.bringIn("r");
  assert.equal(folded.has({ room: "r", last_msg: 7 }), false);
});
