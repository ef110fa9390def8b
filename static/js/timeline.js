// The messages of a room: in order of seq, never moving what is being read, never more than a few hundred in the page.
// Rows are made by the server alone; here they are put in their place. What is not in the page is `history`'s.

import { app } from "./app.js";
import { moveForm, note } from "./editing.js";
import { History } from "./history.js";
import { NewLine } from "./newline.js";
import { Reading } from "./reading.js";
import { arrange, belowRow, goneRow, markNamed, rowOf, seqOf } from "./rows.js";
import { localize } from "./times.js";
import { Tools } from "./tools.js";
import { View } from "./view.js";

const NEAR_THE_END = 100;
// So many unread messages fit below the New line without scrolling.
const FEW = 10;
// How long the message an address leads to stands out.
const STANDS_OUT = 2500;

class Timeline extends HTMLElement {
  // The last seq that was heard.
  position = 0;
  isFollowing = true;
  #isReady = false;
  #missed = 0;
  #off = [];
  #history;
  #line;
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
      app.rooms.onTurn(mine((line) => this.#turned(line))),
    );
    on(document, "visibilitychange", () => this.#watched());
    this.#reading = new Reading(this);
    this.#watched();
    connection.listen(this.room, () => this.position);
    this.#off.push(() => connection.unlisten(this.room), () => this.#reading.stop(), () => app.rooms.watch(null));
  }

  disconnectedCallback() {
    for (const off of this.#off.splice(0)) off();
  }

  // The first time: what the server drew becomes local, and is remembered.
  #prepare() {
    this.#isReady = true;
    this.position = Number(this.dataset.head);
    // What the server draws under the message a page is about is in the toolbar.
    this.list.querySelector(".acts")?.remove();
    this.#history = new History(this);
    this.#line = new NewLine(this.list, app.me.id);
    this.#tools = new Tools(this);
    localize(this);
    arrange(this.list);
    this.#history.seen(this.list.children);
    this.scroller.removeAttribute("tabindex");
    this.#land();
  }

  // Where reading stopped: at the New line if there is one, else at the end.
  async #land() {
    const read = app.rooms.get(this.room)?.read_seq ?? Number(this.dataset.readSeq);
    const first = this.view.rows[0];
    this.edges();
    if (this.#chosen) return this.choose(this.#chosen);
    if (!this.isMember) return;
    if (read > 0 && first && seqOf(first) > read + 1 && this.#history.has("before") && !this.#history.has("after")) {
      // More is unread than the page shows. What it misses comes by the socket; who has begun to read is left in peace.
      this.scrollToEnd();
      await app.connection.opened();
      if (!this.isConnected || !this.isFollowing) return;
      const page = await this.#history.page({ around: read });
      if (!page || !this.isConnected || !this.isFollowing) return;
      this.#replace(page);
    }
    this.placeNewLine(read);
  }

  // Brings a message into view and lets it stand out for a moment.
  choose(seq) {
    const row = this.rowAt(seq);
    if (!row) return;
    this.isFollowing = false;
    row.classList.add("chosen");
    this.view.show(row);
    row.tabIndex = 0;
    row.focus({ preventScroll: true });
    setTimeout(() => this.rowAt(seq)?.classList.remove("chosen"), STANDS_OUT);
    this.#scrolled();
  }

  // My last message, changed in place.
  async editLast() {
    if (this.#history.has("after")) await this.toLatest();
    await this.#tools.editLast();
  }

  get myLastRow() {
    return this.view.rows.findLast((row) => row.matches(".message:not(.gone)") && row.dataset.author === app.me.id);
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
    return this.#history.find(seq);
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
    const line = this.#line.place(read, this.#history.has("before"));
    if (!line) return this.scrollToEnd();
    this.view.show(line);
    this.#scrolled();
  }

  // From this message on it is to be unread again, here and in all my tabs.
  markUnread(row) {
    if (!app.connection.isOpen) return false;
    this.#wanted = seqOf(row);
    app.connection.tell({ t: "unread", room: this.room, seq: this.#wanted });
    return true;
  }

  // My marker was moved back: the New line goes along and nothing else moves. What is in view now counts as read when I have
  // scrolled, or looked away and come back.
  #turned({ read_seq }) {
    const wanted = this.#wanted && this.rowAt(this.#wanted);
    if (wanted && read_seq >= this.#wanted) note(wanted, "What was said before you came cannot be unread.");
    this.#wanted = this.#newFrom = undefined;
    this.#reading?.hold(read_seq);
    this.keepStill(() => this.#line.begin(read_seq));
    this.#watched();
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
    // What was marked unread is in the page already, and perhaps nothing follows it.
    const line = read < this.position && this.#line.begin(read);
    if (line) {
      this.view.show(line);
      return this.#scrolled();
    }
    this.#line.remove();
    if (unread <= FEW) {
      this.#newFrom = read;
      return;
    }
    const page = await this.#history.page({ around: read });
    if (!page) return;
    this.#replace(page);
    this.placeNewLine(read);
  }

  // What I have just asked to be unread from.
  #wanted;

  // Where the New line goes as soon as something follows it.
  #newFrom;

  #happened(frame) {
    if (frame.seq <= this.position) return;
    if (frame.seq > this.position + 1) return app.connection.reopen(this.room);
    this.position = frame.seq;
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
    if (!this.isFollowing || !isShown) this.#missed += 1;
    this.edges();
  }

  // One row to its place: instead of an older drawing, or where its seq belongs. Says whether it is in the page now.
  #put(row) {
    const seq = seqOf(row);
    const isMessage = row.matches(".message");
    if (isMessage && !this.#history.revisions.accept(seq, Number(row.dataset.rev), row.outerHTML)) return false;
    const present = isMessage && this.rowAt(seq);
    if (!present && this.#history.isElsewhere(seq)) return false;
    localize(row);
    markNamed(row, app.me.id);
    this.keepStill(() => {
      if (present) {
        const hadFocus = document.activeElement === present;
        row.tabIndex = present.tabIndex;
        present.after(row);
        moveForm(present, row);
        present.remove();
        if (hadFocus) row.focus({ preventScroll: true });
      } else {
        const before = belowRow(this.view.rows, seq);
        if (before) before.before(row);
        else this.list.append(row);
        if (this.#newFrom !== undefined && isMessage && row.dataset.author !== app.me.id) {
          if (seq > this.#newFrom) this.#line.above(row);
          this.#newFrom = undefined;
        }
        this.#history.trim(this.isFollowing ? "start" : undefined);
        this.edges();
      }
      arrange(this.list);
    });
    return true;
  }

  // Taken back: a line says so, where the message stood.
  #take({ seq: rev, target }) {
    const row = this.rowAt(target);
    // Not shown, but a page read a moment ago may still bring its words.
    if (!row) return this.#history.revisions.take(target, rev);
    this.#put(goneRow(row, rev));
  }

  // Changes something without moving what is being read; at the end, the end stays in view.
  keepStill(change) {
    if (this.isFollowing) {
      change();
      this.#endDue ??= requestAnimationFrame(() => this.#followEnd());
      return;
    }
    this.#unmoved(() => this.view.keepStill(change));
  }

  // Many rows may have come since the last frame: the layout is asked for once.
  #endDue;

  #followEnd() {
    this.#endDue = undefined;
    if (this.isConnected && this.isFollowing) this.#unmoved(() => this.scrollToEnd());
  }

  // Scrolling that is not the reader's.
  #unmoved(change) {
    const before = this.scroller.scrollTop;
    change();
    this.#reading?.shift(this.scroller.scrollTop - before);
  }

  scrollToEnd() {
    this.isFollowing = !this.#history.has("after");
    this.view.toEnd();
    this.edges();
  }

  async toLatest() {
    if (this.#history.has("after")) {
      const page = await this.#history.page({});
      if (!page) return;
      this.#replace(page);
    }
    this.#missed = 0;
    this.scrollToEnd();
    this.#reading?.look();
  }

  async #reset() {
    this.#history.revisions.clear();
    const page = await this.#history.page({});
    if (!page) return;
    this.position = page.head;
    const wasFollowing = this.isFollowing;
    this.#replace(page);
    if (this.#newFrom !== undefined) this.placeNewLine(this.#newFrom);
    else if (wasFollowing) this.scrollToEnd();
    this.#newFrom = undefined;
    // What came while the page was under way is in the log after its head.
    app.connection.reopen(this.room);
  }

  #replace(page) {
    this.#history.replace(page);
    this.edges();
  }

  // What stands before and after the rows: it takes place, so it changes together with them.
  edges() {
    const isStart = !this.#history.has("before");
    this.older.hidden = isStart;
    this.start.hidden = !isStart;
    this.newer.hidden = !this.#history.has("after");
    const isAway = !this.isFollowing || this.#history.has("after");
    this.jump.hidden = !isAway;
    this.#watched();
    this.jump.lastElementChild.textContent = this.#missed > 0 ? `Jump to latest · ${this.#missed}` : "Jump to latest";
  }

  #scrolled() {
    this.isFollowing = this.view.fromEnd <= NEAR_THE_END && !this.#history.has("after");
    if (this.isFollowing) this.#missed = 0;
    this.#reading?.look();
    this.edges();
  }

  // What is before my eyes is not counted as unread while it waits to be marked; unless I want it to be unread.
  #watched() {
    if (!this.isMember || !this.isConnected) return;
    const isRead = this.isFollowing && document.visibilityState === "visible" && !this.#reading?.isHeld;
    app.rooms.watch(isRead ? this.room : null);
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

  async #load(side) {
    if (await this.#history.load(side)) this.#loadIfNear();
  }

  #clicked(event, link) {
    if (!app.connection.isOpen) return;
    event.preventDefault();
    event.stopPropagation();
    if (link === this.older) this.#load("before");
    else this.toLatest();
  }

  get lastInView() {
    return this.view.last;
  }

  get lastRow() {
    return this.view.rows.at(-1);
  }
}

customElements.define("hub-timeline", Timeline);
