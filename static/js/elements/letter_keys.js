// `<hub-letter-keys>`: whether keys of one letter do something. Whoever speaks to their computer, or brushes against keys, can do
// without; this browser keeps it.

/** @import { Context } from "../lib/context.js" */
import { get } from "../lib/dom.js";

export class LetterKeys extends HTMLElement {
  #storage;

  /** @param {Pick<Context, "storage">} context */
  constructor({ storage }) {
    super();
    this.#storage = storage;
  }

  connectedCallback() {
    const box = get(this, "input", HTMLInputElement);
    box.checked = this.#storage.get("letter-keys") !== false;
    box.onchange = () => this.#storage.set("letter-keys", box.checked);
  }
}
