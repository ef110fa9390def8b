// News and those who want them. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { Emitter } from "../../../static/js/models/emitter.js";

test("each kind of news reaches those who asked for it, until they have enough", () => {
  const [emitter, heard] = [new Emitter(), []];
  const off = emitter.on("a", (news) => heard.push(["first", news]));
  emitter.on("a", (news) => heard.push(["second", news]));
  emitter.on("b", () => assert.fail("nobody told of b"));
  emitter.emit("a", 1);
  off();
  emitter.emit("a", 2);
  assert.deepEqual(heard, [["first", 1], ["second", 1], ["second", 2]]);
});
