// Sentences with gaps. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { Phrases } from "../../../static/js/models/phrases.js";

const forms = {
  people: { one: "{$count} person", other: "{$count} people in {$room}" },
  plain: { other: "Sent" },
};

test("a number chooses the form and is written as the language writes it", () => {
  const english = new Phrases(forms, "en");
  assert.equal(english.say("people", { count: 1 }), "1 person");
  assert.equal(english.say("people", { count: 3616, room: "tea $& {$count}" }), "3,616 people in tea $& {$count}");
  assert.equal(new Phrases(forms, "de").say("people", { count: 3616, room: "a" }), "3.616 people in a");
  assert.equal(english.say("plain"), "Sent");
});

test("what is not there is not made up", () => {
  const english = new Phrases(forms, "en");
  assert.throws(() => english.say("nothing"), TypeError);
  assert.equal(english.say("people", { count: 2 }), "2 people in {$room}");
});
