// The lines under messages that threads began with, as those go on: what the server draws for everyone, and how much of it is new to
// me.

/** @import { Context } from "../../lib/context.js" */
/** @import { EventFrame } from "../../models/frames.js" */
import { find, findAll, parse, setText } from "../../lib/dom.js";
import { localizeTimes } from "../../lib/local_times.js";
import { seqOf } from "../../lib/message_rows.js";
import * as text from "../../lib/messages.js";

const REMEMBERED = 200;

/** @param {HTMLElement} row */
export const threadLinkOf = (row) => find(row, ":scope > .thread-line > .thread-link");

export class ThreadLines {
  #me;
  #threads;
  #room;
  /**
   * The last that is known of threads, shown or not: a page read a moment earlier brings an older line.
   *
   * @type {Map<number, EventFrame>}
   */
  #known = new Map();

  /**
   * @param {Pick<Context, "me" | "threads">} context
   * @param {string} room
   */
  constructor({ me, threads }, room) {
    this.#me = me;
    this.#threads = threads;
    this.#room = room;
  }

  /**
   * A thread has gone on. Its line is put under the row it began with, if that is shown.
   *
   * @param {EventFrame & { thread: { root: number, html?: string } }} frame
   * @param {HTMLElement | null} row
   */
  goOn(frame, row) {
    const { root } = frame.thread;
    this.#known.delete(root);
    this.#known.set(root, frame);
    const oldest = this.#known.keys().next().value;
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    if (row) this.#put(row, frame);
  }

  /**
   * A row that comes into the page shows what is known of the thread that began with it.
   *
   * @param {HTMLElement} row
   */
  bringUpToDate(row) {
    const known = this.#known.get(seqOf(row));
    if (known && known.seq > Number(row.dataset.rev)) this.#put(row, known);
    else this.#markRead(row);
  }

  /**
   * What I have read on the page of a thread is not new any more.
   *
   * @param {HTMLElement} list
   */
  update(list) {
    for (const link of findAll(list, ".thread-link")) if (link.closest(".message") instanceof HTMLElement) this.#markRead(/** @type {HTMLElement} */ (link.closest(".message")));
  }

  /**
   * @param {HTMLElement} row
   * @param {EventFrame} frame
   */
  #put(row, { seq, actor, html, thread }) {
    const [line] = parse(thread?.html ?? "");
    if (!line) return;
    localizeTimes(line);
    const before = threadLinkOf(row);
    const link = find(line, ".thread-link");
    const isMine = actor === this.#me;
    const isAboutMe = row.dataset.author === this.#me || (html ?? "").includes(`data-user="${this.#me}"`);
    if (link && (isMine || isAboutMe || before?.dataset.following !== undefined)) link.dataset.following = "";
    const unread = Number(find(before, ".thread-new")?.dataset.unread ?? 0);
    if (link?.dataset.following !== undefined) showUnread(line, isMine ? 0 : unread + 1);
    if (before) before.parentElement?.replaceWith(line);
    else row.append(line);
    row.dataset.rev = String(seq);
    this.#markRead(row);
  }

  /** @param {HTMLElement} row */
  #markRead(row) {
    const known = this.#known.get(seqOf(row))?.seq ?? Number(row.dataset.rev);
    const read = this.#threads.upTo(this.#room, seqOf(row));
    if (read > 0 && read >= known && threadLinkOf(row)) showUnread(row, 0);
  }
}

/**
 * @param {HTMLElement} within
 * @param {number} count
 */
function showUnread(within, count) {
  const news = find(within, ".thread-new");
  if (!news) return;
  news.dataset.unread = String(count);
  news.hidden = count === 0;
  setText(news, text.newCount(count));
}
