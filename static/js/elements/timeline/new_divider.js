// The New divider: everything below it is unread. It is put in its place once, and stays there while one reads.

import { find, template } from "../../lib/dom.js";
import { arrange, isMessage, rowsOf, seqOf } from "../../lib/message_rows.js";
import { firstMarkedUnread, firstUnread } from "../../models/message_window.js";

export class NewDivider {
  #list;
  #me;

  /**
   * @param {HTMLElement} list
   * @param {string} me
   */
  constructor(list, me) {
    this.#list = list;
    this.#me = me;
  }

  get #divider() {
    return find(this.#list, ".divider.new");
  }

  remove() {
    this.#divider?.remove();
  }

  /**
   * @param {HTMLElement} row
   * @returns the divider
   */
  placeAbove(row) {
    this.remove();
    row.before(template("template-new"));
    return this.#divider;
  }

  /**
   * Above the first message after `read` that is not my own, if anything is above that. Answers the divider.
   *
   * @param {number} read
   * @param {boolean} isMoreBefore
   */
  placeAfter(read, isMoreBefore) {
    return this.#place((rows) => firstUnread(rows, { read, me: this.#me, isMoreBefore }));
  }

  /**
   * Above the message that was marked unread, if it is in the page. Answers the divider.
   *
   * @param {number} read
   */
  placeAtMarked(read) {
    return this.#place((rows) => firstMarkedUnread(rows, read));
  }

  /** @param {(rows: import("../../models/message_window.js").Row[]) => number | undefined} choose */
  #place(choose) {
    this.remove();
    const rows = rowsOf(this.#list);
    const at = choose(rows.map((row) => ({ seq: seqOf(row), author: row.dataset.author, isMessage: isMessage(row) })));
    const divider = at === undefined ? null : this.placeAbove(rows[at]);
    arrange(this.#list);
    return divider;
  }
}
