// Whether a text calls everyone, as it is told while it is typed. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { broadcastIn } from "../../../static/js/models/broadcast.js";

test("the word that calls the most people counts, where it stands for itself", () => {
  for (const [text, found] of [
    ["@room: tea!", "room"],
    ["tea, @here?", "here"],
    ["@Here. And @ROOM.", "room"],
    ["@here_", "here"],
    ["你好@here", "here"],
    ["@rooms @room42 @room.keeper @roomé", undefined],
    ["mail@here", undefined],
    ["https://x.y/@room", undefined],
    ["@room@example.org", undefined],
    ["\\@room", undefined],
    ["", undefined],
  ]) {
    assert.equal(broadcastIn(text), found, text);
  }
});

test("in code it is a word like any other", () => {
  assert.equal(broadcastIn("`@room` and ```\n@here\n```"), undefined);
  assert.equal(broadcastIn("`@room` and @here"), "here");
  assert.equal(broadcastIn("```\n@room is still being typed"), undefined);
});
