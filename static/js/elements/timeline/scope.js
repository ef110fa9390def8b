// Which of all that happens in a room is shown here: that of the room, or that of one of its threads. The message that a thread
// began with says how it goes on.

/** @import { EventFrame } from "../../models/frames.js" */
/** @import { History } from "./history.js" */
/** @import { ThreadLines } from "./thread_lines.js" */
import { find } from "../../lib/dom.js";
import { localizeTimes } from "../../lib/local_times.js";
import { deletedRow } from "../../lib/message_rows.js";

/**
 * @typedef {object} Host
 * @property {HTMLElement} element
 * @property {number | undefined} thread whose replies are shown; none: the room's messages
 * @property {History} history
 * @property {ThreadLines} lines
 */

export class Scope {
  #host;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
  }

  /**
   * Whether it happened here.
   *
   * @param {EventFrame} frame
   * @param {HTMLElement | undefined} row as it is drawn now
   */
  concerns(frame, row) {
    const { thread, history, lines } = this.#host;
    if (thread) return this.#concernsThread(thread, frame, row);
    if (frame.thread) lines.goOn({ ...frame, thread: frame.thread }, history.find(frame.thread.root));
    // What is said in a thread alone stands there.
    return !row?.dataset.root || row.dataset.no !== undefined;
  }

  /**
   * @param {number} thread
   * @param {EventFrame} frame
   * @param {HTMLElement | undefined} row
   */
  #concernsThread(thread, frame, row) {
    if (frame.thread) return frame.thread.root === thread;
    const { target } = frame;
    if (target === thread) this.#drawRoot(row, frame);
    return target !== undefined && this.#host.history.find(target) !== null;
  }

  /**
   * The message that the thread began with says something else, or was taken back.
   *
   * @param {HTMLElement | undefined} row
   * @param {EventFrame} frame
   */
  #drawRoot(row, { kind, seq }) {
    const before = find(this.#host.element, ".thread-root > .message");
    const now = kind === "deleted" ? before && deletedRow(before, seq) : row;
    if (!before || !now || !now.matches(".message")) return;
    localizeTimes(now);
    before.replaceWith(now);
  }
}
