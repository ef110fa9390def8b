// Work on the page, done in order in the frames of the screen, and in each only so much that none is late. Where nobody looks there
// are no frames: it is done at once.

// So long, in ms, a frame may be worked on before the rest waits for the next one.
const BUDGET = 8;

export class FrameQueue {
  #work;
  /** @type {(() => void)[][]} what was asked for at once is done at once */
  #due = [];
  /** @type {(() => void)[] | undefined} */
  #open;
  /** @type {number | undefined} */
  #frame;

  /** @param {(due: Iterable<() => void>) => void} work does all it is given; it is given as much as there is time for */
  constructor(work) {
    this.#work = work;
  }

  /** @param {() => void} change */
  push(change) {
    this.#opened().push(change);
    if (document.hidden) this.flush();
    else this.#soon();
  }

  /** Does all that is due. */
  flush() {
    this.#run(Number.POSITIVE_INFINITY);
  }

  /** Forgets what is due. */
  clear() {
    this.#due = [];
    this.#open = undefined;
  }

  // What is asked for until the present task is over.
  #opened() {
    if (this.#open) return this.#open;
    this.#open = [];
    this.#due.push(this.#open);
    queueMicrotask(() => void (this.#open = undefined));
    return this.#open;
  }

  #soon() {
    this.#frame ??= requestAnimationFrame(() => this.#run(performance.now() + BUDGET));
  }

  /** @param {number} until when, in ms of the page */
  #run(until) {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = this.#open = undefined;
    if (this.#due.length) this.#work(this.#take(until));
    if (this.#due.length) this.#soon();
  }

  // One at least.
  /** @param {number} until */
  *#take(until) {
    do yield* this.#due.shift() ?? [];
    while (this.#due.length && performance.now() < until);
  }
}
