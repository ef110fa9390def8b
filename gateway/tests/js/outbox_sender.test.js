// Messages under way: sent, kept over a reload, cancelled. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { OutboxSender } from "../../../static/js/lib/outbox_sender.js";
import { UserStorage } from "../../../static/js/lib/storage.js";

class Disk {
  #items = new Map();
  get length() {
    return this.#items.size;
  }
  key = (n) => [...this.#items.keys()][n];
  getItem = (key) => this.#items.get(key) ?? null;
  setItem = (key, value) => this.#items.set(key, value);
  removeItem = (key) => this.#items.delete(key);
}

// A server that is asked, and answers when told to.
function scene(disk = new Disk()) {
  const asked = [];
  const timers = [];
  let n = 0;
  const ask = (frame) =>
    new Promise((answer, fail) => {
      asked.push({ frame, answer, fail });
    });
  const outbox = new OutboxSender({
    storage: new UserStorage("ana", disk),
    request: ask,
    later: (run, after) => timers.push({ run, after }),
    nonce: () => `n${++n}`,
  });
  const flush = () => new Promise((done) => setImmediate(done));
  const tick = async () => {
    for (const { run } of timers.splice(0)) run();
    await flush();
  };
  return { outbox, asked, tick, flush, disk };
}

const refusal = (code) => Object.assign(new Error(code), { code });
const states = (outbox) => outbox.of("r").map(({ body, state }) => `${body} ${state}`);

test("words go one at a time and in order, each under its own nonce", async () => {
  const { outbox, asked, flush } = scene();
  outbox.connected();
  outbox.add("r", "one");
  outbox.add("r", "two");
  outbox.add("other", "three");
  assert.deepEqual(asked.map(({ frame }) => frame.body), ["one", "three"]);
  asked[0].answer({ seq: 1 });
  await flush();
  assert.deepEqual(asked[2].frame, { t: "command", action: "post", room: "r", nonce: "n2", body: "two" });
});

test("words whose outcome is unknown go again under the same nonce, and say so", async () => {
  const { outbox, asked, flush } = scene();
  outbox.connected();
  outbox.add("r", "one");
  outbox.disconnected();
  asked[0].fail(new Error("lost"));
  await flush();
  assert.deepEqual(states(outbox), ["one waiting"]);
  outbox.connected();
  assert.deepEqual(asked[1].frame, { t: "command", action: "post", room: "r", nonce: "n1", body: "one", again: true });
  asked[1].answer({ seq: 4, dup: true });
  await flush();
  assert.deepEqual(states(outbox), ["one sent"]);
  outbox.seen("n1");
  assert.deepEqual(states(outbox), []);
});

test("without an answer for ten seconds words are called not confirmed", async () => {
  const { outbox, tick } = scene();
  outbox.connected();
  outbox.add("r", "one");
  assert.deepEqual(states(outbox), ["one sending"]);
  await tick();
  assert.deepEqual(states(outbox), ["one unconfirmed"]);
});

test("a definite refusal keeps the text, lets later words pass, and is tried again under a fresh nonce", async () => {
  const { outbox, asked, flush, disk } = scene();
  outbox.connected();
  outbox.add("r", "one");
  outbox.add("r", "two");
  asked[0].fail(refusal("forbidden"));
  await flush();
  assert.deepEqual(states(outbox), ["one failed", "two sending"]);
  assert.deepEqual(states(scene(disk).outbox), ["one failed", "two waiting"], "a reload finds each once");
  outbox.retry(outbox.of("r")[0].nonce);
  asked[1].answer({ seq: 2 });
  await flush();
  assert.deepEqual(asked[2].frame, { t: "command", action: "post", room: "r", nonce: "n3", body: "one" });
});

test("what was refused after an unknown outcome is not asked about again: its nonce is spent", async () => {
  const { outbox, asked, flush } = scene();
  outbox.connected();
  outbox.add("r", "one");
  outbox.disconnected();
  asked[0].fail(new Error("lost"));
  await flush();
  outbox.connected();
  asked[1].fail(refusal("forbidden"));
  await flush();
  assert.deepEqual(states(outbox), ["one failed"]);
  outbox.retry(outbox.of("r")[0].nonce);
  assert.deepEqual(asked[2].frame, { t: "command", action: "post", room: "r", nonce: "n2", body: "one" });
});

test("a try-again refusal holds the room's order", async () => {
  const { outbox, asked, flush, tick } = scene();
  outbox.connected();
  outbox.add("r", "one");
  outbox.add("r", "two");
  asked[0].fail(refusal("busy"));
  await flush();
  assert.equal(asked.length, 1);
  await tick();
  assert.equal(asked[1].frame.body, "one");
});

test("words survive a reload and belong to one person", async () => {
  const { outbox, disk } = scene();
  outbox.connected();
  outbox.add("r", "one");
  const later = scene(disk);
  assert.deepEqual(states(later.outbox), ["one waiting"]);
  later.outbox.connected();
  assert.equal(later.asked[0].frame.again, true);
  assert.deepEqual(new OutboxSender({ storage: new UserStorage("bo", disk), request() {} }).of("r"), []);
});

test("discarding unconfirmed words asks first: said is said, else the text comes back", async () => {
  const { outbox, asked, flush } = scene();
  outbox.connected();
  outbox.add("r", "one");
  const back = outbox.discard("n1");
  assert.deepEqual(asked[1].frame, { t: "command", action: "cancel", room: "r", nonce: "n1" });
  asked[1].answer({ cancelled: true });
  assert.equal(await back, "one");
  asked[0].answer({ cancelled: true });
  await flush();
  assert.deepEqual(states(outbox), [], "its twin that was cancelled is not said under another nonce");
  outbox.add("r", "two");
  const said = outbox.discard("n2");
  asked.at(-1).answer({ seq: 9 });
  assert.equal(await said, undefined);
});

test("what was being taken back stays taken back over a reload", async () => {
  const { outbox, disk } = scene();
  outbox.connected();
  outbox.add("r", "one");
  outbox.discard("n1", "edit");
  const later = scene(disk);
  later.outbox.connected();
  assert.deepEqual(later.asked.map(({ frame }) => frame.action), ["cancel"]);
  later.asked[0].answer({ cancelled: true });
  await later.flush();
  assert.deepEqual(states(later.outbox), ["one failed"], "an edit keeps its text");
});

test("words of a form that did not come through keep its nonce, unless it is another message's", async () => {
  const { outbox, asked, flush } = scene();
  outbox.connected();
  outbox.add("r", "one", { tried: "form" });
  assert.deepEqual(asked[0].frame, { t: "command", action: "post", room: "r", nonce: "form", body: "one", again: true });
  asked[0].fail(refusal("nonce_reused"));
  await flush();
  assert.deepEqual(states(outbox), ["one failed"]);
  outbox.retry(outbox.of("r")[0].nonce);
  assert.deepEqual(asked[1].frame, { t: "command", action: "post", room: "r", nonce: "n1", body: "one" });
});

test("what was seen in the log before its ack is not kept again", async () => {
  const { outbox, disk, tick } = scene();
  outbox.connected();
  outbox.add("r", "one");
  outbox.seen("n1");
  await tick();
  assert.equal(disk.length, 0);
});

test("a message that another tab has cancelled is not said under another nonce", async () => {
  const { outbox, asked, flush, disk } = scene();
  outbox.connected();
  outbox.add("r", "one");
  disk.removeItem("hubbub:ana:outbox:n1");
  asked[0].answer({ cancelled: true });
  await flush();
  assert.deepEqual([states(outbox), asked.length], [[], 1]);
});

test("once the session has ended nothing is sent until there is another", async () => {
  const { outbox, asked, flush } = scene();
  outbox.connected();
  outbox.add("r", "one");
  asked[0].fail(refusal("revoked"));
  await flush();
  outbox.add("r", "two");
  assert.deepEqual([states(outbox), asked.length], [["one waiting", "two waiting"], 1]);
});

test("a message waits for its files and is overtaken by others, until each has its id", async () => {
  const { outbox, asked, flush } = scene();
  outbox.connected();
  const file = { key: "k", name: "plan.pdf", size: 7, type: "", modified: 0, alt: "" };
  outbox.add("r", "with a file", { files: [file] });
  outbox.add("r", "without");
  assert.deepEqual(asked.map(({ frame }) => frame.body), ["without"]);
  asked[0].answer({ seq: 1 });
  await flush();
  const [entry] = outbox.of("r");
  outbox.update(entry, { files: [{ ...file, id: "f1" }] });
  assert.deepEqual(asked[1].frame, { t: "command", action: "post", room: "r", nonce: "n1", body: "with a file", files: ["f1"] });
});

test("after a reload a message without all its files is sent by nobody, and comes back with them", async () => {
  const before = scene();
  const file = { key: "k", name: "plan.pdf", size: 7, type: "", modified: 0, alt: "" };
  before.outbox.add("r", "my words", { files: [file] });
  const { outbox, asked } = scene(before.disk);
  outbox.connected();
  assert.deepEqual(states(outbox), ["my words lost"]);
  assert.equal(asked.length, 0);
  const [{ nonce, files }] = outbox.of("r");
  assert.deepEqual(files, [file]);
  assert.equal(await outbox.discard(nonce, "edit"), "my words");
});

test("what another tab uploads is not said to be lost", () => {
  const disk = new Disk();
  const storage = new UserStorage("ana", disk);
  const request = () => new Promise(() => {});
  const file = { key: "k", name: "plan.pdf", size: 7, type: "", modified: 0, alt: "" };
  new OutboxSender({ storage, request, tab: "one" }).add("r", "my words", { files: [file] });
  const stateIn = (tab) => new OutboxSender({ storage, request, tab }).of("r")[0].state;
  assert.deepEqual([stateIn("one"), stateIn("two")], ["lost", "elsewhere"]);
});
