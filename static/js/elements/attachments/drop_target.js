// Shows where files go that are dragged over the page.

import { loadParts } from "./parts.js";

export class DropTarget {
  /** @type {HTMLElement | undefined} */
  #shown;
  /** @type {HTMLElement | undefined} */
  #wanted;

  constructor() {
    // The pointer has left the window, or the keyboard has ended it.
    document.addEventListener("dragleave", ({ relatedTarget }) => !relatedTarget && this.hide());
    document.addEventListener("drop", () => this.hide());
  }

  /** @param {HTMLElement} composer */
  async show(composer) {
    const room = composer.closest("main, aside");
    if (!(room instanceof HTMLElement) || this.#wanted === room) return;
    this.hide();
    this.#wanted = room;
    const parts = await loadParts().catch(() => undefined);
    if (!parts || this.#wanted !== room) return;
    this.#shown = parts.copy(".drop-target");
    room.append(this.#shown);
  }

  hide() {
    this.#shown?.remove();
    this.#shown = this.#wanted = undefined;
  }
}
