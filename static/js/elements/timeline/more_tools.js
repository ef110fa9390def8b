// What is done seldom to a message: over the page beside its toolbar, from when it is asked for until it is done or one turns away.

import { closest, find, get } from "../../lib/dom.js";
import { place } from "../reactions/place.js";

export class MoreTools {
  #button;
  #menu;

  /** @param {HTMLElement} bar */
  constructor(bar) {
    this.#button = get(bar, "[data-more]");
    this.#menu = get(bar, ".tools-more");
    this.#menu.addEventListener("click", (event) => closest(event, "button") && this.#menu.hidePopover());
    this.#menu.addEventListener("keydown", (event) => this.#pressed(event));
    this.#menu.addEventListener("toggle", () => void (this.#button.ariaExpanded = String(this.isOpen)));
  }

  get isOpen() {
    return this.#menu.matches(":popover-open");
  }

  show() {
    this.#menu.showPopover();
    place(this.#menu, this.#button);
    this.#step(1);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key === "ArrowDown") this.#step(1);
    if (event.key === "ArrowUp") this.#step(-1);
    // The browser puts it away by Escape; what it stands in stays.
    if (event.key === "Escape") event.stopPropagation();
  }

  /** @param {1 | -1} by */
  #step(by) {
    const offered = /** @type {HTMLElement[]} */ ([...this.#menu.children]).filter((button) => !button.hidden);
    const at = offered.indexOf(/** @type {HTMLElement} */ (find(this.#menu, ":focus")));
    const next = at < 0 && by < 0 ? offered.length - 1 : (at + by + offered.length) % offered.length;
    offered[next]?.focus({ preventScroll: true });
  }
}
