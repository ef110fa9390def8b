// `<hub-timeline>`: the messages of a room, in order of seq, never moving what is being read, never more than a few hundred in
// the page. Rows are made by the server alone; `history.js` puts them in their place, `reading.js` decides what stays in view.
// What happens in the room is heard here, and drawn with the next frame of the screen.
//
// Tells the page `message-shown`, with the row of a message that has just come.

/** @import { Context } from "../../lib/context.js" */
/** @import { EventFrame, ReactionsFrame } from "../../models/frames.js" */
import { closest, findAll, get } from "../../lib/dom.js";
import { FrameQueue } from "../../lib/frame_queue.js";
import { localizeTimes } from "../../lib/local_times.js";
import { arrange, isMessage, rowOf, seqOf } from "../../lib/message_rows.js";
import { onNewDay } from "../../lib/midnight.js";
import { LiveElement } from "../live_element.js";
import { Edges } from "./edges.js";
import { History } from "./history.js";
import { LinkedRows } from "./linked_rows.js";
import { NewDivider } from "./new_divider.js";
import { Reactions } from "./reactions.js";
import { Reading } from "./reading.js";
import { replaceRow } from "./replace_row.js";
import { ScrollView } from "./scroll_view.js";
import { letTick, watchTasks } from "./tasks.js";
import { Toolbar } from "./toolbar.js";

// How long the answer to a form may take, in ms: as long as the server's own bound.
const LEAVING = 25_000;

export class Timeline extends LiveElement {
  #context;
  // The last seq that was heard.
  #position = 0;
  // Until then the page is taken to be on its way to another, in ms.
  #leavingUntil = 0;
  // What is to be drawn with the next frame.
  #due = new FrameQueue((changes) => this.#change(changes));
  /** @type {ReturnType<Timeline["make"]> | undefined} */
  #made;

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
    const edges = new Edges(this, this.#main);
    const divider = new NewDivider(list, this.#context.me);
    const position = () => this.#position;
    const keepStill = (/** @type {() => void} */ change) => reading.keepStill(change);
    const links = new LinkedRows(this.#context, { scroller: this.#scroller, list, keepStill });
    /** @type {Reactions} */
    const reactions = new Reactions(this.#context, {
      room,
      list,
      rowAt: (seq) => history.find(seq),
      addressOf: (row) => this.#addressOf(row),
      isAllowed: (row) => this.#isMember && toolbar.isAllowed("react", row),
    });
    /** @type {History} */
    const history = new History(this.#context, {
      element: this,
      room,
      list,
      view,
      reactions,
      keepStill,
      position,
      reader: () => reading,
      updateEdges: () => reading.updateEdges(),
      made: (row) => links.add(row),
    });
    const reading = new Reading(this.#context, { element: this, room, view, history, divider, edges, position });
    /** @type {Toolbar} */
    const toolbar = new Toolbar(this.#context, {
      room,
      list,
      view,
      reactions,
      keepStill,
      rowAt: (seq) => history.find(seq),
      addressOf: (row) => this.#addressOf(row),
      namesAddress: () => `${this.dataset.address}/names`,
      viewer: () => this.#viewer(),
      markUnread: (row) => reading.markUnread(row),
    });
    watchTasks(this.#context.me, { list, rowAt: (seq) => history.find(seq), addressOf: (row) => this.#addressOf(row) });
    return { list, view, history, reactions, reading, toolbar, edges, links };
  }

  connectedCallback() {
    if (this.#made) this.#nameDays();
    else this.#prepare();
    const { list, edges, reading } = this.#parts;
    this.untilDisconnected(onNewDay(() => this.#nameDays()));
    this.listen(this.#scroller, "scroll", () => reading.scrolled(), { passive: true });
    this.listen(edges.jump, "click", () => reading.toLatest());
    this.listen(list, "click", (event) => this.#timeClicked(event));
    this.listen(edges.older, "click", (event) => this.#linkClicked(event, () => reading.load("before")));
    this.listen(edges.newer, "click", (event) => this.#linkClicked(event, () => reading.toLatest()));
    this.listen(this.#main, "message-sent", () => reading.toLatest());
    this.listen(this.#main, "edit-last", () => this.#editLast());
    this.untilDisconnected(edges.watch(this.#scroller, () => reading.loadIfNear()));
    if (this.#isMember) this.#follow();
  }

  // What was today is yesterday.
  #nameDays() {
    this.keepStill(() => arrange(this.#list));
  }

  // The first time: what the server drew becomes local, and is remembered.
  #prepare() {
    this.#position = Number(this.dataset.head);
    // What the server draws under the message a page is about is in the toolbar.
    for (const part of findAll(this.#list, ".message-actions")) part.remove();
    const { list, history, reading, links } = this.#parts;
    localizeTimes(this);
    arrange(list);
    for (const row of history.rows) {
      if (row.dataset.author === this.#context.me) letTick(row);
      links.add(row);
    }
    history.seen(history.rows);
    this.#scroller.removeAttribute("tabindex");
    reading.land();
  }

  // Only members hear what happens.
  #follow() {
    const { connection, rooms } = this.#context;
    const { reading } = this.#parts;
    const { room } = this;
    this.untilDisconnected(
      connection.on("event", (frame) => frame.room === room && this.#happened(frame)),
      connection.on("reactions", (frame) => frame.room === room && this.#missed(frame)),
      connection.on("opened", (frame) => frame.room === room && frame.reset && this.#reset()),
      // Not inside any more: the page knows what there is to see instead.
      connection.on("closed", (frame) => frame.room === room && this.#reload()),
      connection.on("room_gone", (frame) => frame.room === room && this.#reload()),
      connection.on("restored", () => this.#reset()),
      connection.on("welcome", () => reading.loadIfNear()),
      rooms.on("moved-back", (status) => status.room === room && reading.movedBack(status)),
    );
    this.untilDisconnected(this.#parts.links.follow());
    this.listen(document, "visibilitychange", () => this.#seen());
    this.listen(document, "submit", (event) => this.#submitted(event));
    const stopTracking = reading.track();
    connection.listen(room, () => this.#position);
    this.untilDisconnected(() => connection.unlisten(room), stopTracking);
  }

  // A form of the page leads elsewhere: whoever leaves the room by it is not kept here by a reload.
  /** @param {SubmitEvent} event */
  #submitted(event) {
    if (!event.defaultPrevented) this.#leavingUntil = Date.now() + LEAVING;
  }

  #reload() {
    setTimeout(() => this.isConnected && location.reload(), Math.max(0, this.#leavingUntil - Date.now()));
  }

  // Somebody begins or ceases to look.
  #seen() {
    this.#due.flush();
    this.#parts.reading.watchRoom();
  }

  #viewer() {
    const { offers = "[]", settings = "{}" } = this.dataset;
    return { offers: JSON.parse(offers), settings: JSON.parse(settings) };
  }

  /** @param {HTMLElement} row */
  #addressOf(row) {
    return `${this.dataset.address}/m/${row.dataset.seq}`;
  }

  /**
   * Changes something without moving what is being read.
   *
   * @param {() => void} change
   */
  keepStill(change) {
    this.#parts.reading.keepStill(change);
  }

  /**
   * The same at the end, too: what is read is not left for what comes below it.
   *
   * @param {() => void} change
   */
  hold(change) {
    this.#parts.reading.hold(change);
  }

  /** Shows the latest messages. */
  toLatest() {
    return this.#parts.reading.toLatest();
  }

  /**
   * Shown again after a while away.
   *
   * @param {number} [scrollTop] where it stood, for who goes back
   */
  returned(scrollTop) {
    return this.#parts.reading.returned(scrollTop);
  }

  // My last message, edited in place.
  async #editLast() {
    const { history, toolbar, view } = this.#parts;
    this.#due.flush();
    if (history.has("after")) await this.toLatest();
    const row = history.rows.findLast((row) => row.matches(".message:not(.gone)") && row.dataset.author === this.#context.me);
    if (!row) return;
    view.reveal(row);
    await toolbar.edit(row);
  }

  /** @param {EventFrame} frame */
  #happened(frame) {
    if (this.#isNext(frame.seq, frame.seq)) this.soon(() => this.#draw(frame));
  }

  // Of reactions that were missed it is told how they stand now.
  /** @param {ReactionsFrame} frame */
  #missed(frame) {
    if (this.#isNext(frame.from, frame.upto)) this.soon(() => this.#parts.reactions.missed(frame));
  }

  // Whether what happened from here to there comes next, and counts as heard; if something before it is missing, it is asked for.
  /**
   * @param {number} from
   * @param {number} upto
   */
  #isNext(from, upto) {
    if (upto <= this.#position) return false;
    if (from > this.#position + 1) {
      this.#context.connection.reopen(this.room);
      return false;
    }
    this.#position = upto;
    this.dataset.head = String(upto);
    return true;
  }

  /**
   * Changes something below what is read, together with all else that changes with the next frame of the screen.
   *
   * @param {() => void} change
   */
  soon(change) {
    this.#due.push(change);
  }

  /** @param {Iterable<() => void>} changes */
  #change(changes) {
    const { history, reading } = this.#parts;
    this.keepStill(() => {
      for (const change of changes) change();
      history.settle();
    });
    reading.drawn();
  }

  /** @param {EventFrame} frame */
  #draw(frame) {
    if (frame.reaction) return this.#parts.reactions.happened(frame);
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
    const { reading } = this.#parts;
    if (isMessage(row)) rooms.message(this.room, { seq: seqOf(row), no: Number(row.dataset.no), author: row.dataset.author });
    const isMine = actor === me;
    if (isMine && isMessage(row)) reading.postedByMe(seqOf(row));
    const isShown = this.#put(row);
    if (isShown) this.dispatchEvent(new CustomEvent("message-shown", { bubbles: true, detail: row }));
    reading.posted({ isMine, isShown });
  }

  // One row to its place. Answers whether it is in the page now.
  /** @param {HTMLElement} row */
  #put(row) {
    const { history, reading } = this.#parts;
    return history.put(row, { replace: replaceRow, insert: (inserted) => reading.inserted(inserted) });
  }

  // Nothing that is here counts any more.
  async #reset() {
    const { history, reading } = this.#parts;
    this.#due.clear();
    history.forget();
    const page = await history.fetch();
    if (!page) return;
    this.#position = page.head;
    const wasFollowing = reading.isFollowing;
    history.show(page);
    reading.replaced(wasFollowing);
    // What came while the page was under way is in the log after its head.
    this.#context.connection.reopen(this.room);
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
    this.#parts.reading.choose(seqOf(row));
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
