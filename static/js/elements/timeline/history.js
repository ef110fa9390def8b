// The messages in the page: pages are asked for, drawn and put beside what is there, and what is far away is removed again.
// Which drawing of a message is the newest is kept here, for pages and for what happens live.

/** @import { Context } from "../../lib/context.js" */
/** @import { PageFrame } from "../../models/frames.js" */
/** @import { Reactions } from "./reactions.js" */
/** @import { ScrollView } from "./scroll_view.js" */
import { find, parse } from "../../lib/dom.js";
import { localizeTimes } from "../../lib/local_times.js";
import { arrange, deletedRow, highlightMentions, makers, rowAfter, rowOf, rowsOf, seqOf } from "../../lib/message_rows.js";
import { bringUpToDate, requote } from "../../lib/quotes.js";
import { isLarge, isOutside, moreBeyond, surplus } from "../../models/message_window.js";
import { Revisions } from "../../models/revisions.js";
import { letTick } from "./tasks.js";

const PAGE = 50;

/**
 * The element around the messages. Its `data-before` and `data-after` say whether there is more on either side.
 *
 * @typedef {object} Host
 * @property {HTMLElement} element
 * @property {string} room
 * @property {number | undefined} thread whose replies these are; none: the room's messages
 * @property {HTMLElement} list
 * @property {HTMLElement | null} begun around the message that the thread began with
 * @property {ScrollView} view
 * @property {Reactions} reactions
 * @property {() => number} position the last seq that was heard
 * @property {() => { isFollowing: boolean, isMoving: boolean }} reader whether the end is in view, and whether one scrolls
 * @property {(row: HTMLElement) => void} prepare makes a row mine
 * @property {(change: () => void) => void} keepStill
 * @property {(row: HTMLElement) => void} made a row is about to be put into the page
 * @property {() => void} updateEdges what stands before and after the rows: it takes place, so it changes together with them
 */

export class History {
  #me;
  #connection;
  #outbox;
  #host;
  #list;
  #revisions = new Revisions();
  #isLoading = false;

  /**
   * @param {Pick<Context, "me" | "connection" | "outbox">} context
   * @param {Host} host
   */
  constructor({ me, connection, outbox }, host) {
    this.#me = me;
    this.#connection = connection;
    this.#outbox = outbox;
    this.#host = host;
    this.#list = host.list;
  }

  get rows() {
    return rowsOf(this.#list);
  }

  /**
   * Whether there is more on this side.
   *
   * @param {"before" | "after"} side
   */
  has(side) {
    return this.#host.element.dataset[side] === "yes";
  }

  /**
   * @param {"before" | "after"} side
   * @param {boolean} isMore
   */
  #setMore(side, isMore) {
    this.#host.element.dataset[side] = isMore ? "yes" : "no";
  }

  /** The message that the thread began with, above the rows. */
  get root() {
    return find(this.#host.begun, ":scope > .message");
  }

  /** @param {number} seq */
  find(seq) {
    const { root } = this;
    return root && seqOf(root) === seq ? root : find(this.#list, `:scope > .message[data-seq="${seq}"]`);
  }

  // Another log: no drawing known counts.
  forget() {
    this.#revisions.clear();
    this.#host.reactions.forget();
  }

  /**
   * A page of the room, the latest if nothing else is asked for; nothing where none came.
   *
   * @param {{ before?: number, after?: number, around?: number }} part
   * @returns {Promise<PageFrame | undefined>}
   */
  async fetch(part = {}) {
    try {
      const { room, thread } = this.#host;
      return await this.#connection.request({ t: "page", room, ...(thread && { thread }), limit: PAGE, ...part });
    } catch {
      return undefined;
    }
  }

  /**
   * Shows a page instead of what is there.
   *
   * @param {PageFrame} page
   */
  show(page) {
    this.#list.replaceChildren(...this.#drawn(page));
    this.#host.view.reset();
    const { before, after } = moreBeyond(page, this.#host.position());
    this.#setMore("before", before);
    this.#setMore("after", after);
    arrange(this.#list);
    this.#host.updateEdges();
  }

  /**
   * The next page on one side. Answers whether one came.
   *
   * @param {"before" | "after"} side
   */
  async load(side) {
    const end = this.#end(side);
    if (this.#isLoading || end === undefined || !this.has(side) || !this.#connection.isOpen) return false;
    this.#isLoading = true;
    const page = await this.fetch({ [side]: end });
    if (page) await this.#host.view.stillFrame();
    this.#isLoading = false;
    // It belongs beside what it was asked for.
    if (!page || !this.#host.element.isConnected || this.#end(side) !== end) return false;
    const fresh = this.#drawn(page).filter((row) => !this.find(seqOf(row)));
    this.#host.keepStill(() => {
      if (side === "before") this.#list.prepend(...fresh);
      else this.#list.append(...fresh);
      this.#setMore(side, moreBeyond(page, this.#host.position())[side]);
      this.settle();
    });
    return true;
  }

  /**
   * The first seq in the page, or the last.
   *
   * @param {"before" | "after"} side
   */
  #end(side) {
    const { rows } = this;
    const row = side === "before" ? rows[0] : rows.at(-1);
    return row && seqOf(row);
  }

  /** Whether there are more rows than stay. */
  get isLarge() {
    return isLarge(this.rows.length);
  }

  /** After rows came or were drawn anew: days and groups, and what is too many goes. */
  settle() {
    this.#trim();
    arrange(this.#list);
    this.#host.updateEdges();
  }

  /**
   * Puts a row in its place: instead of an older drawing, or where its seq belongs. Answers whether it is in the page now; it is to
   * be settled then.
   *
   * @param {HTMLElement} row
   * @param {{ replace: (present: HTMLElement, row: HTMLElement) => void, insert: (row: HTMLElement) => void }} how
   */
  put(row, { replace, insert }) {
    const seq = seqOf(row);
    const isNumbered = row.matches(".message");
    if (isNumbered && !this.#revisions.accept(seq, Number(row.dataset.rev), row.outerHTML)) return false;
    if (isNumbered) this.#requote(seq, Number(row.dataset.rev), row);
    const present = isNumbered ? this.find(seq) : null;
    if (!present && this.#isOutside(seq)) return false;
    this.#prepare(row, { present });
    if (present) {
      replace(present, row);
      return true;
    }
    const after = rowAfter(this.#list, seq);
    if (after) after.before(row);
    else this.#list.append(row);
    insert(row);
    return true;
  }

  /**
   * A message was deleted by the event `rev`. Answers what stands in its place, if it is shown; if not, a page read a
   * moment ago may still bring its text, which is kept out then.
   *
   * @param {number} seq
   * @param {number} rev
   */
  deleted(seq, rev) {
    const row = this.find(seq);
    if (row) return deletedRow(row, rev);
    this.#revisions.markDeleted(seq, rev);
    this.#requote(seq, rev, undefined);
    return undefined;
  }

  /**
   * These rows are the server's. Messages of mine among them are said: nothing of them is under way.
   *
   * @param {HTMLElement[]} rows
   */
  seen(rows) {
    for (const row of rows) {
      if (row.dataset.author === this.#me) this.#outbox.seen(row.dataset.nonce);
      if (row.dataset.rev) this.#revisions.accept(seqOf(row), Number(row.dataset.rev), row.outerHTML);
    }
  }

  /**
   * Whether a row that is not shown belongs to a part that is not in the page.
   *
   * @param {number} seq
   */
  #isOutside(seq) {
    const { rows } = this;
    const [first, last] = [rows[0], rows.at(-1)].map((row) => row && seqOf(row));
    return isOutside(seq, { first, last, before: this.has("before"), after: this.has("after") });
  }

  // Removes rows once there are too many, far from what is read.
  #trim() {
    const { rows } = this;
    if (!isLarge(rows.length)) return;
    const extra = surplus(this.#host.view.inView(rows), this.#host.reader());
    if (!extra) return;
    const { side, count } = extra;
    for (const row of side === "start" ? rows.slice(0, count) : rows.slice(-count)) row.remove();
    this.#setMore(side === "start" ? "before" : "after", true);
  }

  /**
   * The rows of a page; where a newer drawing is known, that one.
   *
   * @param {PageFrame} page
   */
  #drawn(page) {
    const rows = parse(page.html ?? "").map((row) => {
      const newer = this.#revisions.newer(seqOf(row), Number(row.dataset.rev));
      if (!newer) return row;
      return newer.html === null ? deletedRow(row, newer.rev) : (rowOf(newer.html) ?? row);
    });
    for (const row of rows) this.#prepare(row, { page });
    this.seen(rows);
    return rows;
  }

  /**
   * A message says something else: so do the lines that quote it, among the messages and above what is being written.
   *
   * @param {number} seq
   * @param {number} rev
   * @param {HTMLElement | undefined} row
   */
  #requote(seq, rev, row) {
    if (rev > seq) requote(this.#host.element.closest(".room"), seq, { rev, row });
  }

  /**
   * A message as it is known to be since `rev`.
   *
   * @param {number} seq
   * @param {number} rev
   */
  #newer(seq, rev) {
    const known = this.#revisions.newer(seq, rev);
    return known && { rev: known.rev, row: known.html === null ? undefined : rowOf(known.html) };
  }

  // What the server draws for everyone becomes mine, and what it quotes is what is known to be said.
  /**
   * @param {HTMLElement} row
   * @param {{ present?: HTMLElement | null, page?: PageFrame }} from
   */
  #prepare(row, from) {
    bringUpToDate(row, (seq, rev) => this.#newer(seq, rev));
    localizeTimes(row);
    highlightMentions(row, this.#me);
    this.#host.prepare(row);
    if (row.dataset.author === this.#me) letTick(row);
    this.#host.made(row);
    for (const make of makers) make(row, this.#host.element);
    if (row.matches(".message:not(.gone)")) this.#host.reactions.prepare(row, from);
  }
}
