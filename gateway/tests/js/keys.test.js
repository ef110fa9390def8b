// What each key does, and where. Run: npm test

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { chordOf, commandOf, isCharacter, KEYS } from "../../../static/js/models/keys.js";

const PLAIN = { key: "", code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (key, held = {}) => ({ ...PLAIN, key, ...held });

test("no key means two things in one place", () => {
  const spelled = KEYS.map(([, place, keys]) => `${place} ${keys}`);
  assert.equal(new Set(spelled).size, spelled.length);
});

test("each action on a message has its key", () => {
  const of = (key) => commandOf(press(key), ["message", "page", "anywhere"]);
  const keys = ["r", "t", "e", "Delete", "u", "c", "+", "x"];
  assert.deepEqual(keys.map(of), ["reply", "thread", "edit", "delete", "unread", "link", "react", undefined]);
});

test("a letter counts on the page and not while one types", () => {
  assert.equal(commandOf(press("j"), ["page", "anywhere"]), "message-next");
  assert.equal(commandOf(press("j"), ["anywhere"]), undefined);
  assert.equal(commandOf(press("k", { metaKey: true }), ["anywhere"]), "jump");
  assert.equal(commandOf(press("ArrowUp", { altKey: true, shiftKey: true }), ["anywhere"]), "unread-previous");
  assert.equal(commandOf(press("Escape"), ["message", "page"]), "message-leave", "the nearest place comes first");
});

test("a sign is what is seen of it, and a letter the one in its place", () => {
  assert.equal(chordOf(press("?", { shiftKey: true })), "?");
  assert.equal(chordOf(press("+", { shiftKey: true })), "+");
  assert.equal(chordOf(press("J", { shiftKey: true })), "Shift+j");
  assert.equal(chordOf(press("о", { code: "KeyJ" })), "j", "a Russian keyboard");
  assert.equal(chordOf(press("и", { code: "KeyB", ctrlKey: true })), "Mod+b");
  assert.equal(chordOf(press("ö", { code: "Semicolon" })), "ö");
});

test("what can be turned off is a single character with nothing held down", () => {
  const isOne = (key, held) => isCharacter(press(key, held));
  assert.deepEqual([isOne("j"), isOne("?", { shiftKey: true }), isOne("+")], [true, true, true]);
  assert.deepEqual([isOne("k", { ctrlKey: true }), isOne("Escape"), isOne("ArrowUp")], [false, false, false]);
});

test("whatever the table names is done somewhere", () => {
  const read = (path) => readFileSync(new URL(`../../../static/js/${path}`, import.meta.url), "utf8");
  const files = ["lib/keyboard.js", "elements/timeline/toolbar.js", "elements/composer.js", "elements/inbox.js", "models/format.js", "../../templates/inbox/_row.html"];
  const sources = files.map(read).join("");
  // By `isSendKey`, which knows what a touch screen makes of Enter.
  const elsewhere = ["send", "line"];
  for (const [command] of KEYS) {
    const isDone = sources.includes(`"${command}"`) || new RegExp(`\\b${command}:`).test(sources);
    assert.ok(isDone || elsewhere.includes(command), command);
  }
});
