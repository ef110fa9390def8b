// Which drawing of a message is the newest. A higher rev always wins; changes to messages that are not shown are
// remembered, because a page read a moment earlier may bring the older drawing later.

const REMEMBERED = 500;

/** @typedef {{ rev: number, html: string | null }} Drawing `html` is null for a message that was deleted */

export class Revisions {
  /** @type {Map<number, Drawing>} */
  #known = new Map();

  /**
   * Is a drawing with this rev at least as new as anything known? If so it is what is known from now on.
   *
   * @param {number} seq
   * @param {number} rev
   * @param {string | null} html
   */
  accept(seq, rev, html) {
    const known = this.#known.get(seq);
    if (known && known.rev > rev) return false;
    // New messages need no remembering: only what differs from the first drawing can be overtaken.
    if (rev > seq || known) {
      this.#known.delete(seq);
      this.#known.set(seq, { rev, html });
      if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? seq);
    }
    return true;
  }

  /**
   * It was deleted by the event `rev`, shown or not: whatever is drawn of it from an earlier time is drawn without its text.
   *
   * @param {number} seq
   * @param {number} rev
   */
  markDeleted(seq, rev) {
    return this.accept(seq, rev, null);
  }

  /**
   * The newest drawing known, if it is newer than `rev`.
   *
   * @param {number} seq
   * @param {number} rev
   */
  newer(seq, rev) {
    const known = this.#known.get(seq);
    return known && known.rev > rev ? known : undefined;
  }

  clear() {
    this.#known.clear();
  }
}
