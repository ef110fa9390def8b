// `<hub-timeline>`: the messages of a room, in order of seq, never moving what is being read, never more than a few hundred in
// the page. Rows are made by the server alone; `history.js` puts them in their place. Where reading stopped, where it goes on
// and what stays in view is decided here.
//
// Tells the page `message-shown`, with the row of a message that has just come.

/** @import { Context } from "../../lib/context.js" */
/** @import { EventFrame } from "../../models/frames.js" */
/** @import { RoomStatus } from "../../models/rooms.js" */
import { closest, find, get } from "../../lib/dom.js";
import { localizeTimes } from "../../lib/local_times.js";
import { arrange, isMessage, note, rowOf, seqOf } from "../../lib/message_rows.js";
import * as text from "../../lib/messages.js";
import { LiveElement } from "../live_element.js";
import { Edges } from "./edges.js";
import { moveForm } from "./edit_form.js";
import { History } from "./history.js";
import { NewDivider } from "./new_divider.js";
import { ReadTracker } from "./read_tracker.js";
import { ScrollView } from "./scroll_view.js";
import { Toolbar } from "./toolbar.js";

// So near to the end, in px, the end is followed.
const NEAR_THE_END = 100;
// So many unread messages fit below the New divider without scrolling.
const FEW = 10;
// How long the message an address leads to stands out, in ms.
const STANDS_OUT = 2500;

export class Timeline extends LiveElement {
  #context;
  // The last seq that was heard.
  #position = 0;
  #isFollowing = true;
  // Messages that came below what is in view.
  #missed = 0;
  /** @type {number | undefined} the message I have just asked to be unread from */
  #markedUnread;
  /** @type {number | undefined} after which seq the New divider goes, as soon as something follows it */
  #newAfter;
  /** @type {number | undefined} the frame in which the end is scrolled to */
  #endDue;
  /** @type {ReturnType<Timeline["make"]> | undefined} */
  #made;
  /** @type {ReadTracker | undefined} */
  #readTracker;

  /** @param {Context} context */
  constructor(context) {
    super();
    this.#context = context;
  }

  /** The room's id. */
  get room() {
    return this.dataset.room ?? "";
  }

  get #isMember() {
    return this.dataset.member === "yes";
  }

  get #list() {
    return get(this, ".messages");
  }

  get #main() {
    return /** @type {HTMLElement} */ (this.closest("main"));
  }

  get #scroller() {
    return /** @type {HTMLElement} */ (this.closest(".scroller"));
  }

  // What the element is made of, kept while it is out of the page.
  get #parts() {
    return (this.#made ??= this.make());
  }

  /** @private */
  make() {
    const { room } = this;
    const list = this.#list;
    const view = new ScrollView(this.#scroller, list);
    const keepStill = (/** @type {() => void} */ change) => this.keepStill(change);
    const history = new History(this.#context, {
      element: this,
      room,
      list,
      view,
      keepStill,
      position: () => this.#position,
      isFollowing: () => this.#isFollowing,
      updateEdges: () => this.#updateEdges(),
    });
    const toolbar = new Toolbar(this.#context, {
      room,
      list,
      view,
      keepStill,
      rowAt: (seq) => history.find(seq),
      addressOf: (row) => this.#addressOf(row),
      namesAddress: () => `/r/${this.dataset.slug}/names`,
      viewer: () => this.#viewer(),
      markUnread: (row) => this.#markUnread(row),
    });
    const divider = new NewDivider(list, this.#context.me);
    return { list, view, history, toolbar, divider, edges: new Edges(this, this.#main) };
  }

  connectedCallback() {
    if (!this.#made) this.#prepare();
    const { list, edges } = this.#parts;
    this.listen(this.#scroller, "scroll", () => this.#scrolled(), { passive: true });
    this.listen(edges.jump, "click", () => this.toLatest());
    this.listen(list, "click", (event) => this.#timeClicked(event));
    this.listen(edges.older, "click", (event) => this.#linkClicked(event, () => this.#load("before")));
    this.listen(edges.newer, "click", (event) => this.#linkClicked(event, () => this.toLatest()));
    this.listen(this.#main, "message-sent", () => this.toLatest());
    this.listen(this.#main, "edit-last", () => this.#editLast());
    this.untilDisconnected(edges.watch(this.#scroller, () => this.#loadIfNear()));
    if (this.#isMember) this.#follow();
  }

  // The first time: what the server drew becomes local, and is remembered.
  #prepare() {
    this.#position = Number(this.dataset.head);
    // What the server draws under the message a page is about is in the toolbar.
    find(this.#list, ".acts")?.remove();
    const { list, history } = this.#parts;
    localizeTimes(this);
    arrange(list);
    history.seen(history.rows);
    this.#scroller.removeAttribute("tabindex");
    this.#land();
  }

  // Only members hear what happens.
  #follow() {
    const { connection, rooms } = this.#context;
    const { room } = this;
    this.untilDisconnected(
      connection.on("event", (frame) => frame.room === room && this.#happened(frame)),
      connection.on("opened", (frame) => frame.room === room && frame.reset && this.#reset()),
      // Not inside any more: the page knows what there is to see instead.
      connection.on("closed", (frame) => frame.room === room && location.reload()),
      connection.on("room_gone", (frame) => frame.room === room && location.reload()),
      connection.on("restored", () => this.#reset()),
      connection.on("welcome", () => this.#loadIfNear()),
      rooms.on("moved-back", (status) => status.room === room && this.#movedBack(status)),
    );
    this.listen(document, "visibilitychange", () => this.#watchRoom());
    const tracker = this.#trackReading();
    this.#watchRoom();
    connection.listen(room, () => this.#position);
    this.untilDisconnected(() => connection.unlisten(room), () => tracker.stop(), () => rooms.watch(null));
  }

  #trackReading() {
    const { connection, rooms } = this.#context;
    const { view } = this.#parts;
    const { room } = this;
    return (this.#readTracker = new ReadTracker({
      read: this.#readSeq,
      scrollTop: () => view.position,
      lastSeq: () => Number(view.last?.dataset.seq ?? 0),
      tell: (seq) => {
        connection.tell({ t: "read", room, seq, generation: rooms.get(room)?.generation ?? 0 });
        return connection.isOpen;
      },
    }));
  }

  get #readSeq() {
    return this.#context.rooms.get(this.room)?.read_seq ?? Number(this.dataset.readSeq);
  }

  get #chosen() {
    return Number(this.dataset.chosen);
  }

  #viewer() {
    const role = this.#context.rooms.get(this.room)?.role ?? "";
    return {
      isMember: this.#isMember,
      isWriter: this.dataset.writes === "yes",
      isModerator: this.dataset.moderates === "yes" || ["moderator", "owner"].includes(role),
      settings: JSON.parse(this.dataset.settings ?? "{}"),
    };
  }

  /** @param {HTMLElement} row */
  #addressOf(row) {
    return `/r/${this.dataset.slug}/m/${row.dataset.seq}`;
  }

  // Where reading stopped: at the New divider if there is one, else at the end.
  async #land() {
    const { history } = this.#parts;
    const read = this.#readSeq;
    const first = history.rows[0];
    this.#updateEdges();
    if (this.#chosen) return this.#choose(this.#chosen);
    if (!this.#isMember) return;
    if (read > 0 && first && seqOf(first) > read + 1 && history.has("before") && !history.has("after")) {
      // More is unread than the page shows. What it misses comes by the socket; who has begun to read is left in peace.
      const isUntouched = () => this.isConnected && this.#isFollowing;
      this.#scrollToEnd();
      await this.#context.connection.opened();
      const page = isUntouched() ? await history.fetch({ around: read }) : undefined;
      if (!page || !isUntouched()) return;
      history.show(page);
    }
    this.#placeNew(read);
  }

  // Shown again after a while away: the rows are as they were, what was missed comes by the socket.
  /** @param {number} [scrollTop] where it stood, for who goes back */
  async returned(scrollTop) {
    const { history, view, divider } = this.#parts;
    if (scrollTop !== undefined) {
      view.position = scrollTop;
      return this.#scrolled();
    }
    if (this.#chosen) return this.#choose(this.#chosen);
    this.#scrollToEnd();
    const { rooms } = this.#context;
    const unread = rooms.backlog(this.room);
    if (unread === 0) return;
    const read = this.#readSeq;
    // What was marked unread is in the page already, and perhaps nothing follows it.
    const marked = read < this.#position && divider.placeAtMarked(read);
    if (marked) {
      view.show(marked);
      return this.#scrolled();
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

  // Brings a message into view and lets it stand out for a moment.
  /** @param {number} seq */
  #choose(seq) {
    const { history, view } = this.#parts;
    const row = history.find(seq);
    if (!row) return;
    this.#isFollowing = false;
    row.classList.add("chosen");
    view.show(row);
    row.tabIndex = 0;
    row.focus({ preventScroll: true });
    setTimeout(() => history.find(seq)?.classList.remove("chosen"), STANDS_OUT);
    this.#scrolled();
  }

  // Puts the New divider above the first message after `read` that is not my own, and shows it.
  /** @param {number} read */
  #placeNew(read) {
    const { divider, history, view } = this.#parts;
    const placed = divider.placeAfter(read, history.has("before"));
    if (!placed) return this.#scrollToEnd();
    view.show(placed);
    this.#scrolled();
  }

  // My last message, edited in place.
  async #editLast() {
    const { history, toolbar, view } = this.#parts;
    if (history.has("after")) await this.toLatest();
    const row = history.rows.findLast((row) => row.matches(".message:not(.gone)") && row.dataset.author === this.#context.me);
    if (!row) return;
    view.reveal(row);
    await toolbar.edit(row);
  }

  // From this message on it is to be unread again, here and in all my tabs. Answers whether that could be asked for.
  /** @param {HTMLElement} row */
  #markUnread(row) {
    const { connection } = this.#context;
    if (!connection.isOpen) return false;
    this.#markedUnread = seqOf(row);
    connection.tell({ t: "unread", room: this.room, seq: this.#markedUnread });
    return true;
  }

  // My marker was moved back: the New divider goes along and nothing else moves. What is in view now counts as read when I
  // have scrolled, or looked away and come back.
  /** @param {RoomStatus} status */
  #movedBack({ read_seq }) {
    const { divider, history } = this.#parts;
    const marked = this.#markedUnread;
    const row = marked !== undefined && read_seq >= marked && history.find(marked);
    if (row) note(row, text.notUnreadBeforeJoining());
    this.#markedUnread = this.#newAfter = undefined;
    this.#readTracker?.hold(read_seq);
    this.keepStill(() => void divider.placeAtMarked(read_seq));
    this.#watchRoom();
  }

  /** @param {EventFrame} frame */
  #happened(frame) {
    const { connection } = this.#context;
    if (frame.seq <= this.#position) return;
    if (frame.seq > this.#position + 1) return connection.reopen(this.room);
    this.#position = frame.seq;
    this.dataset.head = String(frame.seq);
    if (frame.kind === "deleted" && frame.target !== undefined) {
      const row = this.#parts.history.deleted(frame.target, frame.seq);
      if (row) this.#put(row);
      return;
    }
    const row = frame.html ? rowOf(frame.html) : undefined;
    if (!row) return;
    if (frame.kind === "posted") this.#posted(row, frame);
    else this.#put(row);
  }

  /**
   * @param {HTMLElement} row
   * @param {EventFrame} frame
   */
  #posted(row, { actor }) {
    const { rooms, me } = this.#context;
    if (isMessage(row)) rooms.message(this.room, { seq: seqOf(row), no: Number(row.dataset.no), author: row.dataset.author });
    if (actor === me && isMessage(row)) this.#readTracker?.posted(seqOf(row));
    const isShown = this.#put(row);
    if (isShown) this.dispatchEvent(new CustomEvent("message-shown", { bubbles: true, detail: row }));
    this.#readTracker?.update();
    if (actor === me) return;
    if (!this.#isFollowing || !isShown) this.#missed += 1;
    this.#updateEdges();
  }

  // One row to its place. Answers whether it is in the page now.
  /** @param {HTMLElement} row */
  #put(row) {
    return this.#parts.history.put(row, { replace: replaceRow, insert: (inserted) => this.#inserted(inserted) });
  }

  // The New divider comes with the first message of somebody else.
  /** @param {HTMLElement} row */
  #inserted(row) {
    if (this.#newAfter === undefined || !isMessage(row) || row.dataset.author === this.#context.me) return;
    if (seqOf(row) > this.#newAfter) this.#parts.divider.placeAbove(row);
    this.#newAfter = undefined;
  }

  /**
   * Changes something without moving what is being read; at the end, the end stays in view.
   *
   * @param {() => void} change
   */
  keepStill(change) {
    if (this.#isFollowing) {
      change();
      // Many rows may have come since the last frame: the layout is asked for once.
      this.#endDue ??= requestAnimationFrame(() => this.#followEnd());
      return;
    }
    this.#withoutReader(() => this.#parts.view.keepStill(change));
  }

  #followEnd() {
    this.#endDue = undefined;
    if (this.isConnected && this.#isFollowing) this.#withoutReader(() => this.#scrollToEnd());
  }

  // Scrolling that is not the reader's.
  /** @param {() => void} change */
  #withoutReader(change) {
    const { view } = this.#parts;
    const before = view.position;
    change();
    this.#readTracker?.shift(view.position - before);
  }

  #scrollToEnd() {
    const { history, view } = this.#parts;
    this.#isFollowing = !history.has("after");
    view.position = 0;
    this.#updateEdges();
  }

  /** Shows the latest messages. */
  async toLatest() {
    const { history } = this.#parts;
    if (history.has("after")) {
      const page = await history.fetch();
      if (!page) return;
      history.show(page);
    }
    this.#missed = 0;
    this.#scrollToEnd();
    this.#readTracker?.update();
  }

  // Nothing that is here counts any more.
  async #reset() {
    const { history } = this.#parts;
    history.forget();
    const page = await history.fetch();
    if (!page) return;
    this.#position = page.head;
    const wasFollowing = this.#isFollowing;
    history.show(page);
    if (this.#newAfter !== undefined) this.#placeNew(this.#newAfter);
    else if (wasFollowing) this.#scrollToEnd();
    this.#newAfter = undefined;
    // What came while the page was under way is in the log after its head.
    this.#context.connection.reopen(this.room);
  }

  // What stands before and after the rows.
  #updateEdges() {
    const { history, edges } = this.#parts;
    const [isMoreBefore, isMoreAfter] = [history.has("before"), history.has("after")];
    edges.show({ isMoreBefore, isMoreAfter, isFollowing: this.#isFollowing, missed: this.#missed });
    this.#watchRoom();
  }

  #scrolled() {
    const { history, view } = this.#parts;
    this.#isFollowing = view.fromEnd <= NEAR_THE_END && !history.has("after");
    if (this.#isFollowing) this.#missed = 0;
    this.#readTracker?.update();
    this.#updateEdges();
  }

  // What is in view is not counted as unread while it waits to be marked; unless I want it to be unread.
  #watchRoom() {
    if (!this.#isMember || !this.isConnected) return;
    const isRead = this.#isFollowing && document.visibilityState === "visible" && !this.#readTracker?.isHeld;
    this.#context.rooms.watch(isRead ? this.room : null);
  }

  #loadIfNear() {
    const { edges, view } = this.#parts;
    const side = edges.near(view);
    if (side) this.#load(side);
  }

  /** @param {"before" | "after"} side */
  async #load(side) {
    if (await this.#parts.history.load(side)) this.#loadIfNear();
  }

  // The time of a message is the way to its address.
  /** @param {MouseEvent} event */
  #timeClicked(event) {
    const link = closest(event, "a.when");
    const row = link?.closest(".message");
    if (!(link instanceof HTMLAnchorElement) || !(row instanceof HTMLElement)) return;
    link.href = this.#addressOf(row);
    if (new URL(link.href).pathname !== location.pathname) return;
    event.preventDefault();
    this.#choose(seqOf(row));
  }

  // Without a connection the link leads to a page of its own.
  /**
   * @param {MouseEvent} event
   * @param {() => void} show
   */
  #linkClicked(event, show) {
    if (!this.#context.connection.isOpen) return;
    event.preventDefault();
    event.stopPropagation();
    show();
  }
}
/**
 * A message was drawn anew: focus and what is being typed in it go along.
 *
 * @param {HTMLElement} present
 * @param {HTMLElement} row
 */
function replaceRow(present, row) {
  const hadFocus = document.activeElement === present;
  row.tabIndex = present.tabIndex;
  present.after(row);
  moveForm(present, row);
  present.remove();
  if (hadFocus) row.focus({ preventScroll: true });
}
