// Addresses of messages. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { permalinkPath } from "../../../static/js/models/permalink.js";

const ORIGIN = "https://chat.example";

test("an address of a message of this site leads to it, whatever stands behind", () => {
  assert.equal(permalinkPath("https://chat.example/r/general/m/12#m-12", ORIGIN), "/r/general/m/12");
  assert.equal(permalinkPath("/r/general/m/12", ORIGIN), "/r/general/m/12");
  assert.equal(permalinkPath("https://chat.example/r/%E6%97%A5/m/7?x", ORIGIN), "/r/%E6%97%A5/m/7");
});

test("other sites, other pages and messages that cannot be lead to none", () => {
  for (const address of [
    "https://chat.example.evil/r/general/m/12",
    "http://chat.example/r/general/m/12",
    "https://chat.example/r/general",
    "https://chat.example/r/general/m/12/edit",
    "https://chat.example/r/general/m/0",
    "https://chat.example/r/a/b/m/1",
    "mailto:a@b.org",
    "http://[",
  ]) {
    assert.equal(permalinkPath(address, ORIGIN), undefined, address);
  }
});
