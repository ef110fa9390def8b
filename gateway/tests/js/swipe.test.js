// A finger that draws a row aside. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawn, drawnOn } from "../../../static/js/models/swipe.js";

const row = { width: 360, isRtl: false, offered: ["end", "start"] };

test("a finger that presses or scrolls draws nothing", () => {
  assert.equal(drawn({ x: 9, y: -9 }, row), "wait");
  assert.equal(drawn({ x: 12, y: 13 }, row), "leave");
  assert.equal(drawn({ x: -3, y: 40 }, row), "leave");
});

test("a row goes where it is drawn, and is meant from some way on", () => {
  assert.deepEqual(drawn({ x: 20, y: 4 }, row), { side: "end", by: 20, isMeant: false });
  assert.deepEqual(drawn({ x: 96, y: 4 }, row), { side: "end", by: 96, isMeant: true });
  assert.deepEqual(drawn({ x: -96, y: 4 }, row), { side: "start", by: -96, isMeant: true });
  assert.equal(drawn({ x: 61, y: 0 }, { ...row, width: 200 }).isMeant, true, "of a narrow row a part is enough");
});

test("what is drawn comes back, and is not meant any more", () => {
  assert.deepEqual(drawnOn(30, row), { side: "end", by: 30, isMeant: false });
  assert.equal(drawnOn(-120, row).side, "start");
});

test("where nothing is offered a row stays, and the other way is its mirror image", () => {
  const done = { ...row, offered: ["end"] };
  assert.equal(drawn({ x: -80, y: 0 }, done), "leave");
  assert.deepEqual(drawnOn(-200, done), { side: "start", by: 0, isMeant: false });
  assert.equal(drawn({ x: -80, y: 0 }, { ...done, isRtl: true }).side, "end");
});
