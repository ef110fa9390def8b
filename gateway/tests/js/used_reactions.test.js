// What somebody reacts with. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { areAlike, lately, mostly, used } from "../../../static/js/models/used_reactions.js";

const after = (...reactions) => reactions.reduce(used, []);

test("what was used last stands first, and each once", () => {
  assert.deepEqual(lately(after("👀", "lgtm", "👀", "🎉"), 3), ["🎉", "👀", "👍"], "a word fits no small button");
  assert.deepEqual(lately(after("👀"), 3), ["👀", "👍", "❤️"], "whoever has used few is offered what most begin with");
  assert.deepEqual(lately([], 6), ["👍", "❤️", "😂", "🎉", "🙏", "👀"]);
});

test("what is used most stands first, the later before the earlier", () => {
  assert.deepEqual(mostly(after("👀", "👀", "🎉", "lgtm"), 4), ["👀", "🎉", "👍", "❤️"]);
});

test("not all is kept for ever", () => {
  const many = Array.from({ length: 100 }, (_, n) => `r${n}`);
  assert.equal(after(...many).length, 40);
});

test("an emoji is the same in any tone of skin", () => {
  assert.ok(areAlike("👍", "👍🏽") && areAlike("✌️", "✌🏿") && areAlike("lgtm", "lgtm"));
  assert.ok(!areAlike("👍", "👎") && !areAlike("lgtm", "LGTM"));
});
