// Where reading stopped, where it goes on and what stays in view: the end is followed, or what is being read does not move.
// What has been in view for a while counts as read. `timeline.js` tells what came and was drawn.

/** @import { Context } from "../../lib/context.js" */
/** @import { RoomStatus } from "../../models/rooms.js" */
/** @import { Edges } from "./edges.js" */
/** @import { History } from "./history.js" */
/** @import { NewDivider } from "./new_divider.js" */
/** @import { ScrollView } from "./scroll_view.js" */
import { isMessage, note, seqOf } from "../../lib/message_rows.js";
import * as text from "../../lib/messages.js";
import { ReadTracker } from "./read_tracker.js";

// So near to the end, in px, the end is followed.
const NEAR_THE_END = 100;
// So many unread messages fit below the New divider without scrolling.
const FEW = 10;
// How long the message an address leads to stands out, in ms.
const STANDS_OUT = 2500;
// So long after the last movement one has come to rest, in ms.
const AT_REST = 250;

/**
 * The element around the messages. Its `data-chosen`, `data-member` and `data-read-seq` are the server's.
 *
 * @typedef {object} Host
 * @property {HTMLElement} element
 * @property {string} room
 * @property {number | undefined} thread whose replies these are; none: the room's messages
 * @property {ScrollView} view
 * @property {History} history
 * @property {NewDivider} divider
 * @property {Edges} edges
 * @property {() => number} position the last seq that was heard
 */

export class Reading {
  #context;
  #host;
  #isFollowing = true;
  // Messages that came below what is in view.
  #missed = 0;
  /** @type {number | undefined} the message I have just asked to be unread from */
  #markedUnread;
  /** @type {number | undefined} after which seq the New divider goes, as soon as something follows it */
  #newAfter;
  /** @type {number | undefined} while one scrolls */
  #moving;
  /** @type {ReadTracker | undefined} */
  #tracker;
  // Takes away the bar that says how many are new.
  #removeBar = () => {};

  /**
   * @param {Pick<Context, "me" | "connection" | "rooms" | "threads">} context
   * @param {Host} host
   */
  constructor(context, host) {
    this.#context = context;
    this.#host = host;
  }

  // Whether the end is in view.
  get isFollowing() {
    return this.#isFollowing;
  }

  // Whether one scrolls at the moment.
  get isMoving() {
    return this.#moving !== undefined;
  }

  get #isMember() {
    return this.#host.element.dataset.member === "yes";
  }

  get #readSeq() {
    const { room, thread, element } = this.#host;
    return (thread ? undefined : this.#context.rooms.get(room)?.read_seq) ?? Number(element.dataset.readSeq);
  }

  get #chosen() {
    return Number(this.#host.element.dataset.chosen);
  }

  // Begins to tell what was read. Answers how to stop that.
  track() {
    const { rooms } = this.#context;
    const { view } = this.#host;
    const tracker = new ReadTracker({
      read: this.#readSeq,
      scrollTop: () => view.position,
      lastSeq: () => Number(view.last?.dataset.seq ?? 0),
      tell: (seq) => this.#tellRead(seq),
    });
    this.#tracker = tracker;
    this.watchRoom();
    return () => {
      tracker.stop();
      if (!this.#host.thread) rooms.watch(null);
    };
  }

  // Answers whether it could be told.
  /** @param {number} seq */
  #tellRead(seq) {
    const { connection, rooms, threads } = this.#context;
    const { room, thread: root } = this.#host;
    if (root) {
      threads.read(room, root, seq);
      connection.tell({ t: "read_thread", room, root, seq });
    } else {
      connection.tell({ t: "read", room, seq, generation: rooms.get(room)?.generation ?? 0 });
    }
    return connection.isOpen;
  }

  // Where reading stopped: at the New divider if there is one, else at the end.
  async land() {
    const { element, history } = this.#host;
    const read = this.#readSeq;
    const first = history.rows[0];
    this.updateEdges();
    if (this.#chosen) return this.choose(this.#chosen);
    if (!this.#isMember) return;
    if (read > 0 && first && seqOf(first) > read + 1 && history.has("before") && !history.has("after")) {
      // More is unread than the page shows. What it misses comes by the socket; who has begun to read is left in peace.
      const isUntouched = () => element.isConnected && this.#isFollowing;
      this.#scrollToEnd();
      await this.#context.connection.opened();
      const page = isUntouched() ? await history.fetch({ around: read }) : undefined;
      if (!page || !isUntouched()) return;
      history.show(page);
    }
    this.#placeNew(read);
  }

  /**
   * Shown again after a while away: the rows are as they were, what was missed comes by the socket.
   *
   * @param {number} [scrollTop] where it stood, for who goes back
   */
  async returned(scrollTop) {
    const { history, view, divider, room } = this.#host;
    if (scrollTop !== undefined) {
      view.position = scrollTop;
      return this.scrolled();
    }
    if (this.#chosen) return this.choose(this.#chosen);
    this.#scrollToEnd();
    const unread = this.#context.rooms.backlog(room);
    if (unread === 0) return;
    const read = this.#readSeq;
    // What was marked unread is in the page already, and perhaps nothing follows it.
    const marked = read < this.#host.position() && divider.placeAtMarked(read);
    if (marked) {
      view.show(marked);
      return this.scrolled();
    }
    divider.remove();
    if (unread <= FEW) {
      this.#newAfter = read;
      return;
    }
    const page = await history.fetch({ around: read });
    if (!page) return;
    history.show(page);
    this.#placeNew(read);
  }

  /**
   * Brings a message into view and lets it stand out for a moment.
   *
   * @param {number} seq
   */
  choose(seq) {
    const { history, view } = this.#host;
    const row = history.find(seq);
    if (!row) return;
    this.#isFollowing = false;
    row.classList.add("chosen");
    view.show(row);
    row.tabIndex = 0;
    row.focus({ preventScroll: true });
    setTimeout(() => history.find(seq)?.classList.remove("chosen"), STANDS_OUT);
    this.scrolled();
  }

  /** Shows the latest messages. */
  async toLatest() {
    const { history } = this.#host;
    if (history.has("after")) {
      const page = await history.fetch();
      if (!page) return;
      history.show(page);
    }
    this.#missed = 0;
    this.#scrollToEnd();
    this.#tracker?.update();
  }

  /** Everything counts as read, whatever of it was in view; the latest messages are shown. */
  async markRead() {
    await this.toLatest();
    this.#removeBar();
    this.#host.divider.remove();
    this.#tracker?.readUpTo(this.#host.position());
    this.watchRoom();
  }

  /**
   * All rows were replaced by the latest ones.
   *
   * @param {boolean} wasFollowing
   */
  replaced(wasFollowing) {
    if (this.#newAfter !== undefined) this.#placeNew(this.#newAfter);
    else if (wasFollowing) this.#scrollToEnd();
    this.#newAfter = undefined;
  }

  /**
   * A row was put where there was none: the New divider comes with the first message of somebody else.
   *
   * @param {HTMLElement} row
   */
  inserted(row) {
    if (this.#newAfter === undefined || !isMessage(row) || row.dataset.author === this.#context.me) return;
    if (seqOf(row) > this.#newAfter) this.#host.divider.placeAbove(row);
    this.#newAfter = undefined;
  }

  /**
   * Somebody posted something. `drawn` follows.
   *
   * @param {{ isMine: boolean, isShown: boolean }} how
   */
  posted({ isMine, isShown }) {
    if (!isMine && !(this.#isFollowing && isShown)) this.#missed += 1;
  }

  /** What has happened is drawn. */
  drawn() {
    this.#tracker?.update();
    this.updateEdges();
  }

  /**
   * I posted this, which the server counts as read up to there.
   *
   * @param {number} seq
   */
  postedByMe(seq) {
    this.#tracker?.posted(seq);
  }

  /**
   * From this message on it is to be unread again, here and in all my tabs. Answers whether that could be asked for.
   *
   * @param {HTMLElement} row
   */
  markUnread(row) {
    const { connection } = this.#context;
    if (!connection.isOpen) return false;
    this.#markedUnread = seqOf(row);
    connection.tell({ t: "unread", room: this.#host.room, seq: this.#markedUnread });
    return true;
  }

  /**
   * My marker was moved back: the New divider goes along and nothing else moves. What is in view now counts as read when I
   * have scrolled, or looked away and come back.
   *
   * @param {RoomStatus} status
   */
  movedBack({ read_seq }) {
    const { divider, history } = this.#host;
    const marked = this.#markedUnread;
    const row = marked !== undefined && read_seq >= marked && history.find(marked);
    if (row) note(row, text.notUnreadBeforeJoining());
    this.#markedUnread = this.#newAfter = undefined;
    this.#tracker?.hold(read_seq);
    this.keepStill(() => void divider.placeAtMarked(read_seq));
    this.watchRoom();
  }

  /**
   * Changes something without moving what is being read; at the end, the end stays in view.
   *
   * @param {() => void} change
   */
  keepStill(change) {
    const { view } = this.#host;
    this.#withoutReader(() => (this.#isFollowing ? view.keepEnd(change) : view.keepStill(change)));
  }

  /**
   * Changes something without moving what is being read, at the end neither.
   *
   * @param {() => void} change
   */
  hold(change) {
    this.#withoutReader(() => this.#host.view.keepStill(change));
    this.scrolled();
  }

  // The scroller stands somewhere else.
  scrolled() {
    const { history, view } = this.#host;
    this.#isFollowing = view.fromEnd <= NEAR_THE_END && !history.has("after");
    if (this.#isFollowing) this.#missed = 0;
    clearTimeout(this.#moving);
    this.#moving = setTimeout(() => this.#rest(), AT_REST);
    this.drawn();
  }

  // What is far away goes once nothing moves: whoever scrolls is not stopped by it.
  #rest() {
    this.#moving = undefined;
    const { history, view, element } = this.#host;
    if (!element.isConnected) return;
    if (!this.#isFollowing) view.closeGap();
    if (history.isLarge) this.keepStill(() => history.settle());
  }

  // What stands before and after the rows.
  updateEdges() {
    const { history, edges } = this.#host;
    const [isMoreBefore, isMoreAfter] = [history.has("before"), history.has("after")];
    edges.show({ isMoreBefore, isMoreAfter, isFollowing: this.#isFollowing, missed: this.#missed });
    this.watchRoom();
  }

  // What is in view is not counted as unread while it waits to be marked; unless I want it to be unread.
  watchRoom() {
    const { element, room } = this.#host;
    if (!this.#isMember || !element.isConnected || this.#host.thread) return;
    const isRead = this.#isFollowing && document.visibilityState === "visible" && !this.#tracker?.isHeld;
    this.#context.rooms.watch(isRead ? room : null);
  }

  // More rows, while an end is near.
  loadIfNear() {
    const { edges, view } = this.#host;
    const side = edges.near(view);
    if (side) this.load(side);
  }

  /** @param {"before" | "after"} side */
  async load(side) {
    if (await this.#host.history.load(side)) this.loadIfNear();
  }

  // Puts the New divider above the first message after `read` that is not my own, and shows it.
  /** @param {number} read */
  #placeNew(read) {
    const { divider, history, view } = this.#host;
    const placed = divider.placeAfter(read, history.has("before"));
    if (!placed) return this.#scrollToEnd();
    view.show(placed);
    this.scrolled();
    this.#showBar(placed);
  }

  // Over the messages, while the New divider is out of view.
  /** @param {HTMLElement} divider */
  async #showBar(divider) {
    const { element, room, thread, view } = this.#host;
    if (thread) return;
    const { showNewBar } = await import("./new_bar.js");
    this.#removeBar();
    const jump = () => {
      view.show(divider);
      this.scrolled();
    };
    if (divider.isConnected) this.#removeBar = showNewBar(this.#context, { element, room, divider, jump, markRead: () => this.markRead() });
  }

  // Scrolling that is not the reader's.
  /** @param {() => void} change */
  #withoutReader(change) {
    const { view } = this.#host;
    const before = view.position;
    change();
    this.#tracker?.shift(view.position - before);
  }

  #scrollToEnd() {
    const { history, view } = this.#host;
    this.#isFollowing = !history.has("after");
    view.position = 0;
    this.updateEdges();
  }
}
