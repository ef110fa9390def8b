// Names found by what is typed of them. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { fit, marked, searchKey } from "../../../static/js/models/fuzzy.js";

test("a search asks for neither case nor accents, in any script", () => {
  for (const [name, key] of [
    ["Tomáš  Krejčí", "tomas krejci"],
    ["日本語クラブ", "日本語クラフ"],
    ["نَادِيَة", "نادية"],
    ["har\u200dbour", "harbour"],
  ]) {
    assert.equal(searchKey(name), key);
  }
});

test("what begins so fits best, then a word, then a part, then letters in order", () => {
  assert.deepEqual(["harbour", "summer harvest", "Priya Sharma", "hot air", "tea"].map((name) => fit(name, "har")), [0, 1, 2, 3, undefined]);
  assert.equal(fit("Tomáš Krejčí", "krejc"), 1);
  assert.equal(fit("日本語クラブ", "クラブ"), 2);
  assert.equal(fit("anything", ""), 0);
});

test("the part that was typed is marked as it is written", () => {
  assert.deepEqual(marked("Tomáš Krejčí", "krejci"), ["Tomáš ", "Krejčí", ""]);
  assert.deepEqual(marked("summer harvest", "HAR"), ["summer ", "har", "vest"]);
  assert.equal(marked("hot air", "har"), undefined);
  assert.equal(marked("tea", ""), undefined);
});
