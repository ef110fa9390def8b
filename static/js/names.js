// Whom an `@` may mean, offered above the box while one types; the server draws the list. The keyboard stays in the box, which
// points at the offer that is chosen, as a combobox does; a box of several lines may not be called one. Nothing outside the list moves.

import { namedBefore } from "./naming.js";

const PAUSE = 120;
const KEPT = 30_000;

let made = 0;

export class Names {
  #box;
  #list;
  #status;
  #address;
  #asked;
  #timer;
  #answers = new Map();
  #chosen = 0;

  // `address` says where to ask, for it may change.
  constructor(form, box, address) {
    this.#box = box;
    this.#address = address;
    const parts = document.getElementById("template-names").content.cloneNode(true);
    this.#list = parts.querySelector("[role=listbox]");
    this.#list.id = `offers-${++made}`;
    this.#status = parts.querySelector("[role=status]");
    form.append(parts);
    box.addEventListener("input", () => this.look());
    box.addEventListener("blur", () => this.close());
    // The pointer chooses without taking the keyboard out of the box.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const offer = event.target.closest("[role=option]");
      if (offer) this.#take(offer);
    });
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  // Whether a key was the list's.
  key(event) {
    if (!this.isOpen || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    const { children } = this.#list;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#point((this.#chosen + step + children.length) % children.length);
    else if (event.key === "Enter" || event.key === "Tab") this.#take(children[this.#chosen]);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  close() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    if (!this.isOpen) return;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#status.textContent = "";
    for (const name of ["aria-haspopup", "aria-controls", "aria-autocomplete", "aria-activedescendant"]) {
      this.#box.removeAttribute(name);
    }
  }

  #named() {
    const { value, selectionStart, selectionEnd } = this.#box;
    return selectionStart === selectionEnd ? namedBefore(value.slice(0, selectionStart)) : null;
  }

  // Is somebody being named where the cursor is?
  look() {
    clearTimeout(this.#timer);
    const named = this.#named();
    if (!named) return this.close();
    const known = this.#answers.get(named.typed);
    if (known) return this.#offer(known);
    this.#timer = setTimeout(() => this.#ask(named.typed), PAUSE);
  }

  async #ask(typed) {
    this.#asked?.abort();
    this.#asked = new AbortController();
    try {
      const answer = await fetch(`${this.#address()}?q=${encodeURIComponent(typed)}`, { signal: this.#asked.signal });
      if (!answer.ok) return;
      const html = await answer.text();
      this.#answers.set(typed, html);
      setTimeout(() => this.#answers.delete(typed), KEPT);
      if (this.#named()?.typed === typed) this.#offer(html);
    } catch {
      // Nobody is offered; the name can be typed.
    }
  }

  #offer(html) {
    const box = document.createElement("template");
    box.innerHTML = html;
    const offers = [...box.content.querySelectorAll("[role=option]")];
    if (!offers.length || document.activeElement !== this.#box) return this.close();
    this.#list.replaceChildren(...offers);
    this.#list.hidden = false;
    this.#box.setAttribute("aria-autocomplete", "list");
    this.#box.setAttribute("aria-haspopup", "listbox");
    this.#box.setAttribute("aria-controls", this.#list.id);
    const words = offers.length === 1 ? "1 person" : `${offers.length} people`;
    if (this.#status.textContent !== words) this.#status.textContent = words;
    this.#point(0);
  }

  #point(at) {
    this.#chosen = at;
    for (const [n, offer] of [...this.#list.children].entries()) offer.setAttribute("aria-selected", String(n === at));
    const offer = this.#list.children[at];
    this.#box.setAttribute("aria-activedescendant", offer.id);
    offer.scrollIntoView({ block: "nearest" });
  }

  #take(offer) {
    const named = this.#named();
    this.close();
    if (!named) return;
    this.#box.setRangeText(`@${offer.dataset.username} `, named.start, this.#box.selectionEnd, "end");
    this.#box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
