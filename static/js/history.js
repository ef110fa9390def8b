// History in the page: pages are asked for, drawn and put beside what is there, and what is far away is let go again. Which
// drawing of a message is the newest is kept here, for pages and for what happens live.

import { app } from "./app.js";
import { Revisions } from "./revisions.js";
import { arrange, goneRow, markNamed, rowOf, seqOf } from "./rows.js";
import { ends, farSide, isElsewhere, surplus } from "./stretch.js";
import { localize } from "./times.js";

const PAGE = 50;

export class History {
  revisions = new Revisions();
  #timeline;
  #isLoading = false;

  constructor(timeline) {
    this.#timeline = timeline;
    this.list = timeline.list;
  }

  get rows() {
    return this.#timeline.view.rows;
  }

  // Is there more on this side, `before` or `after`?
  has(side) {
    return this.#timeline.dataset[side] === "yes";
  }

  #tell(side, isThere) {
    this.#timeline.dataset[side] = isThere ? "yes" : "no";
  }

  find(seq) {
    return this.list.querySelector(`:scope > .message[data-seq="${seq}"]`);
  }

  // Whether a row that is not shown belongs to a part that is not in the page.
  isElsewhere(seq) {
    const { rows } = this;
    const [first, last] = [rows[0], rows.at(-1)].map((row) => row && seqOf(row));
    return isElsewhere(seq, { first, last, before: this.has("before"), after: this.has("after") });
  }

  async page(part) {
    try {
      return await app.connection.ask({ t: "page", room: this.#timeline.room, limit: PAGE, ...part });
    } catch {
      return null;
    }
  }

  replace(page) {
    this.list.replaceChildren(...this.#drawn(page));
    this.#know(page, true, true);
    arrange(this.list);
  }

  // The next page on one side. Answers whether one came.
  async load(side) {
    const { rows } = this;
    const timeline = this.#timeline;
    if (this.#isLoading || !rows.length || !this.has(side) || !app.connection.isOpen) return false;
    this.#isLoading = true;
    const page = await this.page({ [side]: seqOf(side === "before" ? rows[0] : rows.at(-1)) });
    this.#isLoading = false;
    if (!page || !timeline.isConnected) return false;
    const fresh = this.#drawn(page).filter((row) => !this.find(seqOf(row)));
    timeline.keepStill(() => {
      if (side === "before") this.list.prepend(...fresh);
      else this.list.append(...fresh);
      this.#know(page, side === "before", side === "after");
      if (!timeline.isFollowing) this.trim(side === "before" ? "end" : "start");
      arrange(this.list);
      timeline.edges();
    });
    return true;
  }

  // Lets go of rows once there are too many: at this side, or at the one that is farther from what is read.
  trim(wanted) {
    const { rows } = this;
    const extra = surplus(rows.length);
    if (!extra) return;
    const side = wanted ?? farSide(rows.indexOf(this.#timeline.view.first), rows.length);
    for (const row of side === "start" ? rows.slice(0, extra) : rows.slice(-extra)) row.remove();
    this.#tell(side === "start" ? "before" : "after", true);
  }

  // My own words that the server drew are said: nothing of them is under way.
  seen(rows) {
    for (const row of rows) {
      if (row.dataset.nonce && row.dataset.author === app.me.id) app.outbox.seen(row.dataset.nonce);
      if (row.dataset.rev) this.revisions.accept(seqOf(row), Number(row.dataset.rev), row.outerHTML);
    }
  }

  // The rows of a page; where a newer drawing is known, that one.
  #drawn(page) {
    const box = document.createElement("template");
    box.innerHTML = page.html ?? "";
    const rows = [...box.content.children].map((row) => {
      const newer = this.revisions.newer(seqOf(row), Number(row.dataset.rev));
      if (!newer) return row;
      return newer.html === null ? goneRow(row, newer.rev) : rowOf(newer.html);
    });
    for (const row of rows) {
      localize(row);
      markNamed(row, app.me.id);
    }
    this.seen(rows);
    return rows;
  }

  #know(page, isStart, isEnd) {
    const { before, after } = ends(page, this.#timeline.position);
    if (isStart) this.#tell("before", before);
    if (isEnd) this.#tell("after", after);
  }
}
