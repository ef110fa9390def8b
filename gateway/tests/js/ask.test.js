// How long an answer is waited for. Run: npm test

import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { ask } from "../../../static/js/lib/dom.js";

afterEach(() => mock.restoreAll());

/** A server that says nothing; `timeout` ends the wait, whenever that is. */
function silent() {
  const limit = new AbortController();
  const timeout = mock.method(AbortSignal, "timeout", () => limit.signal);
  mock.method(globalThis, "fetch", (_, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))));
  return { limit, after: () => timeout.mock.calls[0].arguments[0] };
}

test("a server that says nothing is waited for half a minute", async () => {
  const { limit, after } = silent();
  const answer = ask("/r/general");
  assert.equal(after(), 30_000);
  limit.abort(new Error("too late"));
  await assert.rejects(answer, /too late/);
});

test("whoever gives up before is not made to wait, and may still be made to give up", async () => {
  const { limit } = silent();
  const giving = new AbortController();
  const answers = [ask("/a", { signal: giving.signal }), ask("/b", { signal: new AbortController().signal })];
  giving.abort(new Error("not wanted"));
  await assert.rejects(answers[0], /not wanted/);
  limit.abort(new Error("too late"));
  await assert.rejects(answers[1], /too late/);
});
