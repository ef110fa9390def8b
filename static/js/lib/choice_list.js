// A list of options under a field, one of them chosen. The keyboard stays in the field, which points at the chosen one, as a
// combobox does.

import { findAll } from "./dom.js";

let made = 0;

export class ChoiceList {
  #field;
  #list;
  #chosen = 0;

  /**
   * @param {HTMLInputElement} field
   * @param {HTMLElement} list with the role `listbox`
   */
  constructor(field, list) {
    this.#field = field;
    this.#list = list;
    list.id = `choices-${++made}`;
    field.role = "combobox";
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.ariaExpanded = "false";
    // The pointer chooses without taking the keyboard out of the field.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  get options() {
    return findAll(this.#list, "[role=option]");
  }

  /** The chosen one, if there is any. */
  get chosen() {
    return this.#list.hidden ? undefined : this.options[this.#chosen];
  }

  /**
   * Shows what is put into the list, or nothing where there is no option in it.
   *
   * @param {Node[]} content
   */
  show(...content) {
    this.#list.replaceChildren(...content);
    const options = this.options;
    this.#list.hidden = options.length === 0;
    this.#field.ariaExpanded = String(options.length > 0);
    for (const [n, option] of options.entries()) option.id = `${this.#list.id}-${n}`;
    this.choose(0);
  }

  close() {
    this.show();
  }

  /** @param {number} at round the list: after the last comes the first */
  choose(at) {
    const options = this.options;
    this.#chosen = options.length ? (at + options.length) % options.length : 0;
    for (const [n, option] of options.entries()) option.ariaSelected = String(n === this.#chosen);
    const chosen = options[this.#chosen];
    if (chosen) this.#field.setAttribute("aria-activedescendant", chosen.id);
    else this.#field.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  /**
   * Whether a key moved the choice.
   *
   * @param {KeyboardEvent} event
   */
  moved(event) {
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing);
    if (!isPlain || this.#list.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return false;
    event.preventDefault();
    this.choose(this.#chosen + (event.key === "ArrowDown" ? 1 : -1));
    return true;
  }
}
