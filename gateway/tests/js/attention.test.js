import assert from "node:assert/strict";
import { test } from "node:test";

import { Attention, GLANCE, IDLE } from "../../../static/js/models/attention.js";

test("a page that nobody uses for five minutes is not in use, until somebody does", () => {
  const attention = new Attention(0);
  assert.equal(attention.news(IDLE - 1), undefined);
  assert.equal(attention.news(IDLE), false);
  assert.equal(attention.news(IDLE + 1), undefined, "no news");
  attention.used(IDLE + 2);
  assert.equal(attention.news(IDLE + 2), true);
  assert.equal(attention.endsAt, 2 * IDLE + 2);
});

test("a page that is hidden is not in use after a glance elsewhere, and is again once it is shown", () => {
  const attention = new Attention(0);
  attention.shown(false, 1000);
  attention.shown(false, 2000);
  assert.equal(attention.endsAt, 1000 + GLANCE, "from when it was hidden first");
  assert.equal(attention.news(1000 + GLANCE - 1), undefined);
  assert.equal(attention.news(1000 + GLANCE), false);
  attention.shown(true, 60_000);
  assert.equal(attention.news(60_000), true);
  assert.equal(attention.endsAt, 60_000 + IDLE);
});

test("whoever only glances elsewhere stays", () => {
  const attention = new Attention(0);
  attention.shown(false, 1000);
  attention.shown(true, 2000);
  assert.equal(attention.news(1000 + GLANCE), undefined);
  assert.equal(attention.isHere, true);
});
