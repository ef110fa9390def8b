// What is known of reactions beyond the drawing of a message: what happened since, and how they stood after an absence. A drawing
// is of some `rev`; whatever is newer is put on top of it, so a page that was read earlier brings nothing old back.

// So many messages are remembered.
const REMEMBERED = 500;

/** @typedef {{ reaction: string, count: number }} Count */

/** @typedef {{ seq: number, rev: number, reactions: Count[], mine?: string[] }} Standing how the reactions to a message stand */

/**
 * What is newer than a drawing: how all of them stood at some time, and what happened after that.
 *
 * @typedef {{ standing?: Standing, counts: Map<string, number>, own: Map<string, boolean> }} News
 */

/**
 * @typedef {object} Known
 * @property {Standing} [standing]
 * @property {Map<string, { rev: number, count: number }>} counts
 * @property {Map<string, { rev: number, isMine: boolean }>} own
 */

export class ReactionLog {
  /** @type {Map<number, Known>} */
  #known = new Map();

  /**
   * Somebody reacted, or took it back, by the event `rev`.
   *
   * @param {number} seq of the message
   * @param {number} rev
   * @param {{ token: string, count: number }} reaction
   * @param {boolean} [isMine] whether I react like this now; nothing: it was somebody else
   */
  happened(seq, rev, { token, count }, isMine) {
    const known = this.#of(seq);
    known.counts.set(token, { rev, count });
    if (isMine !== undefined) known.own.set(token, { rev, isMine });
  }

  /**
   * How the reactions to a message stand, after some that were not heard of.
   *
   * @param {Standing} standing
   */
  stands(standing) {
    const known = this.#of(standing.seq);
    if (!known.standing || known.standing.rev <= standing.rev) known.standing = standing;
  }

  /**
   * What is newer than the drawing with this rev.
   *
   * @param {number} seq
   * @param {number} rev
   * @returns {News}
   */
  since(seq, rev) {
    const { standing, counts, own } = this.#known.get(seq) ?? nothing();
    const isNewer = standing && standing.rev > rev;
    const from = isNewer ? standing.rev : rev;
    const after = (/** @type {[string, { rev: number }]} */ [, one]) => one.rev > from;
    return {
      standing: isNewer ? standing : undefined,
      counts: new Map([...counts].filter(after).map(([token, { count }]) => [token, count])),
      own: new Map([...own].filter(after).map(([token, { isMine }]) => [token, isMine])),
    };
  }

  clear() {
    this.#known.clear();
  }

  /** @param {number} seq */
  #of(seq) {
    const known = this.#known.get(seq) ?? nothing();
    this.#known.delete(seq);
    this.#known.set(seq, known);
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? seq);
    return known;
  }
}

/** @returns {Known} */
function nothing() {
  return { counts: new Map(), own: new Map() };
}
