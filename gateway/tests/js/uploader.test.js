// Files are sent, go on where they broke off, and give up only for a reason. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { Uploader } from "../../../static/js/lib/uploader.js";
import { newUpload } from "../../../static/js/models/upload.js";

const answer = (status, more = {}) => ({ status, message: "", offset: 0, isComplete: false, ...more });
const NOBODY = answer(0);

// A server that is asked, and answers when told to.
function scene() {
  const asked = [];
  const timers = [];
  const request = (request) => new Promise((tell) => asked.push({ ...request, tell }));
  const uploader = new Uploader({ me: "ann", request, later: (run, ms) => timers.push({ run, ms }) });
  const flush = () => new Promise((done) => setImmediate(done));
  return {
    uploader,
    asked,
    timers,
    next: async (told) => {
      const one = asked.shift();
      one.tell(told);
      await flush();
      return `${one.method} ${one.address}`;
    },
    wake: async () => {
      for (const { run } of timers.splice(0)) run();
      await flush();
    },
  };
}

const file = (name, size = 10) => newUpload(name, { room: "r" }, { name, size, type: "", lastModified: 0, slice: (from) => `from ${from}` });

test("a file is announced, sent and done", async () => {
  const { uploader, asked, next } = scene();
  const seen = [];
  uploader.on("changed", ({ state, sent }) => seen.push(`${state} ${sent}`));
  const one = file("a");
  uploader.start(one);
  assert.equal(asked[0].body.get("person"), "ann");
  assert.equal(await next(answer(201, { id: "1" })), "POST /upload");
  asked[0].sent(4);
  assert.equal(await next(answer(201, { isComplete: true })), "PUT /upload/1");
  assert.equal(seen.at(-1), "done 10");
  assert.ok(seen.includes("sending 4"));
});

test("what broke off goes on where the server has got to, by itself", async () => {
  const { uploader, asked, timers, next, wake } = scene();
  const one = file("a");
  uploader.start(one);
  await next(answer(201, { id: "1" }));
  asked[0].sent(9);
  await next(NOBODY);
  assert.equal(one.state, "paused");
  await wake();
  assert.equal(await next(answer(204, { offset: 4 })), "GET /upload/1");
  assert.deepEqual([asked[0].headers["upload-offset"], asked[0].body], ["4", "from 4"]);
  await next(answer(201, { isComplete: true }));
  assert.deepEqual([one.state, timers.length], ["done", 0]);
});

test("as long as nobody is reached it waits, and goes on at once when somebody is", async () => {
  const { uploader, timers, next, wake } = scene();
  const one = file("a");
  uploader.start(one);
  for (let n = 0; n < 12; n++) {
    await next(NOBODY);
    assert.equal(one.state, "paused");
    await wake();
  }
  await next(NOBODY);
  uploader.goOn();
  timers.length = 0;
  await wake();
  await next(answer(201, { id: "1" }));
  await next(answer(201, { isComplete: true }));
  assert.equal(one.state, "done");
});

test("a server that takes nothing is not tried for ever", async () => {
  const { uploader, next, wake } = scene();
  const one = file("a");
  uploader.start(one);
  await next(answer(201, { id: "1" }));
  for (let n = 0; one.state !== "failed"; n++) {
    assert.ok(n < 10, "it gives up");
    await next(answer(503, { message: "No room." }));
    await wake();
    if (one.state !== "failed") await next(answer(204));
  }
  assert.equal(one.error, "No room.");
  uploader.start(one);
  await next(answer(204));
  await next(answer(201, { isComplete: true }));
  assert.equal(one.state, "done");
});

test("what is refused says why; what the server forgot begins anew", async () => {
  const { uploader, next, wake } = scene();
  const large = file("a");
  uploader.start(large);
  await next(answer(413, { message: "Too large." }));
  assert.deepEqual([large.state, large.error], ["failed", "Too large."]);
  const other = file("b");
  uploader.start(other);
  await next(answer(201, { id: "1" }));
  await next(answer(404));
  await wake();
  assert.equal(await next(answer(201, { id: "2" })), "POST /upload");
  assert.equal(await next(answer(201, { isComplete: true })), "PUT /upload/2");
  assert.deepEqual([other.state, other.id], ["done", "2"]);
});

test("two are sent at a time, all are announced at once, and the next follows", async () => {
  const { uploader, asked, next } = scene();
  const files = ["a", "b", "c"].map((name) => file(name));
  for (const one of files) uploader.start(one);
  for (const id of ["1", "2", "3"]) await next(answer(201, { id }));
  assert.deepEqual(asked.map(({ address }) => address), ["/upload/1", "/upload/2"]);
  assert.equal(files[2].state, "waiting");
  await next(answer(201, { isComplete: true }));
  assert.deepEqual(asked.map(({ address }) => address), ["/upload/2", "/upload/3"]);
});

test("what is removed is stopped, and its turn goes to another", async () => {
  const { uploader, asked, next } = scene();
  const files = ["a", "b", "c"].map((name) => file(name));
  for (const one of files) uploader.start(one);
  for (const id of ["1", "2", "3"]) await next(answer(201, { id }));
  uploader.remove(files[0]);
  assert.ok(asked[0].signal.aborted);
  assert.deepEqual([asked[2].method, asked[2].address], ["DELETE", "/upload/1"]);
  await next(NOBODY);
  assert.equal(asked.at(-1).address, "/upload/3");
});

test("what a picture shows is told until it is heard", async () => {
  const { uploader, asked, next, wake } = scene();
  const one = Object.assign(file("a"), { id: "1", state: "done", alt: "Lanterns" });
  uploader.describe(one);
  uploader.describe(one);
  assert.equal(asked.length, 1, "once at a time");
  await next(NOBODY);
  await wake();
  assert.equal(asked[0].body.get("alt"), "Lanterns");
  await next(answer(204));
  assert.equal(one.told, "Lanterns");
});

test("what an earlier page has uploaded, and the server has swept, has to be chosen again", async () => {
  const { uploader, next } = scene();
  const one = Object.assign(file("a"), { id: "1", state: "done", file: undefined });
  uploader.start(one);
  assert.equal(await next(answer(404)), "GET /upload/1");
  assert.deepEqual([one.state, one.id], ["lost", undefined]);
});

test("without a network what is being sent is cut off at once, and goes on later", async () => {
  const { uploader, asked, next, wake } = scene();
  const one = file("a");
  uploader.start(one);
  await next(answer(201, { id: "1" }));
  uploader.pause();
  assert.ok(asked[0].signal.aborted);
  await next(NOBODY);
  assert.equal(one.state, "paused");
  await wake();
  await next(answer(204, { offset: 4 }));
  await next(answer(201, { isComplete: true }));
  assert.equal(one.state, "done");
});
