// Messages changed and taken back, commands that go again, who is typing. Run: node --test gateway/tests/js/

import assert from "node:assert/strict";
import { test } from "node:test";

import { carryOut } from "../../../static/js/durable.js";
import { Revisions } from "../../../static/js/revisions.js";
import { Typists, sentence } from "../../../static/js/typists.js";

// What a timeline does with what it hears: an event draws at once, a page as far as nothing newer is known.
class Shown {
  revisions = new Revisions();
  rev = 0;
  html;

  event(seq, rev, html) {
    const isNewest = html === null ? this.revisions.take(seq, rev) : this.revisions.accept(seq, rev, html);
    if (isNewest) [this.rev, this.html] = [rev, html];
  }

  page(seq, rev, html) {
    const newer = this.revisions.newer(seq, rev);
    const drawn = newer ?? { rev, html };
    this.revisions.accept(seq, drawn.rev, drawn.html);
    [this.rev, this.html] = [drawn.rev, drawn.html];
  }
}

test("a message taken back while a page of it is on its way stays taken back", () => {
  const shown = new Shown();
  shown.event(4, 9, null);
  shown.page(4, 4, "its words");
  assert.deepEqual([shown.rev, shown.html], [9, null]);
});

test("in whatever order drawings arrive, the highest rev is what is shown", () => {
  const news = [
    ["event", 4, "first"],
    ["event", 6, "second"],
    ["page", 4, "first"],
    ["page", 6, "second"],
    ["event", 9, null],
  ];
  const orders = (rest) => (rest.length < 2 ? [rest] : rest.flatMap((one, n) => orders(rest.filter((_, other) => other !== n)).map((tail) => [one, ...tail])));
  for (const order of orders(news)) {
    const shown = new Shown();
    let highest = 0;
    for (const [how, rev, html] of order) {
      shown[how](4, rev, html);
      // A first drawing needs no remembering: the page that brings it is what is shown then.
      highest = Math.max(highest, rev);
      assert.equal(shown.rev, highest, JSON.stringify(order));
    }
    assert.equal(shown.html, null);
  }
});

test("a command goes again under its nonce until its fate is known, and says that it does", async () => {
  const asked = [];
  const answers = [new Error("lost"), Object.assign(new Error("busy"), { code: "busy", retryMs: 7 }), { seq: 12 }];
  const pauses = [];
  const ask = async (frame) => {
    asked.push(frame);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const ack = await carryOut(ask, { t: "edit", nonce: "n" }, async (ms) => pauses.push(ms));
  assert.equal(ack.seq, 12);
  assert.deepEqual(asked.map((frame) => [frame.nonce, frame.again]), [["n", undefined], ["n", true], ["n", true]]);
  assert.equal(pauses[1], 7);
});

test("what is refused for good is not tried again", async () => {
  let tries = 0;
  const ask = async () => {
    tries += 1;
    throw Object.assign(new Error("no"), { code: "forbidden" });
  };
  await assert.rejects(carryOut(ask, { t: "delete" }, async () => {}), { code: "forbidden" });
  assert.equal(tries, 1);
});

test("typing is told every three seconds, shown for six, and gone with the message", () => {
  const typists = new Typists();
  assert.ok(typists.tell(0));
  assert.ok(!typists.tell(2999));
  assert.ok(typists.tell(3000));
  typists.sent();
  assert.ok(typists.tell(3001), "after a message the next word is news");
  typists.hear("a", "Ana", 0);
  typists.hear("b", "Bo", 1000);
  assert.equal(sentence(typists.names(5999)), "Ana and Bo are typing…");
  assert.equal(sentence(typists.names(6000)), "Bo is typing…");
  typists.hear("c", "Cem", 6000);
  typists.hear("d", "Dag", 6000);
  assert.equal(sentence(typists.names(6500)), "Several people are typing…");
  assert.ok(typists.said("c") && typists.said("d"));
  assert.equal(sentence(typists.names(6500)), "Bo is typing…");
  assert.equal(sentence(typists.names(7000)), "");
});
