// The part that is taken of a picture: by any move and at any zoom it stays within it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { middle, moved, squareOf } from "../../../static/js/models/crop.js";

const photo = { width: 400, height: 300 };

test("at first it is the middle, as large as can be", () => {
  assert.deepEqual(squareOf(photo, middle(photo)), { left: 50, top: 0, side: 300 });
});

test("it is moved as far as there is room, and no further", () => {
  const right = moved(photo, middle(photo), { right: 5, down: 5 });
  assert.deepEqual(squareOf(photo, right), { left: 100, top: 0, side: 300 });
  assert.deepEqual(squareOf(photo, moved(photo, right, { right: -0.1 })), { left: 70, top: 0, side: 300 }, "back at once");
});

test("enlarged, it keeps its middle; made small again, it is within the picture", () => {
  const close = { ...middle(photo), zoom: 3 };
  assert.deepEqual(squareOf(photo, close), { left: 150, top: 100, side: 100 });
  const corner = moved(photo, close, { right: -9, down: -9 });
  assert.deepEqual(squareOf(photo, corner), { left: 0, top: 0, side: 100 });
  assert.deepEqual(squareOf(photo, { ...corner, zoom: 1 }), { left: 0, top: 0, side: 300 });
});
