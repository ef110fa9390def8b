// The messages of a room: in order of seq, never moving what is being read, never more than a few hundred in the page.
// Rows are made by the server alone; here they are put in their place.

import { app } from "./app.js";
import { moveForm } from "./editing.js";
import { Reading } from "./reading.js";
import { Revisions } from "./revisions.js";
import { arrange, belowRow, goneRow, rowOf } from "./rows.js";
import { localize } from "./times.js";
import { Tools } from "./tools.js";
import { View } from "./view.js";

const NEAR_THE_END = 100;
const PAGE = 50;
const MOST = 300;
const SLACK = 20;
// So many unread messages fit below the New line without scrolling.
const FEW = 10;
// How long the message an address leads to stands out.
const STANDS_OUT = 2500;

class Timeline extends HTMLElement {
  #isReady = false;
  #position = 0;
  #revisions = new Revisions();
  #missed = 0;
  #isLoading = false;
  #isFollowing = true;
  #off = [];
  #reading;
  #tools;

  connectedCallback() {
    this.room = this.dataset.room;
    this.isMember = this.dataset.member === "yes";
    this.scroller = this.closest(".scroller");
    this.list = this.querySelector(".messages");
    this.view = new View(this.scroller, this.list);
    this.older = this.querySelector(".older");
    this.newer = this.querySelector(".newer");
    this.start = this.querySelector(".start");
    this.jump = this.closest("main").querySelector(".jump");
    if (!this.#isReady) this.#prepare();
    const on = (target, type, heard, options) => {
      target.addEventListener(type, heard, options);
      this.#off.push(() => target.removeEventListener(type, heard, options));
    };
    on(this.scroller, "scroll", () => this.#scrolled(), { passive: true });
    on(this.jump, "click", () => this.toLatest());
    on(this.list, "click", (event) => this.#asked(event, event.target.closest("a.when")));
    for (const link of [this.older, this.newer]) on(link, "click", (event) => this.#clicked(event, link));
    this.#watchEdges();
    if (!this.isMember) return;
    const { connection } = app;
    const mine = (heard) => (frame) => frame.room === this.room && heard(frame);
    this.#off.push(
      connection.on("event", mine((frame) => this.#happened(frame))),
      connection.on("opened", mine((frame) => frame.reset && this.#reset())),
      // Not inside any more: the page knows what there is to see instead.
      connection.on("closed", mine(() => location.reload())),
      connection.on("room_gone", mine(() => location.reload())),
      connection.on("restored", () => this.#reset()),
      connection.on("welcome", () => this.#loadIfNear()),
    );
    on(document, "visibilitychange", () => this.#watched());
    this.#reading = new Reading(this);
    this.#watched();
    connection.listen(this.room, () => this.#position);
    this.#off.push(() => connection.unlisten(this.room), () => this.#reading.stop(), () => app.rooms.watch(null));
  }

  disconnectedCallback() {
    for (const off of this.#off.splice(0)) off();
  }

  // The first time: what the server drew becomes local, and is remembered.
  #prepare() {
    this.#isReady = true;
    this.#position = Number(this.dataset.head);
    // What the server draws under the message a page is about is in the toolbar.
    this.list.querySelector(".acts")?.remove();
    this.#tools = new Tools(this);
    localize(this);
    arrange(this.list);
    this.#seen(this.list.children);
    this.scroller.removeAttribute("tabindex");
    this.#land();
  }

  // Where reading stopped: at the New line if there is one, else at the end.
  async #land() {
    const read = app.rooms.get(this.room)?.read_seq ?? Number(this.dataset.readSeq);
    const first = this.#rows()[0];
    this.#edges();
    if (this.#chosen) return this.choose(this.#chosen);
    if (!this.isMember) return;
    if (read > 0 && first && seqOf(first) > read + 1 && this.dataset.before === "yes" && this.dataset.after === "no") {
      // More is unread than the page shows. What it misses comes by the socket; who has begun to read is left in peace.
      this.scrollToEnd();
      await app.connection.opened();
      if (!this.isConnected || !this.#isFollowing) return;
      const page = await this.#page({ around: read });
      if (!page || !this.isConnected || !this.#isFollowing) return;
      this.#replace(page);
    }
    this.placeNewLine(read);
  }

  // Brings a message into view and lets it stand out for a moment.
  choose(seq) {
    const row = this.#find(seq);
    if (!row) return;
    this.#isFollowing = false;
    row.classList.add("chosen");
    this.view.show(row);
    row.tabIndex = 0;
    row.focus({ preventScroll: true });
    setTimeout(() => this.#find(seq)?.classList.remove("chosen"), STANDS_OUT);
    this.#scrolled();
  }

  // My last message, changed in place.
  async editLast() {
    if (this.dataset.after === "yes") await this.toLatest();
    await this.#tools.editLast();
  }

  get myLastRow() {
    return this.#rows().findLast((row) => row.matches(".message:not(.gone)") && row.dataset.author === app.me.id);
  }

  get isWriter() {
    return this.dataset.writes === "yes";
  }

  get isModerator() {
    return this.dataset.moderates === "yes" || ["moderator", "owner"].includes(app.rooms.get(this.room)?.role);
  }

  addressOf(row) {
    return `/r/${this.dataset.slug}/m/${row.dataset.seq}`;
  }

  rowAt(seq) {
    return this.#find(seq);
  }

  get #chosen() {
    return Number(this.dataset.chosen);
  }

  // The time of a message is the way to its address.
  #asked(event, link) {
    const row = link?.closest(".message");
    if (!row) return;
    link.href = this.addressOf(row);
    if (new URL(link.href).pathname !== location.pathname) return;
    event.preventDefault();
    this.choose(seqOf(row));
  }

  // Puts the New line above the first message after `read` that is not my own, and shows it.
  placeNewLine(read) {
    this.list.querySelector(".divider.new")?.remove();
    const rows = this.#rows();
    const at = read > 0 ? rows.findIndex((row) => seqOf(row) > read && row.dataset.author !== app.me.id) : -1;
    if (at > 0 || (at === 0 && this.dataset.before === "yes")) {
      rows[at].before(document.getElementById("template-new").content.cloneNode(true));
    }
    arrange(this.list);
    const line = this.list.querySelector(".divider.new");
    if (!line) return this.scrollToEnd();
    this.view.show(line);
    this.#scrolled();
  }

  // Shown again after a while away: the rows are as they were, what was missed comes by the socket.
  async returned(scrollTop) {
    if (scrollTop !== undefined) {
      this.scroller.scrollTop = scrollTop;
      return this.#scrolled();
    }
    if (this.#chosen) return this.choose(this.#chosen);
    this.scrollToEnd();
    const unread = app.rooms.backlog(this.room);
    if (unread === 0) return;
    const read = app.rooms.get(this.room).read_seq;
    this.list.querySelector(".divider.new")?.remove();
    if (unread <= FEW) {
      this.#newFrom = read;
      return;
    }
    const page = await this.#page({ around: read });
    if (!page) return;
    this.#replace(page);
    this.placeNewLine(read);
  }

  // Where the New line goes as soon as something follows it.
  #newFrom;

  #happened(frame) {
    if (frame.seq <= this.#position) return;
    if (frame.seq > this.#position + 1) return app.connection.reopen(this.room);
    this.#position = frame.seq;
    this.dataset.head = frame.seq;
    if (frame.kind === "deleted") return this.#take(frame);
    if (!frame.html) return;
    const row = rowOf(frame.html);
    if (!row) return;
    if (row.matches(".message") && frame.kind === "posted") {
      app.rooms.message(this.room, { seq: seqOf(row), no: Number(row.dataset.no), author: row.dataset.author });
    }
    const isShown = this.#put(row);
    if (frame.kind !== "posted") return;
    if (isShown) this.dispatchEvent(new CustomEvent("said", { bubbles: true, detail: row }));
    this.#reading?.look();
    if (frame.actor === app.me.id) return;
    if (!this.#isFollowing || !isShown) this.#missed += 1;
    this.#edges();
  }

  // One row to its place: instead of an older drawing, or where its seq belongs. Says whether it is in the page now.
  #put(row) {
    const seq = seqOf(row);
    const isMessage = row.matches(".message");
    if (isMessage && !this.#revisions.accept(seq, Number(row.dataset.rev), row.outerHTML)) return false;
    const present = isMessage && this.#find(seq);
    const rows = this.#rows();
    if (!present && rows.length) {
      const isOlder = seq < seqOf(rows[0]) && this.dataset.before === "yes";
      const isNewer = seq > seqOf(rows.at(-1)) && this.dataset.after === "yes";
      if (isOlder || isNewer) return false;
    }
    localize(row);
    this.keepStill(() => {
      if (present) {
        const hadFocus = document.activeElement === present;
        row.tabIndex = present.tabIndex;
        present.after(row);
        moveForm(present, row);
        present.remove();
        if (hadFocus) row.focus({ preventScroll: true });
      } else {
        const before = belowRow(rows, seq);
        if (before) before.before(row);
        else this.list.append(row);
        if (this.#newFrom !== undefined && isMessage && row.dataset.author !== app.me.id) {
          if (seq > this.#newFrom) row.before(document.getElementById("template-new").content.cloneNode(true));
          this.#newFrom = undefined;
        }
        if (this.#isFollowing) this.#trim("start");
      }
      arrange(this.list);
    });
    return true;
  }

  // Taken back: a line says so, where the message stood.
  #take({ seq: rev, target }) {
    const row = this.#find(target);
    // Not shown, but a page read a moment ago may still bring its words.
    if (!row) return this.#revisions.take(target, rev);
    this.#put(goneRow(row, rev));
  }

  // Changes something without moving what is being read; at the end, the end stays in view.
  keepStill(change) {
    if (!this.#isFollowing) return this.view.keepStill(change);
    change();
    this.scrollToEnd();
  }

  scrollToEnd() {
    this.#isFollowing = this.dataset.after !== "yes";
    this.view.toEnd();
    this.#edges();
  }

  async toLatest() {
    if (this.dataset.after === "yes") {
      const page = await this.#page({});
      if (!page) return;
      this.#replace(page);
    }
    this.#missed = 0;
    this.scrollToEnd();
    this.#reading?.look();
  }

  async #reset() {
    this.#revisions.clear();
    const page = await this.#page({});
    if (!page) return;
    this.#position = page.head;
    const wasFollowing = this.#isFollowing;
    this.#replace(page);
    if (this.#newFrom !== undefined) this.placeNewLine(this.#newFrom);
    else if (wasFollowing) this.scrollToEnd();
    this.#newFrom = undefined;
    // What came while the page was under way is in the log after its head.
    app.connection.reopen(this.room);
  }

  async #page(part) {
    try {
      return await app.connection.ask({ t: "page", room: this.room, limit: PAGE, ...part });
    } catch {
      return null;
    }
  }

  #replace(page) {
    this.list.replaceChildren(...this.#drawn(page));
    this.#know(page, true, true);
    arrange(this.list);
    this.#edges();
  }

  async #load(side) {
    const rows = this.#rows();
    if (this.#isLoading || !rows.length || this.dataset[side] !== "yes" || !app.connection.isOpen) return;
    this.#isLoading = true;
    const page = await this.#page({ [side]: seqOf(side === "before" ? rows[0] : rows.at(-1)) });
    this.#isLoading = false;
    if (!page || !this.isConnected) return;
    const fresh = this.#drawn(page).filter((row) => !this.#find(seqOf(row)));
    this.keepStill(() => {
      if (side === "before") this.list.prepend(...fresh);
      else this.list.append(...fresh);
      this.#know(page, side === "before", side === "after");
      if (!this.#isFollowing) this.#trim(side === "before" ? "end" : "start");
      arrange(this.list);
      this.#edges();
    });
    this.#loadIfNear();
  }

  // The rows of a page; where a newer drawing is known, that one.
  #drawn(page) {
    const box = document.createElement("template");
    box.innerHTML = page.html ?? "";
    const rows = [...box.content.children].map((row) => {
      const newer = this.#revisions.newer(seqOf(row), Number(row.dataset.rev));
      if (!newer) return row;
      return newer.html === null ? goneRow(row, newer.rev) : rowOf(newer.html);
    });
    for (const row of rows) localize(row);
    this.#seen(rows);
    return rows;
  }

  #know(page, isStart, isEnd) {
    if (isStart) this.dataset.before = page.more.before ? "yes" : "no";
    // Something was said between the reading of the page and now: the end is not in it.
    if (isEnd) this.dataset.after = page.more.after || page.head < this.#position ? "yes" : "no";
  }

  #trim(side) {
    const rows = this.#rows();
    if (rows.length <= MOST + SLACK) return;
    const extra = side === "start" ? rows.slice(0, rows.length - MOST) : rows.slice(MOST);
    for (const row of extra) row.remove();
    this.dataset[side === "start" ? "before" : "after"] = "yes";
  }

  // My own words that the server drew are said: nothing of them is under way.
  #seen(rows) {
    for (const row of rows) {
      if (row.dataset.nonce && row.dataset.author === app.me.id) app.outbox.seen(row.dataset.nonce);
      if (row.dataset.rev) this.#revisions.accept(seqOf(row), Number(row.dataset.rev), row.outerHTML);
    }
  }

  #edges() {
    const isStart = this.dataset.before !== "yes";
    this.older.hidden = isStart;
    this.start.hidden = !isStart;
    this.newer.hidden = this.dataset.after !== "yes";
    const isAway = !this.#isFollowing || this.dataset.after === "yes";
    this.jump.hidden = !isAway;
    this.#watched();
    this.jump.lastElementChild.textContent = this.#missed > 0 ? `Jump to latest · ${this.#missed}` : "Jump to latest";
  }

  #scrolled() {
    this.#isFollowing = this.view.fromEnd <= NEAR_THE_END && this.dataset.after !== "yes";
    if (this.#isFollowing) this.#missed = 0;
    this.#edges();
    this.#reading?.look();
  }

  // What is before my eyes is not counted as unread while it waits to be marked.
  #watched() {
    if (!this.isMember || !this.isConnected) return;
    app.rooms.watch(this.#isFollowing && document.visibilityState === "visible" ? this.room : null);
  }

  #watchEdges() {
    const watch = new IntersectionObserver(() => this.#loadIfNear(), { root: this.scroller, rootMargin: "100% 0px" });
    watch.observe(this.older);
    watch.observe(this.newer);
    this.#off.push(() => watch.disconnect());
  }

  #loadIfNear() {
    if (this.view.isNear(this.older)) this.#load("before");
    else if (this.view.isNear(this.newer)) this.#load("after");
  }

  #clicked(event, link) {
    if (!app.connection.isOpen) return;
    event.preventDefault();
    event.stopPropagation();
    if (link === this.older) this.#load("before");
    else this.toLatest();
  }

  #rows() {
    return this.view.rows;
  }

  #find(seq) {
    return this.list.querySelector(`:scope > .message[data-seq="${seq}"]`);
  }

  get lastInView() {
    return this.view.last;
  }

  get lastRow() {
    return this.#rows().at(-1);
  }
}

function seqOf(row) {
  return Number(row.dataset.seq);
}

customElements.define("hub-timeline", Timeline);
