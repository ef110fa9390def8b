// The order of messages under way and what becomes of each, without anybody to send them. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox, delivery } from "../../../static/js/models/outbox.js";

const one = { nonce: "a", room: "r", body: "one", now: 100 };
const fresh = { isConnected: true, nonce: () => "fresh" };

test("messages of a room go in the order they were written, even in one millisecond", () => {
  const outbox = new Outbox();
  outbox.add(one);
  const second = outbox.add({ ...one, nonce: "b" });
  assert.equal(second.at, 101);
  assert.equal(outbox.next("r")?.nonce, "a");
  const restored = new Outbox([...outbox.of("r")].reverse());
  assert.deepEqual(restored.of("r").map(({ nonce }) => nonce), ["a", "b"]);
});

test("a second attempt says that it is one", () => {
  const outbox = new Outbox();
  const entry = outbox.add(one);
  assert.deepEqual(outbox.begin(entry), { t: "command", action: "post", room: "r", nonce: "a", body: "one" });
  assert.ok(!outbox.overdue(entry, 2), "of another attempt");
  assert.ok(outbox.overdue(entry, 1));
  assert.equal(outbox.begin(entry).again, true);
  assert.equal(entry.state, "unconfirmed", "it does not look better than it is");
});

test("what went wrong decides what becomes of a message, and how long the next one waits", () => {
  const after = (failure, isConnected = true) => {
    const outbox = new Outbox();
    const entry = outbox.add(one);
    outbox.begin(entry);
    const pause = outbox.fail(entry, { message: "no", ...failure }, { ...fresh, isConnected });
    return [entry.state, entry.nonce, pause];
  };
  assert.deepEqual(after({}), ["unconfirmed", "a", 1000]);
  assert.deepEqual(after({}, false), ["waiting", "a", 0]);
  assert.deepEqual(after({ code: "busy" }), ["unconfirmed", "a", 1000]);
  assert.deepEqual(after({ code: "rate_limited", retryMs: 70 }), ["unconfirmed", "a", 70]);
  assert.deepEqual(after({ code: "revoked" }), ["waiting", "a", 0]);
  assert.deepEqual(after({ code: "archived" }), ["failed", "fresh", 0]);
});

test("only what may be in the log has to be cancelled there", () => {
  const outbox = new Outbox();
  const entry = outbox.add(one);
  assert.ok(!outbox.cancel(entry, "discard"), "never sent");
  outbox.begin(entry);
  assert.ok(outbox.cancel(entry, "edit"));
  assert.equal(outbox.next("r"), undefined, "nor is it sent again");
  assert.equal(new Outbox(outbox.of("r")).of("r")[0].state, "discarding");
  outbox.acknowledge(entry, 7);
  assert.equal(entry.state, "discarding", "an ack of its twin does not bring it back");
});

test("what a browser kept badly is left out", () => {
  assert.deepEqual(new Outbox([undefined, { room: "r" }]).of("r"), []);
});

test("a message says how it stands, and is only troubled about where something can be done", () => {
  const shown = (entry, isOnline = true) => {
    const connection = { state: isOnline ? "open" : "waiting", reason: null };
    const { label, isQuiet, isStuck, mayRetry } = delivery(entry, connection);
    return [label, isQuiet, isStuck, mayRetry];
  };
  assert.deepEqual(shown({ state: "waiting" }), ["queued", true, false, false]);
  assert.deepEqual(shown({ state: "waiting" }, false), ["waiting", false, true, false]);
  assert.deepEqual(shown({ state: "sending" }), ["sending", true, false, false]);
  assert.deepEqual(shown({ state: "sent" }), ["sent", true, false, false]);
  assert.deepEqual(shown({ state: "unconfirmed" }), ["unconfirmed", false, true, false]);
  assert.deepEqual(shown({ state: "discarding" }), ["discarding", false, false, false]);
  assert.deepEqual(shown({ state: "failed" }), ["failed", false, true, true]);
  assert.deepEqual(shown({ state: "failed", isWithdrawn: true }), ["withdrawn", false, true, true]);
});

test("where nothing more is sent it says what has to be done for it", () => {
  const label = (state, reason) => delivery({ state }, { state: "ended", reason });
  for (const state of ["waiting", "sending", "unconfirmed"]) {
    assert.deepEqual(label(state, "session"), { label: "signed-out", isQuiet: false, isStuck: true, mayRetry: false }, state);
    assert.equal(label(state, "person").label, "signed-out", "the next to sign in is not the one who wrote it");
    assert.equal(label(state, "protocol").label, "outdated");
  }
  assert.equal(label("failed", "session").label, "failed", "it is not sent by signing in");
  assert.equal(label("sent", "session").label, "sent");
  assert.equal(label("discarding", "session").label, "discarding");
});

test("a reply says what it answers, also when it was withdrawn to be edited", () => {
  const answers = { seq: 7, author: "Ann", words: "tea?" };
  const outbox = new Outbox();
  const entry = outbox.add({ ...one, answers });
  assert.equal(outbox.begin(entry).reply_to, 7);
  assert.deepEqual(new Outbox([entry]).of("r")[0].answers, answers, "over a reload");
  assert.deepEqual(outbox.withdraw({ ...one, nonce: "b", answers }).answers, answers);
  assert.ok(!("reply_to" in outbox.begin(outbox.add({ ...one, nonce: "c" }))));
});

test("a message knows the conversation of the inbox that it answers, and tells only its person", () => {
  const outbox = new Outbox();
  const inbox = { root: 0, upto: 7 };
  const entry = outbox.add({ ...one, answers: { seq: 7, author: "Rosa", words: "?" }, inbox });
  assert.deepEqual(outbox.begin(entry), { t: "command", action: "post", room: "r", nonce: "a", body: "one", reply_to: 7 });
  outbox.fail(entry, { message: "no", code: "forbidden" }, fresh);
  assert.deepEqual([entry.state, entry.inbox], ["failed", inbox], "refused, it is not done with");
  const [restored] = new Outbox([entry]).of("r");
  assert.deepEqual(restored.inbox, inbox);
});
