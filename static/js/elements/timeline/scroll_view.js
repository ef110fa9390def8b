// What of the messages is in view, and how to change them without moving it. The scroller is built from its end: 0 is the
// end, what lies above is negative.

import { rowsOf } from "../../lib/message_rows.js";

// So much of a row has to be in view, in px.
const BEGINNING = 12;

export class ScrollView {
  #scroller;
  #list;
  // A scroller stands on whole pixels only: what is left over is made up for the next time, or hundreds of rows would
  // carry the reader away.
  #left = 0;

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} list
   */
  constructor(scroller, list) {
    this.#scroller = scroller;
    this.#list = list;
  }

  get position() {
    return this.#scroller.scrollTop;
  }

  set position(scrollTop) {
    this.#scroller.scrollTop = scrollTop;
  }

  get fromEnd() {
    return Math.abs(this.#scroller.scrollTop);
  }

  // The first row that can be seen, if only its last line.
  get first() {
    const { top } = this.#scroller.getBoundingClientRect();
    return rowsOf(this.#list).find((row) => row.getBoundingClientRect().bottom > top);
  }

  // The last row whose beginning can be seen.
  get last() {
    const { bottom } = this.#scroller.getBoundingClientRect();
    return rowsOf(this.#list).findLast((row) => row.getBoundingClientRect().top < bottom - BEGINNING);
  }

  /**
   * Whether an element is within a screen of being seen.
   *
   * @param {HTMLElement} element
   */
  isNear(element) {
    const view = this.#scroller.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.bottom > view.top - view.height && box.top < view.bottom + view.height;
  }

  /**
   * Brings an element to the upper part of the view.
   *
   * @param {Element} element
   */
  show(element) {
    const above = element.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
    this.#scroller.scrollTop += above - this.#scroller.clientHeight / 5;
  }

  /**
   * Brings a row into view, if it is not.
   *
   * @param {HTMLElement} row
   */
  reveal(row) {
    const box = row.getBoundingClientRect();
    const view = this.#scroller.getBoundingClientRect();
    if (box.top < view.top || box.bottom > view.bottom) this.show(row);
  }

  /**
   * Changes something; the first row in view stays where it is.
   *
   * @param {() => void} change
   */
  keepStill(change) {
    const anchor = this.first ?? this.#list;
    const before = anchor.getBoundingClientRect().top;
    change();
    const now = anchor.isConnected ? anchor : (this.first ?? this.#list);
    this.#scroll(now.getBoundingClientRect().top - before);
  }

  /** @param {number} by */
  #scroll(by) {
    const wanted = by + this.#left;
    if (!wanted) return;
    const from = this.#scroller.scrollTop;
    this.#scroller.scrollTop = from + wanted;
    const left = wanted - (this.#scroller.scrollTop - from);
    this.#left = Math.abs(left) < 1 ? left : 0;
  }
}
