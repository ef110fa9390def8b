// `<hub-timeline>`: the messages of a room, in order of seq, never moving what is being read, never more than a few hundred in
// the page. Rows are made by the server alone; `history.js` puts them in their place, `reading.js` decides what stays in view.
// What happens in the room is drawn by `room_events.js`.

/** @import { Context } from "../../lib/context.js" */
import { closest, find, findAll, get } from "../../lib/dom.js";
import { localizeTimes } from "../../lib/local_times.js";
import { arrange, seqOf } from "../../lib/message_rows.js";
import { onNewDay } from "../../lib/midnight.js";
import { answeredBy } from "../../lib/quotes.js";
import { LiveElement } from "../live_element.js";
import { Edges } from "./edges.js";
import { History } from "./history.js";
import { LinkedRows } from "./linked_rows.js";
import { NewDivider } from "./new_divider.js";
import { Reactions } from "./reactions.js";
import { Reading } from "./reading.js";
import { ReplyJump } from "./reply_jump.js";
import { RoomEvents } from "./room_events.js";
import { Scope } from "./scope.js";
import { ScrollView } from "./scroll_view.js";
import { letTick, watchTasks } from "./tasks.js";
import { LinkPreviews } from "./link_previews.js";
import { ThreadHead } from "./thread_head.js";
import { ThreadLines } from "./thread_lines.js";
import { Toolbar } from "./toolbar.js";

// How long the answer to a form may take, in ms: as long as the server's own bound.
const LEAVING = 25_000;

export class Timeline extends LiveElement {
  #context;
  // Until then the page is taken to be on its way to another, in ms.
  #leavingUntil = 0;
  #events;
  /** @type {ReturnType<Timeline["make"]> | undefined} */
  #made;

  /** @param {Context} context */
  constructor(context) {
    super();
    this.#context = context;
    this.#events = new RoomEvents(context, this, () => this.#parts);
  }

  /** The room's id. */
  get room() {
    return this.dataset.room ?? "";
  }

  // The message that the thread began with whose replies these are; none: the room's own messages.
  get #thread() {
    return Number(this.dataset.thread) || undefined;
  }

  /** A thread beside its room. */
  get isBeside() {
    return this.dataset.beside !== undefined;
  }

  get #isMember() {
    return this.dataset.member === "yes";
  }

  get #list() {
    return get(this, ".messages");
  }

  // Around the message that the thread began with.
  get #begun() {
    return find(this, ":scope > .thread-root");
  }

  get #main() {
    return /** @type {HTMLElement} */ (this.closest(".room"));
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
    const thread = this.#thread;
    const lines = new ThreadLines(this.#context, room);
    const previews = new LinkPreviews();
    const list = this.#list;
    const begun = this.#begun;
    const lists = begun ? [begun, list] : [list];
    const view = new ScrollView(this.#scroller, list);
    const edges = new Edges(this, this.#main);
    const divider = new NewDivider(list, this.#context.me);
    const position = () => this.#events.position;
    const keepStill = (/** @type {() => void} */ change) => reading.keepStill(change);
    const links = new LinkedRows(this.#context, { scroller: this.#scroller, list, keepStill });
    /** @type {Reactions} */
    const reactions = new Reactions(this.#context, {
      room,
      list,
      lists,
      rowAt: (seq) => history.find(seq),
      addressOf: (row) => this.#addressOf(row),
      isAllowed: (row) => this.#isMember && toolbar.isAllowed("react", row),
    });
    /** @type {History} */
    const history = new History(this.#context, {
      element: this,
      room,
      thread,
      list,
      begun,
      view,
      prepare: (row) => {
        previews.bringUpToDate(row);
        lines.bringUpToDate(row);
      },
      reactions,
      keepStill,
      position,
      reader: () => reading,
      updateEdges: () => reading.updateEdges(),
      made: (row) => links.add(row),
    });
    const reading = new Reading(this.#context, { element: this, room, thread, view, history, divider, edges, position });
    /** @type {Toolbar} */
    const toolbar = new Toolbar(this.#context, {
      room,
      list,
      lists,
      view,
      reactions,
      keepStill,
      rowAt: (seq) => history.find(seq),
      addressOf: (row) => this.#addressOf(row),
      namesAddress: () => `${this.dataset.address}/names`,
      viewer: () => this.#viewer(),
      markUnread: (row) => reading.markUnread(row),
      openThread: (row) => follow(`${this.dataset.address}/t/${row.dataset.root ?? row.dataset.seq}`),
      reply: (row) => this.#main.dispatchEvent(new CustomEvent("reply", { detail: answeredBy(row) })),
    });
    const jump = new ReplyJump({
      main: this.#main,
      history,
      reading,
      addressOf: (seq) => `${this.dataset.address}/m/${seq}`,
      isOpen: () => this.#context.connection.isOpen,
    });
    const head = new ThreadHead(this.#context.me, { element: this, address: () => `${this.dataset.address}/t/${thread}` });
    const scope = new Scope({ thread, history, lines, head });
    watchTasks(this.#context.me, { lists, rowAt: (seq) => history.find(seq), addressOf: (row) => this.#addressOf(row) });
    return { list, lists, view, history, reactions, reading, toolbar, edges, links, jump, lines, previews, scope };
  }

  connectedCallback() {
    const isBack = this.#made !== undefined;
    if (isBack) this.#nameDays();
    else this.#prepare();
    // What a thread beside its room missed, that room does not ask for.
    if (isBack && this.isBeside) this.#events.reset();
    const { list, lists, edges, reading, jump, lines } = this.#parts;
    lines.update(list);
    this.untilDisconnected(onNewDay(() => this.#nameDays()));
    this.listen(this.#scroller, "scroll", () => reading.scrolled(), { passive: true });
    this.listen(edges.jump, "click", () => {
      jump.forget();
      reading.toLatest();
    });
    this.listen(jump.back, "click", () => jump.return());
    for (const each of lists) this.listen(each, "click", (event) => this.#timeClicked(event));
    this.listen(list, "click", (event) => this.#threadClicked(event));
    this.listen(this.#main, "click", (event) => jump.clicked(event));
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
    this.#events.startAt(Number(this.dataset.head));
    // What the server draws under the message a page is about is in the toolbar.
    for (const part of findAll(this, ".message-actions")) part.remove();
    const { list, history, reading, links } = this.#parts;
    localizeTimes(this);
    arrange(list);
    const rows = history.root ? [history.root, ...history.rows] : history.rows;
    for (const row of rows) {
      if (row.dataset.author === this.#context.me) letTick(row);
      links.add(row);
    }
    history.seen(rows);
    this.#scroller.removeAttribute("tabindex");
    reading.land();
  }

  // Only members hear what happens.
  #follow() {
    const { connection, rooms } = this.#context;
    const { reading } = this.#parts;
    const { room } = this;
    this.untilDisconnected(
      connection.on("event", (frame) => frame.room === room && this.#events.happened(frame)),
      connection.on("reactions", (frame) => frame.room === room && this.#events.missed(frame)),
      connection.on("opened", (frame) => frame.room === room && frame.reset && this.#events.reset()),
      // Not inside any more: the page knows what there is to see instead.
      connection.on("closed", (frame) => frame.room === room && this.#reload()),
      connection.on("room_gone", (frame) => frame.room === room && this.#reload()),
      connection.on("restored", () => this.#events.reset()),
      connection.on("welcome", () => reading.loadIfNear()),
      rooms.on("moved-back", (status) => status.room === room && reading.movedBack(status)),
    );
    this.untilDisconnected(this.#parts.links.follow());
    this.listen(this.#main, "mark-read", () => reading.markRead());
    this.listen(document, "visibilitychange", () => this.#seen());
    this.listen(document, "submit", (event) => this.#submitted(event));
    this.untilDisconnected(reading.track());
    // Beside the room, that one listens for both.
    if (this.isBeside) return;
    connection.listen(room, () => this.#events.position);
    this.untilDisconnected(() => connection.unlisten(room));
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
    this.#events.flush();
    this.#parts.reading.watchRoom();
  }

  #viewer() {
    const { offers = "[]", settings = "{}" } = this.dataset;
    return { offers: JSON.parse(offers), settings: JSON.parse(settings), saved: this.#context.personal.savedIn(this.room) };
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

  /**
   * Changes something below what is read, together with all else that changes with the next frame of the screen.
   *
   * @param {() => void} change
   */
  soon(change) {
    this.#events.soon(change);
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
    this.#events.flush();
    if (history.has("after")) await this.toLatest();
    const row = history.rows.findLast((row) => row.matches(".message:not(.gone)") && row.dataset.author === this.#context.me);
    if (!row) return;
    view.reveal(row);
    await toolbar.edit(row);
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

  // The line under a message leads to the thread that began with it.
  /** @param {MouseEvent} event */
  #threadClicked(event) {
    const link = closest(event, ".thread-link");
    if (link instanceof HTMLAnchorElement) link.href = `${this.dataset.address}/t/${link.dataset.thread}`;
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
 * To another page, as if its link had been clicked.
 *
 * @param {string} address
 */
function follow(address) {
  const link = document.createElement("a");
  link.href = address;
  document.body.append(link);
  link.click();
  link.remove();
}

