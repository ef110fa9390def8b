// What calls somebody who is not looking. Run: npm test

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Calls, THREADS } from "../../../static/js/models/calls.js";
import { countForMe } from "../../../static/js/models/rooms.js";

const room = (line) => ({ room: "r", kind: "public", level: "mentions", head: 1, last_msg: 10, read_msg: 10, read_seq: 1, generation: 0, mentions: 0, ...line });
const news = (count) => [{ room: "r", count, isNews: true }];
const away = { isLooking: false };
const looking = { isLooking: true };
const over = [{ room: "r", count: 0, isNews: false }];

test("a level says what of the unread is for me", () => {
  const unread = (line) => countForMe(room({ last_msg: 13, mentions: 1, ...line }), 0);
  assert.deepEqual(["everything", "mentions", "nothing", "hidden"].map((level) => unread({ level })), [3, 1, 0, 0]);
  assert.equal(unread({ kind: "direct", level: undefined }), 3, "all that is said in a conversation");
  assert.equal(unread({ level: undefined }), 1);
  assert.equal(countForMe(room({ level: "everything", last_msg: 9 }), 0), 0, "what was deleted is not missing");
});

test("what was there before is not told, what comes is told once, and what is read is taken back", () => {
  const calls = new Calls();
  assert.deepEqual(calls.next([room({ mentions: 2 })], away), [], "it was there");
  assert.deepEqual(calls.next([room({ mentions: 3 })], away), news(3));
  assert.deepEqual(calls.next([room({ mentions: 3 })], away), [], "once");
  assert.deepEqual(calls.next([room({ mentions: 0 })], away), over, "read elsewhere");
  assert.deepEqual(calls.next([room({ mentions: 0 })], away), []);
  assert.deepEqual(calls.next([room({ mentions: 1 })], away), news(1), "and what comes then is news");
});

test("what comes after the former was read is told, though there are no more of it", () => {
  const calls = new Calls();
  calls.next([room({ mentions: 2 })], away);
  calls.read([room({ mentions: 0 })]);
  calls.read([room({ mentions: 1 })]);
  assert.deepEqual(calls.next([room({ mentions: 1 })], away), news(1));
});

test("who looks is told nothing, neither then nor later", () => {
  const calls = new Calls();
  calls.next([room()], looking);
  assert.deepEqual(calls.next([room({ mentions: 1 })], looking), []);
  assert.deepEqual(calls.next([room({ mentions: 1 })], away), [], "it was before their eyes");
  assert.deepEqual(calls.next([room({ mentions: 2 })], away), news(2));
  assert.deepEqual(calls.next([room({ mentions: 2 })], looking), over, "who comes back needs no telling");
});

test("a room that is joined, or not to call any more, is no news", () => {
  const calls = new Calls();
  calls.next([], away);
  assert.deepEqual(calls.next([room({ mentions: 1 })], away), [], "the first that is heard of it");
  assert.deepEqual(calls.next([room({ mentions: 4 })], away), news(4));
  assert.deepEqual(calls.next([room({ mentions: 5, level: "nothing" })], away), over);
});

test("threads one follows call as rooms do", () => {
  const calls = new Calls();
  const next = (threads, moment = away) => calls.next([], { ...moment, threads });
  assert.deepEqual([next(undefined), next(1)], [[], []], "what was there is not told");
  assert.deepEqual(next(2), [{ room: THREADS, count: 2, isNews: true }]);
  assert.deepEqual(next(0), [{ room: THREADS, count: 0, isNews: false }]);
  assert.deepEqual(next(1, looking), []);
});

// Where a room and the threads stand for its member before something is said, and after: the numbers as the server counts them.
function numbers({ kind = "public", level, outside, own, deleted, before, blocked, mentioned, keyword, thread, also_in_room, read, done, snoozed }) {
  const isInRoom = !thread || also_in_room;
  const isRead = own || read;
  const isHeard = !isRead && !deleted && !before && !blocked && !done && !snoozed;
  const calls = level !== "nothing" && level !== "hidden";
  const isFollowed = thread === "followed" || (thread === "neither" && mentioned);
  const line = (news) => (outside ? [] : [room({ kind, level, ...news })]);
  return {
    first: { rooms: before ? [] : line({}), threads: 0 },
    then: {
      rooms: line({
        last_msg: isInRoom ? 11 : 10,
        read_msg: isInRoom && (isRead || deleted || before) ? 11 : 10,
        mentions: isInRoom && isHeard && (mentioned || keyword) ? 1 : 0,
        away: done || snoozed ? { msg: 11, until: snoozed ? "2999-01-01T00:00:00Z" : undefined, mentions: 1 } : undefined,
      }),
      threads: isFollowed && isHeard && calls && !outside ? 1 : 0,
    },
  };
}

test("what the page tells is what the shared table says is told at once", () => {
  const cases = JSON.parse(readFileSync(new URL("../../../proto/tests/cases/notifications.json", import.meta.url), "utf8"));
  assert(cases.length > 30);
  for (const entry of cases) {
    const { first, then } = numbers({ level: entry.kind === "direct" ? "everything" : "mentions", ...entry });
    const calls = new Calls();
    const moment = { isLooking: Boolean(entry.looking), isQuiet: Boolean(entry.quiet) };
    calls.next(first.rooms, { ...moment, threads: first.threads });
    const told = calls.next(then.rooms, { ...moment, threads: then.threads });
    const expected = entry.told === "now";
    assert.equal(told.some(({ isNews }) => isNews), expected, entry.name);
  }
});
