// From a reply to the message it answers, wherever in the room that stands, and back to where one was.

/** @import { History } from "./history.js" */
/** @import { Reading } from "./reading.js" */
import { closest, get } from "../../lib/dom.js";
import { seqOf } from "../../lib/message_rows.js";

/**
 * @typedef {object} Host
 * @property {HTMLElement} main
 * @property {History} history
 * @property {Reading} reading
 * @property {(seq: number) => string} addressOf
 * @property {() => boolean} isOpen whether there is a connection to ask over
 */

export class ReplyJump {
  #host;
  #back;
  /** @type {number[]} where one came from, the last first */
  #from = [];

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#back = get(host.main, ".jump-back");
  }

  /** The way back. */
  get back() {
    return this.#back;
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const link = closest(event, ".quote-link");
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const seq = Number(link.dataset.quoted);
    const row = link.closest(".message");
    link.href = this.#host.addressOf(seq);
    // Without a connection it leads to a page of its own.
    if (!this.#host.history.find(seq) && !this.#host.isOpen()) return;
    event.preventDefault();
    this.#follow(seq, row instanceof HTMLElement && row.dataset.seq ? seqOf(row) : undefined);
  }

  /**
   * @param {number} seq
   * @param {number | undefined} from
   */
  async #follow(seq, from) {
    if (!(await this.#show(seq)) || from === undefined) return;
    this.#from.unshift(from);
    this.#back.hidden = false;
  }

  /**
   * Shows a message, wherever in the room it stands, and lets it stand out. Answers whether it is there.
   *
   * @param {number} seq
   */
  async #show(seq) {
    const { history, reading } = this.#host;
    if (!history.find(seq)) {
      const page = await history.fetch({ around: seq });
      if (!page) return false;
      history.show(page);
    }
    reading.choose(seq);
    return history.find(seq) !== null;
  }

  async return() {
    const seq = this.#from.shift();
    this.#back.hidden = this.#from.length === 0;
    if (seq !== undefined) await this.#show(seq);
  }

  // One is somewhere else altogether.
  forget() {
    this.#from = [];
    this.#back.hidden = true;
  }
}
