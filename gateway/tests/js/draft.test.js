// What is being written, in several tabs. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { DraftKeeper } from "../../../static/js/lib/draft_keeper.js";
import { Draft } from "../../../static/js/models/draft.js";

test("a tab stores only what was typed in it", () => {
  const draft = new Draft();
  assert.equal(draft.take(), undefined, "an empty box that nobody touched");
  assert.ok(draft.found({ text: "typed in another tab", at: 5 }));
  assert.equal(draft.take(), undefined, "what another tab typed is stored already");
  draft.typed("typed here", 7);
  assert.deepEqual(draft.take(), { text: "typed here", at: 7 });
  assert.equal(draft.take(), undefined, "once");
});

test("what was typed later stays, whichever tab is asked first", () => {
  const draft = new Draft();
  draft.typed("short", 10);
  draft.take();
  assert.ok(!draft.found({ text: "older", at: 9 }));
  assert.ok(draft.found({ text: "short, and longer", at: 11 }));
  assert.equal(draft.text, "short, and longer");
  draft.typed("typed in the same moment", 11);
  assert.equal(draft.take().at, 12, "later than what it was typed over");
});

test("what one tab has sent is gone from all that showed it, and from none that goes on", () => {
  const [sender, follower, writer] = [new Draft(), new Draft(), new Draft()];
  sender.typed("X", 1);
  const stored = sender.take();
  for (const other of [follower, writer]) other.found(stored);
  writer.typed("X and more", 2);
  sender.typed("", 3);
  const sent = sender.take();
  assert.ok(follower.found(sent));
  assert.equal(follower.text, "");
  assert.ok(!writer.found(sent));
  assert.deepEqual(writer.take(), { text: "X and more", at: 3 }, "later than what was sent");
});

// A browser with tabs: each is told what the others store, and one that is asleep is not.
class Tabs {
  items = new Map();
  tabs = new Set();
  open() {
    const listeners = new Set();
    const tab = {
      isAwake: true,
      get: (key) => structuredClone(this.items.get(key)),
      set: (key, value) => {
        this.items.set(key, structuredClone(value));
        for (const other of this.tabs) if (other !== tab && other.isAwake) other.tell(key);
      },
      onChanged: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      tell: (key) => listeners.forEach((listener) => listener(key)),
    };
    this.tabs.add(tab);
    return tab;
  }
}

function keeper(tab) {
  globalThis.document ??= new EventTarget();
  globalThis.addEventListener ??= () => {};
  globalThis.removeEventListener ??= () => {};
  const shown = [];
  const draft = new DraftKeeper(tab, "draft:r", (text) => shown.push(text));
  const stop = draft.follow();
  return { draft, shown, stop };
}

test("a tab that was closed loses nothing to one that only stood by", () => {
  const browser = new Tabs();
  const [first, second] = [keeper(browser.open()), keeper(browser.open())];
  first.draft.typed("half a thought");
  first.draft.save();
  assert.deepEqual(second.shown, ["half a thought"]);
  second.draft.save();
  second.stop();
  const third = keeper(browser.open());
  assert.equal(third.draft.text, "half a thought");
});

test("a tab that slept while its words were sent learns so when it is seen again", () => {
  const browser = new Tabs();
  const [asleep, awake] = [browser.open(), browser.open()];
  const [one, other] = [keeper(asleep), keeper(awake)];
  one.draft.typed("say this once");
  one.draft.save();
  asleep.isAwake = false;
  other.draft.clear();
  assert.equal(one.draft.text, "say this once");
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(one.draft.text, "");
  one.draft.save();
  assert.equal(browser.items.get("draft:r").text, "");
});

test("a draft keeps what it answers, in every tab, until it is sent or that is dropped", () => {
  const answers = { seq: 7, author: "Ann", words: "tea?" };
  const [here, there] = [new Draft(), new Draft()];
  here.typed("yes", 1, answers);
  assert.ok(there.found(here.take()));
  assert.deepEqual([there.text, there.answers], ["yes", answers]);
  there.typed("yes", 2);
  assert.ok(here.found(there.take()), "the words are the same, and what they answer is not");
  assert.equal(here.answers, undefined);
});
