// What happens in a room, in order of seq: each thing once, drawn with the next frame of the screen; what is missing is asked for.
//
// Tells the page `message-shown`, with the row of a message that has just come.

/** @import { Context } from "../../lib/context.js" */
/** @import { EventFrame, ReactionsFrame } from "../../models/frames.js" */
/** @import { History } from "./history.js" */
/** @import { LinkPreviews } from "./link_previews.js" */
/** @import { Reactions } from "./reactions.js" */
/** @import { Reading } from "./reading.js" */
/** @import { Scope } from "./scope.js" */
import { FrameQueue } from "../../lib/frame_queue.js";
import { isMessage, rowOf, seqOf } from "../../lib/message_rows.js";
import { replaceRow } from "./replace_row.js";

export class RoomEvents {
  #context;
  #element;
  #parts;
  // The last seq that was heard.
  #position = 0;
  // What is to be drawn with the next frame.
  #due = new FrameQueue((changes) => this.#change(changes));

  /**
   * @param {Context} context
   * @param {HTMLElement & { room: string, isBeside: boolean }} element
   * @param {() => { history: History, reading: Reading, reactions: Reactions, previews: LinkPreviews, scope: Scope }} parts
   */
  constructor(context, element, parts) {
    this.#context = context;
    this.#element = element;
    this.#parts = parts;
  }

  /** The last seq that was heard. */
  get position() {
    return this.#position;
  }

  /**
   * The page shows what happened up to here.
   *
   * @param {number} seq
   */
  startAt(seq) {
    this.#position = seq;
  }

  /** Draws at once what was to be drawn with the next frame. */
  flush() {
    this.#due.flush();
  }

  /**
   * Something happened in the room.
   *
   * @param {EventFrame} frame
   */
  happened(frame) {
    if (this.#isNext(frame.seq, frame.seq)) this.soon(() => this.#draw(frame));
  }

  /**
   * Of reactions that were missed it is told how they stand now.
   *
   * @param {ReactionsFrame} frame
   */
  missed(frame) {
    if (this.#isNext(frame.from, frame.upto)) this.soon(() => this.#parts().reactions.missed(frame));
  }

  // Whether what happened from here to there comes next, and counts as heard; if something before it is missing, it is asked for.
  /**
   * @param {number} from
   * @param {number} upto
   */
  #isNext(from, upto) {
    if (upto <= this.#position) return false;
    if (from > this.#position + 1) {
      if (this.#element.isBeside) this.reset();
      else this.#context.connection.reopen(this.#element.room);
      return false;
    }
    this.#position = upto;
    this.#element.dataset.head = String(upto);
    return true;
  }

  /**
   * Changes something below what is read, together with all else that changes with the next frame of the screen.
   *
   * @param {() => void} change
   */
  soon(change) {
    this.#due.push(change);
  }

  /** @param {Iterable<() => void>} changes */
  #change(changes) {
    const { history, reading } = this.#parts();
    reading.keepStill(() => {
      for (const change of changes) change();
      history.settle();
    });
    reading.drawn();
  }

  /** @param {EventFrame} frame */
  #draw(frame) {
    if (frame.reaction) return this.#parts().reactions.happened(frame);
    if (frame.kind === "previewed") return this.#previewed(frame);
    const row = frame.html ? rowOf(frame.html) : undefined;
    if (frame.kind === "posted" && row?.dataset.no && !this.#element.isBeside) this.#count(row);
    const { scope } = this.#parts();
    if (!scope.concerns(frame, row)) return;
    if (frame.kind === "deleted" && frame.target !== undefined) {
      const gone = this.#parts().history.deleted(frame.target, frame.seq);
      if (gone) this.#put(gone);
    }
    if (!row) return;
    if (frame.kind === "posted") this.#posted(row, frame);
    else this.#put(row);
  }

  // Under the row of the message.
  /** @param {EventFrame} frame */
  #previewed(frame) {
    const { history, previews } = this.#parts();
    previews.happened(frame, frame.target === undefined ? null : history.find(frame.target));
  }

  /**
   * @param {HTMLElement} row
   * @param {EventFrame} frame
   */
  #posted(row, { actor }) {
    const { me } = this.#context;
    const { reading } = this.#parts();
    const isMine = actor === me;
    if (isMine && isMessage(row)) reading.postedByMe(seqOf(row));
    const isShown = this.#put(row);
    if (isShown) this.#element.dispatchEvent(new CustomEvent("message-shown", { bubbles: true, detail: row }));
    reading.posted({ isMine, isShown });
  }

  // One message more in the room, whatever of it is shown.
  /** @param {HTMLElement} row */
  #count(row) {
    const { seq, no, author } = row.dataset;
    this.#context.rooms.message(this.#element.room, { seq: Number(seq), no: Number(no), author });
  }

  // One row to its place. Answers whether it is in the page now.
  /** @param {HTMLElement} row */
  #put(row) {
    const { history, reading } = this.#parts();
    return history.put(row, { replace: replaceRow, insert: (inserted) => reading.inserted(inserted) });
  }

  /** Nothing that is here counts any more. */
  async reset() {
    const { history, reading } = this.#parts();
    this.#due.clear();
    history.forget();
    const page = await history.fetch();
    if (!page) return;
    this.#position = page.head;
    const wasFollowing = reading.isFollowing;
    history.show(page);
    reading.replaced(wasFollowing);
    // What came while the page was under way is in the log after its head.
    if (!this.#element.isBeside) this.#context.connection.reopen(this.#element.room);
  }
}
