// Which drawing of a message is shown. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { Revisions } from "../../../static/js/models/revisions.js";

// What a timeline does with what it hears: an event draws at once, a page as far as nothing newer is known.
class Shown {
  revisions = new Revisions();
  rev = 0;
  html;

  event(seq, rev, html) {
    const isNewest = html === null ? this.revisions.markDeleted(seq, rev) : this.revisions.accept(seq, rev, html);
    if (isNewest) [this.rev, this.html] = [rev, html];
  }

  page(seq, rev, html) {
    const newer = this.revisions.newer(seq, rev);
    const drawn = newer ?? { rev, html };
    this.revisions.accept(seq, drawn.rev, drawn.html);
    [this.rev, this.html] = [drawn.rev, drawn.html];
  }
}

test("a message deleted while a page of it is on its way stays deleted", () => {
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

test("a lower rev never replaces a higher one, shown or not", () => {
  const revisions = new Revisions();
  assert.ok(revisions.accept(4, 4, "first"));
  assert.ok(revisions.accept(4, 9, "edited"));
  assert.ok(!revisions.accept(4, 4, "first"));
  assert.equal(revisions.newer(4, 4).html, "edited");
  assert.equal(revisions.newer(4, 9), undefined);
});
