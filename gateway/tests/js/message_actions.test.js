// What is offered for a message. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { isAllowed } from "../../../static/js/models/message_actions.js";

const ACTIONS = ["edit", "delete", "pin", "unpin", "unread", "link", "save", "unsave", "report"];
const offer = (action, { own = false, others = false, list = null } = {}) => ({ action, own, others, list });
const ON_PINS = [offer("pin", { list: { name: "pins", has: false } }), offer("unpin", { list: { name: "pins", has: true } })];
const viewer = (...offers) => ({ offers, settings: { pins: [7] }, saved: [8] });
const offered = (message, seen) => ACTIONS.filter((action) => isAllowed(action, { isMine: false, isGone: false, seq: 3, ...message }, seen));

test("what the server offers is offered on the messages it fits", () => {
  const member = viewer(offer("edit", { own: true }), offer("delete", { own: true }), offer("unread"));
  const moderator = viewer(offer("edit", { own: true }), offer("delete"), ...ON_PINS, offer("unread"));
  assert.deepEqual(offered({}, viewer()), ["link", "save"]);
  assert.deepEqual(offered({}, member), ["unread", "link", "save"]);
  assert.deepEqual(offered({ isMine: true }, member), ["edit", "delete", "unread", "link", "save"]);
  assert.deepEqual(offered({}, moderator), ["delete", "pin", "unread", "link", "save"]);
  assert.deepEqual(offered({ seq: 7 }, moderator), ["delete", "unpin", "unread", "link", "save"]);
  assert.deepEqual(offered({ isMine: true }, viewer(offer("unread"))), ["unread", "link", "save"], "an archived room");
  assert.deepEqual(offered({ isMine: true, isGone: true }, moderator), []);
});

test("others' messages are reported, and my own are not", () => {
  const reader = viewer(offer("report", { others: true }));
  assert.deepEqual(offered({}, reader), ["link", "save", "report"]);
  assert.deepEqual(offered({ isMine: true }, reader), ["link", "save"]);
  assert.deepEqual(offered({ isGone: true }, reader), []);
});

test("what I saved can be let go, and everything else be saved, whatever the room offers", () => {
  assert.deepEqual(offered({ seq: 8 }, viewer()), ["link", "unsave"]);
  assert.deepEqual(offered({ seq: 8, isGone: true }, viewer()), []);
});

test("previews of links are removed where there are some", () => {
  const member = viewer(offer("remove_previews", { own: true }));
  const isOffered = (message) => isAllowed("remove_previews", { seq: 3, isMine: true, isGone: false, ...message }, member);
  assert.ok(isOffered({ hasPreviews: true }));
  assert.ok(!isOffered({ hasPreviews: false }) && !isOffered({}));
  assert.ok(!isOffered({ hasPreviews: true, isMine: false }) && !isOffered({ hasPreviews: true, isGone: true }));
});
