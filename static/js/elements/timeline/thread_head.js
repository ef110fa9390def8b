// What stands above the replies of a thread, as it goes on: how many there are, and whether I follow it.

/** @import { EventFrame } from "../../models/frames.js" */
import { fetchPage, find, parse, setText } from "../../lib/dom.js";

/**
 * @typedef {object} Host
 * @property {HTMLElement} element the timeline
 * @property {() => string} address of the thread
 */

export class ThreadHead {
  #me;
  #host;

  /**
   * @param {string} me
   * @param {Host} host
   */
  constructor(me, host) {
    this.#me = me;
    this.#host = host;
  }

  /** @param {EventFrame} frame */
  goOn({ kind, actor, html, thread }) {
    const said = find(this.#host.element, ".thread-replies");
    const count = find(parse(thread?.html ?? "")[0], ".thread-count");
    if (said) setText(said, count?.textContent ?? said.dataset.none ?? "");
    const isMine = actor === this.#me || (html ?? "").includes(`data-user="${this.#me}"`);
    if (kind === "posted" && isMine) this.#followed();
  }

  get #form() {
    return find(this.#host.element.closest(".room"), ".thread-follow");
  }

  // Whoever replies, or is mentioned, follows it from then on.
  async #followed() {
    if (!find(this.#form, "[value=yes]")) return;
    try {
      const { page } = await fetchPage(this.#host.address());
      const fresh = find(page, ".thread-follow");
      // Not under the hand of whoever is about to press it.
      if (fresh && !this.#form?.contains(document.activeElement)) this.#form?.replaceWith(fresh);
    } catch {
      // It is drawn with the next page.
    }
  }
}
