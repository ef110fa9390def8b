// Drafts left behind. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { drafts } from "../../../static/js/models/drafts.js";

const rooms = { a: { address: "/r/tea", name: "Tea" }, b: { address: "/r/pub", name: "Pub" } };
const roomOf = (room) => rooms[room];

test("what was begun is one line for each room, the latest first", () => {
  const stored = [
    { key: "draft:a", draft: { text: "  Three points\n\nfor Monday: ", at: 5 } },
    { key: "draft:b", draft: { text: "About the generator", at: 9 } },
  ];
  assert.deepEqual(drafts(stored, roomOf), [
    { address: "/r/pub", name: "Pub", text: "About the generator", at: 9 },
    { address: "/r/tea", name: "Tea", text: "Three points for Monday:", at: 5 },
  ]);
});

test("what was sent, is empty, or belongs to a room that I am not in, is none", () => {
  const stored = [
    { key: "draft:a", draft: { text: "", at: 5 } },
    { key: "draft:b", draft: { text: " \n", at: 9 } },
    { key: "draft:c", draft: { text: "Hello?", at: 9 } },
    { key: "draft:a", draft: undefined },
  ];
  assert.deepEqual(drafts(stored, roomOf), []);
});

test("a long draft is cut between characters", () => {
  const [{ text }] = drafts([{ key: "draft:a", draft: { text: "😀".repeat(500), at: 1 } }], roomOf);
  assert.equal(text, "😀".repeat(240));
});
