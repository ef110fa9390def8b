// Whether somebody is being mentioned. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { fits, isTypedOut, mentionBefore } from "../../../static/js/models/mention.js";

test("somebody is searched for where one is being typed", () => {
  assert.deepEqual(mentionBefore("@"), { start: 0, typed: "" });
  assert.deepEqual(mentionBefore("hi @Tomáš"), { start: 3, typed: "Tomáš" });
  assert.deepEqual(mentionBefore("(@ro.s"), { start: 1, typed: "ro.s" });
  for (const text of ["rosa@", "@rosa ", "https://x.y/@ro", "@@ro", "a.@ro", "", "@" + "x".repeat(33)]) assert.equal(mentionBefore(text), null, text);
});

test("a name may begin after a mark, and anywhere in a script without blanks", () => {
  for (const text of ["cc:@ro", "-@ro", "_@ro", "@rosa_/@ro", "@rosa.k/@ro", "你好@ro", "コーヒー@ro", "see x.y (@ro"]) assert.equal(mentionBefore(text)?.typed, "ro", text);
  for (const text of ["example.org/@ro", "example.org/x?of=@ro", "é@ro"]) assert.equal(mentionBefore(text), null, text);
});

test("a name that was typed out is no question any more", () => {
  assert.ok(isTypedOut("Ingrid", ["ingrid.moe", "ingrid"]));
  assert.ok(!isTypedOut("ingri", ["ingrid"]));
  assert.ok(!isTypedOut("", ["ingrid"]));
});

test("who is offered fits what has been typed by now", () => {
  const people = { robin: "Robin", rosa_: "Rosa Silva", "li.ro": "Li" };
  const fitting = (typed) => Object.entries(people).filter(([username, name]) => fits(typed, { username, name })).map(([username]) => username);
  assert.deepEqual(fitting(""), ["robin", "rosa_", "li.ro"]);
  assert.deepEqual(fitting("ro"), ["robin", "rosa_", "li.ro"], "by a later part of a username too");
  assert.deepEqual(fitting("rosa"), ["rosa_"]);
  assert.deepEqual(fitting("SILVA"), ["rosa_"]);
  assert.deepEqual(fitting("nobody"), []);
});
