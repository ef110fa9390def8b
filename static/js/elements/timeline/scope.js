// Which of all that happens in a room is shown here: that of the room, or that of one of its threads.

/** @import { EventFrame } from "../../models/frames.js" */
/** @import { History } from "./history.js" */
/** @import { ThreadHead } from "./thread_head.js" */
/** @import { ThreadLines } from "./thread_lines.js" */

/**
 * @typedef {object} Host
 * @property {number | undefined} thread whose replies are shown; none: the room's messages
 * @property {History} history
 * @property {ThreadLines} lines
 * @property {ThreadHead} head
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
    if (thread) return this.#concernsThread(thread, frame);
    if (frame.thread) lines.goOn({ ...frame, thread: frame.thread }, history.find(frame.thread.root));
    // What is said in a thread alone stands there.
    return !row?.dataset.root || row.dataset.no !== undefined;
  }

  /**
   * @param {number} thread
   * @param {EventFrame} frame
   */
  #concernsThread(thread, frame) {
    const { history, head } = this.#host;
    if (frame.thread?.root === thread) head.goOn(frame);
    if (frame.thread) return frame.thread.root === thread;
    return frame.target !== undefined && history.find(frame.target) !== null;
  }
}
