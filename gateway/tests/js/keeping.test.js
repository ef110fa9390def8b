// What a browser keeps of pages, for whom and how long. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { formerShells, isAway, isFresh, isPage, isPages, isUnreached, pagesName, readKeepable, releaseOf, shellName, surplus, verdict } from "../../../static/js/models/keeping.js";

const HOME = "page=home&user=ana&log=l1&release=r1&look=en.auto.cozy";
const ROOM = "page=room&room=7&name=H%C3%A4fen%20%26%20Co%3D&user=ana&log=l1&release=r1&look=en.auto.cozy";
const STAND_IN = "page=offline&release=r1&look=en.auto.cozy";
const DAY = 24 * 3_600_000;

const of = (status, header, search = "") => verdict({ status, header, search });

test("a page says what it is, and names come as they were", () => {
  assert.deepEqual(readKeepable(HOME), { page: "home", user: "ana", log: "l1", release: "r1", look: "en.auto.cozy" });
  assert.equal(readKeepable(ROOM).name, "Häfen & Co=");
  assert.equal(readKeepable(STAND_IN).page, "offline");
});

test("what does not say whose page it is, of which log and release, is no page to be kept", () => {
  for (const header of [null, "", "never", "nobody", "page=settings&user=ana&log=l1&release=r1", "%", "page=home&user=%ff"]) {
    assert.equal(readKeepable(header), undefined, header);
  }
  for (const part of ["user=ana&", "log=l1&", "release=r1&", "page=home&"]) assert.equal(readKeepable(HOME.replace(part, "")), undefined, part);
  assert.equal(readKeepable(ROOM.replace("room=7&", "")), undefined, "a room nobody can name");
});

test("only pages that say so are kept", () => {
  assert.deepEqual([of(200, HOME), of(200, ROOM)], ["keep", "keep"]);
  for (const header of [null, "never", "something new"]) assert.equal(of(200, header), "forget", header);
  assert.equal(of(500, ROOM), "leave");
  assert.equal(of(200, STAND_IN), "leave", "it is the worker's own");
  assert.equal(of(200, HOME, "?before=5"), "leave", "not what was said last");
});

test("what is not there or not theirs any more goes, and what fails for now stays", () => {
  for (const status of [403, 404, 410]) assert.equal(of(status, "never"), "forget", status);
  for (const status of [0, 303, 429, 500, 502, 503, 504]) assert.equal(of(status, "never"), "leave", status);
});

test("with nobody signed in everything goes", () => {
  assert.equal(of(401, null), "wipe");
  assert.equal(of(200, "nobody"), "wipe");
  assert.equal(of(200, "nobody", "?next=%2F"), "wipe");
});

test("a page is never shown for another person, log or release", () => {
  const names = [HOME, HOME.replace("ana", "bob"), HOME.replace("l1", "l2"), HOME.replace("r1", "r2")].map((header) => pagesName(readKeepable(header)));
  assert.equal(new Set(names).size, 4);
  assert.ok(names.every(isPages) && !isPages(shellName("r1")));
  assert.deepEqual(names.map(releaseOf), ["r1", "r1", "r1", "r2"]);
});

test("after seven days nothing is shown, whatever became of the clock", () => {
  assert.ok(isFresh(0, 7 * DAY) && isFresh(DAY, 0));
  assert.ok(!isFresh(0, 7 * DAY + 1) && !isFresh(8 * DAY, 0) && !isFresh(Number.NaN, 0));
  const kept = [{ path: "/r/old", at: 0 }, { path: "/", at: 5 * DAY }, { path: "/r/new", at: 8 * DAY }];
  assert.deepEqual(surplus(kept, 8 * DAY), ["/r/old"]);
});

test("so many pages are kept, and those longest ago go first", () => {
  const kept = Array.from({ length: 42 }, (_, n) => ({ path: `/r/${n}`, at: n }));
  assert.deepEqual(surplus(kept, 50), ["/r/1", "/r/0"]);
});

test("the worker answers for pages alone", () => {
  const page = { method: "GET", mode: "navigate", accept: "text/html,*/*" };
  assert.ok(isPage(page) && isPage({ method: "GET", mode: "cors", accept: "text/html" }));
  assert.ok(!isPage({ ...page, method: "POST" }) && !isPage({ method: "HEAD", mode: "cors", accept: "*/*" }));
  assert.ok(!isPage({ method: "GET", mode: "cors", accept: "*/*" }));
});

test("what somebody in between says is told from what the server says", () => {
  assert.deepEqual([200, 404, 500, 502, 503, 504].filter(isAway), [502, 503, 504]);
  assert.deepEqual([200, 404, 500, 502, 503, 504].filter(isUnreached), [502, 504], "the server says itself that a part of it is away");
});

test("scripts of the release before stay for pages that are open, older ones go", () => {
  const names = ["hubbub-state", shellName("r1"), shellName("r2"), "hubbub-pages:ana:l1:r1", shellName("r3")];
  assert.deepEqual(formerShells(names, "r3"), [shellName("r1")]);
  assert.deepEqual(formerShells(names, "r4"), [shellName("r1"), shellName("r2")]);
  assert.deepEqual(formerShells([shellName("r1")], "r1"), []);
});
