// What is offered for a message. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOfKey, isAllowed } from "../../../static/js/models/message_actions.js";

const ACTIONS = ["edit", "delete", "pin", "unpin", "unread", "link"];
const none = { isMember: false, isWriter: false, isModerator: false, settings: { pins: [7] } };
const offered = (message, viewer) => ACTIONS.filter((action) => isAllowed(action, { isMine: false, isGone: false, seq: 3, ...message }, { ...none, ...viewer }));

test("nothing is offered that would be refused", () => {
  const member = { isMember: true, isWriter: true };
  assert.deepEqual(offered({}, {}), ["link"]);
  assert.deepEqual(offered({}, member), ["unread", "link"]);
  assert.deepEqual(offered({ isMine: true }, member), ["edit", "delete", "unread", "link"]);
  assert.deepEqual(offered({}, { ...member, isModerator: true }), ["delete", "pin", "unread", "link"]);
  assert.deepEqual(offered({ seq: 7 }, { ...member, isModerator: true }), ["delete", "unpin", "unread", "link"]);
  assert.deepEqual(offered({ isMine: true }, { isMember: true, isModerator: true }), ["unread", "link"], "an archived room");
  assert.deepEqual(offered({ isMine: true, isGone: true }, member), []);
});

test("each action has its key", () => {
  assert.deepEqual(["e", "Delete", "u", "c", "x"].map(actionOfKey), ["edit", "delete", "unread", "link", undefined]);
});
