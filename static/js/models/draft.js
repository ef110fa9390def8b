// What is being written in one place by one person, who may have it open in several tabs. Each tab keeps what was typed in it,
// follows what is typed in the others, and of two versions the one typed later stays. `lib/draft_keeper.js` stores it and listens.

/**
 * As it is stored. `at` is when it was typed, in ms; an empty text says that it was sent, or cleared, at that moment: a tab that
 * was asleep meanwhile learns so. `answers` is the message it answers, if it answers one.
 *
 * @typedef {{ text: string, at: number, answers?: Answered }} Stored
 */

/** @import { Answered } from "./frames.js" */

export class Draft {
  text = "";
  /** @type {Answered | undefined} */
  answers;
  #at = 0;
  // Typed here and not stored yet.
  #isFresh = false;

  /**
   * Something was typed in this tab, or sent from it: then nothing is left.
   *
   * @param {string} text
   * @param {number} now in ms
   * @param {Answered} [answers]
   */
  typed(text, now, answers) {
    this.text = text;
    this.answers = answers;
    this.#at = Math.max(now, this.#at + 1);
    this.#isFresh = true;
  }

  /**
   * What is to be stored: only what was typed here since the last time.
   *
   * @returns {Stored | undefined}
   */
  take() {
    if (!this.#isFresh) return undefined;
    this.#isFresh = false;
    return { text: this.text, at: this.#at, ...(this.answers && { answers: this.answers }) };
  }

  /**
   * This is what is stored now: by another tab, or by an earlier page. Answers whether what is shown changes.
   *
   * @param {Stored | undefined} stored
   */
  found(stored) {
    if (!stored || !(stored.at > this.#at)) return false;
    this.#at = stored.at;
    // The other words were sent; these are not among them, and go on from there.
    if (this.#isFresh && stored.text === "") return false;
    const isOther = this.text !== stored.text || this.answers?.seq !== stored.answers?.seq;
    this.text = stored.text;
    this.answers = stored.answers;
    this.#isFresh = false;
    return isOther;
  }
}
