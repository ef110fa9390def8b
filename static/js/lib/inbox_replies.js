// What was answered in the inbox: its conversation is done with there once the words are in the log, and not before. Loaded with the
// first answer; the rows may be gone by then, or the page another one.

/** @import { Entry } from "../models/outbox.js" */
/** @import { Context } from "./context.js" */
import { ask, find } from "./dom.js";

/** @param {Pick<Context, "me" | "connection" | "outbox">} context */
export function watchReplies({ me, connection, outbox }) {
  /** @type {Set<Entry>} */
  const underWay = new Set();
  /** @param {Entry} entry */
  const said = async (entry) => {
    if (!underWay.delete(entry)) return;
    const { nonce, room, inbox, seq } = entry;
    delete entry.inbox;
    if (inbox) await done(me, room, inbox);
    document.dispatchEvent(new CustomEvent("inbox-said", { detail: { room, seq } }));
    // Where the room itself is shown it goes when it is seen there.
    if (!find(document, `hub-timeline[data-room="${room}"]`)) outbox.seen(nonce);
  };
  /** @param {string} room */
  const look = (room) => {
    const entries = outbox.of(room);
    for (const entry of entries) if (entry.inbox) underWay.add(entry);
    for (const entry of underWay) {
      if (entry.room !== room) continue;
      if (entry.state === "sent") said(entry);
      // Gone: cancelled, or seen in the log by whoever hears of that next.
      else if (!entries.includes(entry)) setTimeout(() => underWay.delete(entry));
    }
  };
  outbox.on("changed", look);
  connection.on("event", ({ actor, nonce }) => {
    if (actor !== me) return;
    for (const entry of underWay) if (entry.nonce === nonce) said(entry);
  });
  for (const room of outbox.rooms) look(room);
}

/**
 * Should this fail, the row stays until what it is about is read.
 *
 * @param {string} me
 * @param {string} room
 * @param {import("../models/outbox.js").InInbox} inbox
 */
async function done(me, room, { root, upto }) {
  const body = new URLSearchParams({ person: me, room, root: String(root), seq: String(upto) });
  await ask("/inbox/done", { method: "POST", body, redirect: "manual" }).catch(() => undefined);
}
