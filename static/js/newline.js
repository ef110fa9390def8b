// The New line: everything below it is unread. It is put in its place once, and stays there while one reads.

import { arrange, seqOf } from "./rows.js";

export class NewLine {
  #list;
  #me;

  constructor(list, me) {
    this.#list = list;
    this.#me = me;
  }

  get #line() {
    return this.#list.querySelector(".divider.new");
  }

  get #rows() {
    return [...this.#list.querySelectorAll(":scope > [data-seq]")];
  }

  remove() {
    this.#line?.remove();
  }

  // Above this row.
  above(row) {
    this.remove();
    row.before(document.getElementById("template-new").content.cloneNode(true));
    return this.#line;
  }

  // Above the first message after `read` that is not my own; at the very start of a room it would say nothing.
  place(read, isMoreBefore) {
    this.remove();
    const rows = this.#rows;
    const at = read > 0 ? rows.findIndex((row) => seqOf(row) > read && row.dataset.author !== this.#me) : -1;
    const line = at > 0 || (at === 0 && isMoreBefore) ? this.above(rows[at]) : null;
    arrange(this.#list);
    return line;
  }

  // Above the message from which on I want it to be unread, whosever it is, if it is in the page.
  begin(read) {
    const rows = this.#rows;
    this.remove();
    const row = rows.find((row) => seqOf(row) > read && row.matches(".message"));
    const line = row && (row !== rows[0] || seqOf(row) === read + 1) ? this.above(row) : null;
    arrange(this.#list);
    return line;
  }
}
