// Where the eye is: what of the messages can be seen, and how to change them without moving it.
// The scroller is built from its end: 0 is the end, what lies above is negative.

export class View {
  constructor(scroller, list) {
    this.scroller = scroller;
    this.list = list;
  }

  get rows() {
    return [...this.list.querySelectorAll(":scope > [data-seq]")];
  }

  get fromEnd() {
    return Math.abs(this.scroller.scrollTop);
  }

  // The first row that can be seen, if only its last line.
  get first() {
    const { top } = this.scroller.getBoundingClientRect();
    return this.rows.find((row) => row.getBoundingClientRect().bottom > top) ?? this.list;
  }

  // The last row whose beginning can be seen.
  get last() {
    const { bottom } = this.scroller.getBoundingClientRect();
    return this.rows.findLast((row) => row.getBoundingClientRect().top < bottom - 12);
  }

  // Within a screen of being seen.
  isNear(element) {
    const view = this.scroller.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.bottom > view.top - view.height && box.top < view.bottom + view.height;
  }

  toEnd() {
    this.scroller.scrollTop = 0;
  }

  // Brings an element to the upper part of what can be seen.
  show(element) {
    const above = element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
    this.scroller.scrollTop += above - this.scroller.clientHeight / 5;
  }

  // Brings a row into view, if it is not.
  reveal(row) {
    const box = row.getBoundingClientRect();
    const view = this.scroller.getBoundingClientRect();
    if (box.top < view.top || box.bottom > view.bottom) this.show(row);
  }

  // Changes something; the first row in view stays where it is.
  keepStill(change) {
    const anchor = this.first;
    const before = anchor.getBoundingClientRect().top;
    change();
    const now = anchor.isConnected ? anchor : this.first;
    this.#scroll(now.getBoundingClientRect().top - before);
  }

  // A scroller stands on whole pixels only: what is left over is made up for the next time, or hundreds of rows would
  // carry the reader away.
  #left = 0;

  #scroll(by) {
    const wanted = by + this.#left;
    if (!wanted) return;
    const from = this.scroller.scrollTop;
    this.scroller.scrollTop = from + wanted;
    const left = wanted - (this.scroller.scrollTop - from);
    this.#left = Math.abs(left) < 1 ? left : 0;
  }
}
