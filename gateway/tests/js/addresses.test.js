// Addresses of pages. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { isInPlace, renamedPath } from "../../../static/js/models/addresses.js";

test("rooms, their list and the first page are shown in place; all else is a page of its own", () => {
  for (const path of ["/", "/rooms", "/r/tea", "/r/tea/members", "/d/6e52a1c3-0000-4000-8000-000000000001"]) assert.ok(isInPlace(path), path);
  for (const path of ["/settings", "/d/new", "/d", "/admin", "/login", "/roomsy", "/static/x"]) assert.ok(!isInPlace(path), path);
});

test("who is in a room that is renamed goes along", () => {
  assert.equal(renamedPath("/r/tea", "/r/tea", "/r/quay"), "/r/quay");
  assert.equal(renamedPath("/r/tea/m/12", "/r/tea", "/r/quay"), "/r/quay/m/12");
  assert.equal(renamedPath("/r/caf%C3%A9/members", "/r/café", "/r/quay"), "/r/quay/members");
  assert.equal(renamedPath("/r/teatime", "/r/tea", "/r/quay"), undefined);
});
