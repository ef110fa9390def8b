// What is offered while a search is typed. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { fitsToken, searchTokenBefore } from "../../../static/js/models/search_token.js";

test("an operator is offered where one is being typed, and what stands after its colon", () => {
  for (const [text, start, typed] of [
    ["fr", 0, "fr"],
    ["jetty H", 6, "H"],
    ["jetty from:", 6, "from:"],
    ["jetty from:Ro", 6, "from:Ro"],
    ['in:"harbour fe', 0, 'in:"harbour fe'],
    ["from:rosa is:s", 10, "is:s"],
  ]) {
    assert.deepEqual(searchTokenBefore(text), { start, typed }, text);
  }
  for (const text of ["", "jetty ", "jetty", "https:", "x:y", "from:rosa ", 'in:"tea time" ']) {
    assert.equal(searchTokenBefore(text), null, text);
  }
});

test("an offer is taken only for what is typed by now", () => {
  assert.ok(fitsToken("f", { text: "from:", name: "" }));
  assert.ok(!fitsToken("h", { text: "from:", name: "" }));
  assert.ok(fitsToken("from:silva", { text: "from:rosa", name: "Rosa Silva" }));
  assert.ok(fitsToken('in:"harb', { text: 'in:"harbour festival"', name: "harbour festival" }));
  assert.ok(!fitsToken("from:tom", { text: "from:rosa", name: "Rosa Silva" }));
  assert.ok(!fitsToken("has:l", { text: "is:link", name: "" }));
});
