// What messages show of their links, as that becomes known or is taken away: what the server draws for everyone.

/** @import { EventFrame } from "../../models/frames.js" */
import { find, parse } from "../../lib/dom.js";
import { seqOf } from "../../lib/message_rows.js";

const REMEMBERED = 200;

export class LinkPreviews {
  /**
   * The last that is known, shown or not: a page read a moment earlier brings an older drawing.
   *
   * @type {Map<number, EventFrame>}
   */
  #known = new Map();

  /**
   * A message shows something else of its links.
   *
   * @param {EventFrame} frame
   * @param {HTMLElement | null} row
   */
  happened(frame, row) {
    const { target } = frame;
    if (target === undefined) return;
    this.#known.delete(target);
    this.#known.set(target, frame);
    const oldest = this.#known.keys().next().value;
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    if (row) put(row, frame);
  }

  /**
   * A row that comes into the page shows what is known of its links.
   *
   * @param {HTMLElement} row
   */
  bringUpToDate(row) {
    const known = this.#known.get(seqOf(row));
    if (known && known.seq > Number(row.dataset.rev)) put(row, known);
  }
}

/**
 * @param {HTMLElement} row
 * @param {EventFrame} frame
 */
function put(row, { html }) {
  if (row.matches(".gone")) return;
  find(row, ":scope > .link-previews")?.remove();
  const [drawn] = parse(html ?? "");
  if (!drawn) return;
  const before = find(row, ":scope > .edited, :scope > .reactions, :scope > .thread-line, :scope > .tools");
  row.insertBefore(drawn, before);
}
