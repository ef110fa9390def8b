// What is typed. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { bytesLeft, isComposing, isSendKey, said, wellFormed } from "../../../static/js/models/composing.js";

test("a text is measured in bytes, once it comes near to what fits", () => {
  assert.equal(bytesLeft("short"), undefined);
  assert.equal(bytesLeft("x".repeat(14_000)), undefined);
  assert.equal(bytesLeft("x".repeat(16_000)), 384);
  const everywhere = "aé日😀".repeat(1700);
  assert.equal(bytesLeft(everywhere), 16 * 1024 - new TextEncoder().encode(everywhere).length);
  assert.ok((bytesLeft(everywhere) ?? 0) < 0);
  assert.equal(bytesLeft(`\n\n${"x".repeat(16_000)} \n\n`), 384, "what is not kept does not count");
});

test("Enter sends, and with Shift, Alt or a finger alone it breaks the line", () => {
  const none = { shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };
  const sends = (more, isTouchOnly = false) => isSendKey({ key: "Enter", ...none, ...more }, isTouchOnly);
  assert.ok(sends({}));
  assert.ok(!sends({ key: "a" }) && !sends({ shiftKey: true }) && !sends({ altKey: true }) && !sends({}, true));
  assert.ok(sends({ ctrlKey: true }, true) && sends({ metaKey: true, shiftKey: true }));
});

test("keys of a word being composed are the composing's", () => {
  assert.ok(isComposing({ isComposing: true, keyCode: 13 }) && isComposing({ isComposing: false, keyCode: 229 }));
  assert.ok(!isComposing({ isComposing: false, keyCode: 13 }));
});

test("half a surrogate pair is no text, and a whole one is", () => {
  assert.equal(wellFormed("a\ud83d, \ude00 and 😀"), "a\ufffd, \ufffd and 😀");
});

test("leading spaces are said, and blank lines around a text are not", () => {
  assert.equal(said("\n\n  indented\n\n"), "  indented");
  assert.notEqual(said("  code"), said("code"));
});
