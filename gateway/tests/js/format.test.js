// Marks that keys put around what is selected. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { formatted, pressed } from "../../../static/js/models/format.js";
import { commandOf } from "../../../static/js/models/keys.js";

// The text with the selection between `[` and `]`, before and after a key.
const press = (key, marked, shiftKey = false) => {
  const command = commandOf({ key, code: "", ctrlKey: true, metaKey: false, altKey: false, shiftKey }, ["writing"]);
  return changed(marked, (text, start, end) => formatted(command, text, start, end));
};

// The same of a button.
const click = (what, marked) => changed(marked, (text, start, end) => pressed(what, text, start, end));

const changed = (marked, act) => {
  const start = marked.indexOf("⟦");
  const end = marked.indexOf("⟧") - 1;
  const text = marked.replace(/[⟦⟧]/g, "");
  const change = act(text, start, end);
  if (!change) return undefined;
  const result = text.slice(0, change.from) + change.text + text.slice(change.to);
  const [from, to] = change.select;
  return `${result.slice(0, from)}⟦${result.slice(from, to)}⟧${result.slice(to)}`;
};

test("a key puts marks around the words, and takes them away again", () => {
  for (const [key, before, after] of [
    ["b", "say ⟦it⟧ now", "say **⟦it⟧** now"],
    ["i", "say ⟦it⟧ now", "say *⟦it⟧* now"],
    ["e", "say ⟦it⟧ now", "say `⟦it⟧` now"],
    ["b", "say ⟦⟧", "say **⟦⟧**"],
  ]) {
    assert.equal(press(key, before), after);
    assert.equal(press(key, after), before, "and back");
  }
  assert.equal(press("X", "⟦it⟧", true), "~~⟦it⟧~~");
  assert.equal(press("x", "⟦it⟧", true), "~~⟦it⟧~~", "whatever the browser calls it");
});

test("blanks at the edges stay outside, and marks that are selected go, too", () => {
  assert.equal(press("b", "say⟦ it ⟧now"), "say **⟦it⟧** now");
  assert.equal(press("b", "⟦**it**⟧"), "⟦it⟧");
  assert.equal(press("e", "⟦`it`⟧"), "⟦it⟧");
});

test("bold is not taken for slanted, nor the other way round", () => {
  assert.equal(press("i", "**⟦it⟧**"), "***⟦it⟧***");
  assert.equal(press("b", "*⟦it⟧*"), "***⟦it⟧***");
  assert.equal(press("i", "***⟦it⟧***"), "**⟦it⟧**");
  assert.equal(press("b", "***⟦it⟧***"), "*⟦it⟧*");
  assert.equal(press("i", "⟦**it**⟧"), "*⟦**it**⟧*");
});

test("lines become a block of code on lines of their own", () => {
  assert.equal(press("e", "see ⟦a\nb⟧ there"), "see \n```\n⟦a\nb⟧\n```\n there");
  assert.equal(press("e", "⟦a\nb⟧"), "```\n⟦a\nb⟧\n```");
});

test("words become a link whose address is to be typed; without words it is another key", () => {
  assert.equal(press("k", "see ⟦this⟧"), "see [this](⟦https://⟧)");
  assert.equal(press("k", "⟦https://example.org⟧"), "[⟦⟧](https://example.org)");
  assert.equal(press("k", "see ⟦⟧"), undefined);
});

test("other keys are not these", () => {
  for (const key of ["a", "Enter", "v"]) assert.equal(press(key, "⟦it⟧"), undefined);
  assert.equal(press("b", "⟦it⟧", true), undefined);
  assert.equal(press("x", "⟦it⟧"), undefined);
});

test("buttons do what keys do, and hide words", () => {
  assert.equal(click("bold", "say ⟦it⟧"), "say **⟦it⟧**");
  assert.equal(click("spoiler", "it was ⟦the cook⟧"), "it was ||⟦the cook⟧||");
  assert.equal(click("spoiler", "it was ||⟦the cook⟧||"), "it was ⟦the cook⟧");
  assert.equal(click("link-words", "see ⟦⟧"), "see [](⟦https://⟧)", "a button is pressed for nothing else");
  assert.equal(click("no such", "⟦it⟧"), undefined);
});

test("lines are quoted and listed whole, and as they were when asked again", () => {
  for (const [what, before, after] of [
    ["quote", "one\n⟦two\nthree⟧\nfour", "one\n> ⟦two\n> three⟧\nfour"],
    ["list", "one\n⟦two\nthree⟧", "one\n- ⟦two\n- three⟧"],
    ["list", "on⟦e⟧", "- on⟦e⟧"],
    ["quote", "⟦⟧", "> ⟦⟧"],
    ["quote", "some⟦⟧thing", "> some⟦⟧thing"],
    ["list", "one\n⟦⟧\nthree", "one\n- ⟦⟧\nthree"],
  ]) {
    assert.equal(click(what, before), after);
    assert.equal(click(what, after), before, "and back");
  }
  assert.equal(click("quote", "⟦> one\ntwo⟧"), "> ⟦> one\n> two⟧", "one of them is none yet");
  assert.equal(click("list", "⟦- one⟧"), "⟦one⟧");
  assert.equal(click("list", "-⟦⟧ one"), "⟦⟧one");
});
