// What a push may say to the worker. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { readPushed } from "../../../static/js/models/pushed.js";

const SAID = { title: "Rosa in Kitchen", body: "Soup?", tag: "r1", address: "/r/kitchen/m/7#m-7", renotify: true };

test("what our gateway says is read as it is", () => {
  assert.deepEqual(readPushed(JSON.stringify(SAID)), SAID);
  assert.equal(readPushed(JSON.stringify({ ...SAID, renotify: "yes" })).renotify, false);
  assert.equal(readPushed(JSON.stringify({ ...SAID, body: "" })).body, "");
});

test("what is not whole, or leads elsewhere, shows nothing", () => {
  for (const text of [undefined, "", "hello", "null", "[]", "{}"]) assert.equal(readPushed(text), undefined, text);
  for (const part of ["title", "body", "tag", "address"]) {
    assert.equal(readPushed(JSON.stringify({ ...SAID, [part]: undefined })), undefined, part);
  }
  for (const address of ["https://example.org/", "//example.org/", "/\\example.org", "javascript:1", "", "/"]) {
    assert.equal(readPushed(JSON.stringify({ ...SAID, address })), undefined, address);
  }
});
