// Emoji found by name, in a tone of skin. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { search, toned, walk, wordOf } from "../../../static/js/models/emoji.js";

const THUMB = ["👍", "thumbs up", "+1 thumbsup", "👍🏻"];
const GROUPS = [
  {
    name: "smileys",
    emoji: [
      ["😀", "grinning face", "grinning"],
      ["😂", "face with tears of joy", "joy"],
    ],
  },
  { name: "people", emoji: [THUMB, ["🤝", "handshake", "handshake", "🤝🏻"], ["🧑‍🤝‍🧑", "people holding hands", "", "🧑🏻‍🤝‍🧑🏻"]] },
  { name: "objects", emoji: [["🎉", "party popper", "tada"], ["❤️", "red heart", "heart"], ["💓", "beating heart", "heartbeat"]] },
];
const found = (typed) => search(GROUPS, typed).map(([emoji]) => emoji);

test("an emoji is found by its name, its other names and words of them", () => {
  assert.deepEqual(found("tada"), ["🎉"]);
  assert.deepEqual(found(":tada:"), ["🎉"]);
  assert.deepEqual(found("Party"), ["🎉"]);
  assert.deepEqual(found("+1"), ["👍"]);
  assert.deepEqual(found("face"), ["😀", "😂"]);
  assert.deepEqual(found("joy face"), ["😂"]);
  assert.deepEqual(found("heart"), ["❤️", "💓"]);
  assert.deepEqual(found("hand"), ["🤝", "🧑‍🤝‍🧑"], "what begins so comes first");
  assert.deepEqual([found("zzz"), found(""), found("  ")], [[], [], []]);
});

test("a tone of skin is that of everybody in it", () => {
  assert.deepEqual([0, 1, 5].map((tone) => toned(THUMB, tone)), ["👍", "👍🏻", "👍🏿"]);
  assert.equal(toned(GROUPS[1].emoji[2], 3), "🧑🏽‍🤝‍🧑🏽");
  assert.equal(toned(GROUPS[2].emoji[0], 3), "🎉");
});

test("a short word is one to react with", () => {
  assert.deepEqual(["  on  my way ", "x".repeat(16), "x".repeat(17), " "].map(wordOf), ["on my way", "x".repeat(16), undefined, undefined]);
});

test("arrows walk through the grid and stay in it", () => {
  const from = (key, at) => walk(key, at, 19, 8);
  assert.deepEqual([from("ArrowRight", 0), from("ArrowLeft", 0), from("ArrowRight", 18)], [1, 0, 18]);
  assert.deepEqual([from("ArrowDown", 1), from("ArrowDown", 15), from("ArrowDown", 17), from("ArrowUp", 9)], [9, 18, 17, 1]);
  assert.deepEqual([from("ArrowUp", 3), from("Home", 9), from("End", 9)], [3, 0, 18]);
});
