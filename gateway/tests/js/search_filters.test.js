// Filters of a search, apart from its words. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { filtersIn, questionOf, shownFilter } from "../../../static/js/models/search_filters.js";

test("a filter is one once a space stands after it, and all are where the question is whole", () => {
  for (const [text, filters, rest] of [
    ["", [], ""],
    ["jetty ", [], "jetty "],
    ["from:rosa", [], "from:rosa"],
    ["from:rosa ", ["from:rosa"], ""],
    ["from:rosa jet", ["from:rosa"], "jet"],
    ["jetty FROM:rosa has:file ", ["FROM:rosa", "has:file"], "jetty "],
    ['in:"harbour fe', [], 'in:"harbour fe'],
    ['in:"harbour festival" tea', ['in:"harbour festival"'], "tea"],
    ["in:„am Meer“ tea", ["in:„am Meer“"], "tea"],
    ['"from:rosa was here" tea', [], '"from:rosa was here" tea'],
    ["from: rosa", [], "from: rosa"],
    ['in:"" tea', [], 'in:"" tea'],
    ["-from:rosa -rain ", [], "-from:rosa -rain "],
    ["https://from:rosa x:y ", [], "https://from:rosa x:y "],
  ]) {
    assert.deepEqual(filtersIn(text), { filters, rest }, text);
  }
  assert.deepEqual(filtersIn("jetty from:rosa on:today", true), { filters: ["from:rosa", "on:today"], rest: "jetty " });
});

test("a question is the same in chips and typed", () => {
  for (const text of ['from:rosa in:"harbour festival" jetty -rain "a phrase"', "is:saved", "tea", ""]) {
    const { filters, rest } = filtersIn(text, true);
    assert.equal(questionOf(filters, rest), text);
    assert.deepEqual(filtersIn(questionOf(filters, rest), true), { filters, rest });
  }
});

test("a chip says what it filters by, without quotes", () => {
  assert.deepEqual(shownFilter('In:"harbour festival"'), { operator: "in", value: "harbour festival" });
  assert.deepEqual(shownFilter("after:2026-11-01"), { operator: "after", value: "2026-11-01" });
});
