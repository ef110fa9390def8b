// What of the messages is in view, and how to change them without moving it. The scroller is built from its end: 0 is the
// end, what lies above is negative.

import { rowsOf } from "../../lib/message_rows.js";
import { gapBelow } from "../../models/message_window.js";

// So much of a row has to be in view, in px.
const BEGINNING = 12;
// So much of the view may stay free below the last row.
const MOST_FREE = 1 / 3;
// So many frames at most are waited for one in which nobody scrolls.
const FRAMES = 15;

export class ScrollView {
  #scroller;
  #list;
  // Free room below the last row, in px.
  #gap = 0;
  /** @type {{ first?: HTMLElement, last?: HTMLElement }} what was in view before the present change */
  #seen = {};
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
   * The indexes of the rows in view; while something is changed, of those that were.
   *
   * @param {HTMLElement[]} rows
   */
  inView(rows) {
    const { first, last } = this.#seen;
    const index = (/** @type {HTMLElement | undefined} */ row, /** @type {number} */ instead) => (row?.isConnected ? rows.indexOf(row) : instead);
    return { count: rows.length, first: index(first, 0), last: index(last, rows.length - 1) };
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
   * Waits for a frame of the screen in which nobody scrolls. Rows that come in while the view moves stay where they are as well, but
   * the browser counts the movement as theirs: to its layout-shift score they came from elsewhere.
   */
  async stillFrame() {
    let before = Number.NaN;
    for (let n = 0; n < FRAMES && this.position !== before; n++) {
      before = this.position;
      await new Promise(requestAnimationFrame);
    }
  }

  /**
   * Changes something; the first row in view stays where it is.
   *
   * @param {() => void} change
   */
  keepStill(change) {
    const anchor = this.#look() ?? this.#list;
    const before = anchor.getBoundingClientRect().top;
    change();
    const now = anchor.isConnected ? anchor : (this.first ?? this.#list);
    this.#scroll(now.getBoundingClientRect().top - before);
  }

  /**
   * Changes something while the end is followed: what is added moves the rest up, and nothing comes down.
   *
   * @param {() => void} change
   */
  keepEnd(change) {
    const anchor = this.#look();
    const before = this.#below(anchor);
    change();
    if (anchor?.isConnected) {
      this.#free(gapBelow(this.#gap, before - this.#below(anchor), this.#scroller.clientHeight * MOST_FREE));
    }
    if (this.position) this.position = 0;
  }

  // Before something changes. Answers the first row in view.
  #look() {
    const { first, last } = this;
    this.#seen = { first, last };
    return first;
  }

  // The free room below the last row goes, unless it is in view.
  closeGap() {
    if (this.#gap && this.fromEnd >= this.#gap) this.keepStill(() => this.#free(0));
  }

  // Nothing of what was shown is there any more.
  reset() {
    this.#free(0);
  }

  /**
   * How much stands below the beginning of a row, in px.
   *
   * @param {HTMLElement | undefined} row
   */
  #below(row) {
    const content = /** @type {HTMLElement} */ (this.#list.parentElement);
    return row ? content.getBoundingClientRect().bottom - row.getBoundingClientRect().top : 0;
  }

  /** @param {number} gap */
  #free(gap) {
    if (gap === this.#gap) return;
    this.#gap = gap;
    const content = /** @type {HTMLElement} */ (this.#list.parentElement);
    content.style.paddingBlockEnd = gap ? `${gap}px` : "";
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
