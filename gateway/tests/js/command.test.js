// Commands that are sent again until their outcome is known. Run: npm test

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { newNonce, sendCommand } from "../../../static/js/lib/command.js";

test("a command goes again under its nonce until its outcome is known, and says that it does", async () => {
  const asked = [];
  const answers = [new Error("lost"), Object.assign(new Error("busy"), { code: "busy", retryMs: 7 }), { seq: 12 }];
  const pauses = [];
  const ask = async (frame) => {
    asked.push(frame);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const ack = await sendCommand(ask, { t: "command", nonce: "n" }, async (ms) => pauses.push(ms));
  assert.equal(ack.seq, 12);
  assert.deepEqual(asked.map((frame) => [frame.nonce, frame.again]), [["n", undefined], ["n", true], ["n", true]]);
  assert.equal(pauses[1], 7);
});

test("what is refused for good is not tried again", async () => {
  let tries = 0;
  const ask = async () => {
    tries += 1;
    throw Object.assign(new Error("no"), { code: "forbidden" });
  };
  await assert.rejects(sendCommand(ask, { t: "command" }, async () => {}), { code: "forbidden" });
  assert.equal(tries, 1);
});

test("a nonce is a random UUID, on plain http too", (context) => {
  const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const before = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  context.after(() => before && Object.defineProperty(globalThis, "crypto", before));
  const getRandomValues = (bytes) => webcrypto.getRandomValues(bytes);
  for (const randomUUID of [() => webcrypto.randomUUID(), undefined]) {
    Object.defineProperty(globalThis, "crypto", { value: { getRandomValues, randomUUID }, configurable: true });
    assert.match(newNonce(), pattern);
  }
  assert.notEqual(newNonce(), newNonce());
});
