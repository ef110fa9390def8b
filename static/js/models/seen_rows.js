// Rows that were seen, one after the other: read is what has nothing unseen before it.

export class SeenRows {
  #seqs;
  /** @type {Set<number>} */
  #seen = new Set();
  #told = 0;

  /** @param {number[]} seqs in their order */
  constructor(seqs) {
    this.#seqs = seqs;
  }

  /** Whether all of them were seen. */
  get isWhole() {
    return this.#seqs.every((seq) => this.#seen.has(seq));
  }

  /**
   * This one was seen. Answers up to where that makes everything read, if it is news.
   *
   * @param {number} seq
   * @returns {number | undefined}
   */
  see(seq) {
    this.#seen.add(seq);
    const unseen = this.#seqs.findIndex((one) => !this.#seen.has(one));
    const read = unseen < 0 ? this.#seqs.at(-1) : this.#seqs[unseen - 1];
    if (read === undefined || read <= this.#told) return undefined;
    this.#told = read;
    return read;
  }
}
