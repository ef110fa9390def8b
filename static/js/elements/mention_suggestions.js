// Whom an `@` may mean, offered above the box while one types; the server draws the list. The keyboard stays in the box, which
// points at the suggestion that is chosen, as a combobox does; a box of several lines may not be called one. Nothing outside the
// list moves.

import { closest, find, findAll, get, insertText, parse, setText, template } from "../lib/dom.js";
import * as text from "../lib/messages.js";
import { fits, isTypedOut, mentionBefore } from "../models/mention.js";

const PAUSE = 120;
const KEPT = 30_000;

let made = 0;

export class MentionSuggestions {
  #box;
  #list;
  #status;
  #address;
  /** @type {AbortController | undefined} */
  #request;
  /** @type {number | undefined} */
  #timer;
  /** @type {Map<string, string>} what the server drew, by what was typed */
  #answers = new Map();
  #chosen = 0;
  // Whether that is what somebody chose, or only the first.
  #isMine = false;

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLTextAreaElement} box
   * @param {() => string} address where to ask; it may change
   */
  constructor(form, box, address) {
    this.#box = box;
    this.#address = address;
    const parts = template("template-names");
    this.#list = get(parts, "[role=listbox]");
    this.#list.id = `suggestions-${++made}`;
    this.#status = get(parts, "[role=status]");
    form.append(parts);
    box.addEventListener("input", () => this.update());
    box.addEventListener("blur", () => this.close());
    document.addEventListener("selectionchange", () => this.#narrow());
    // The pointer chooses without taking the keyboard out of the box.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = closest(event, "[role=option]");
      if (option) this.#take(option);
    });
  }

  get #isOpen() {
    return !this.#list.hidden;
  }

  get #options() {
    return findAll(this.#list, "[role=option]");
  }

  /**
   * Whether a key was the list's.
   *
   * @param {KeyboardEvent} event
   */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    this.#narrow();
    if (!this.#isOpen) return false;
    const options = this.#options;
    if (event.key === "ArrowDown") this.#walk(options, 1);
    else if (event.key === "ArrowUp") this.#walk(options, -1);
    else if (event.key === "Enter" && this.#isTypedOut(options)) {
      this.close();
      return false;
    } else if (event.key === "Enter" || event.key === "Tab") this.#take(options[this.#chosen]);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /**
   * @param {HTMLElement[]} options
   * @param {number} by
   */
  #walk(options, by) {
    this.#isMine = true;
    this.#choose((this.#chosen + by + options.length) % options.length);
  }

  // A name that was typed out is no question any more: Enter sends.
  /** @param {HTMLElement[]} options */
  #isTypedOut(options) {
    return !this.#isMine && isTypedOut(this.#mention()?.typed ?? "", options.map((option) => personOf(option).username));
  }

  close() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    if (!this.#isOpen) return;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#status.textContent = "";
    for (const name of ["aria-haspopup", "aria-controls", "aria-autocomplete", "aria-activedescendant"]) {
      this.#box.removeAttribute(name);
    }
  }

  // Is somebody being mentioned where the cursor is?
  update() {
    clearTimeout(this.#timer);
    const mention = this.#mention();
    if (!mention) return this.close();
    this.#narrow();
    const known = this.#answers.get(mention.typed);
    if (known !== undefined) return this.#show(known);
    this.#timer = setTimeout(() => this.#fetch(mention.typed), PAUSE);
  }

  #mention() {
    const { value, selectionStart, selectionEnd } = this.#box;
    return selectionStart === selectionEnd ? mentionBefore(value.slice(0, selectionStart)) : null;
  }

  // The list is of a moment ago: only who is meant by what stands before the cursor now can be taken.
  #narrow() {
    if (!this.#isOpen) return;
    const mention = this.#mention();
    const before = this.#options;
    const chosen = before[this.#chosen];
    for (const option of before) if (!mention || !fits(mention.typed, personOf(option))) option.remove();
    const options = this.#options;
    if (!options.length) return this.close();
    if (options.length < before.length) this.#offer(options, chosen);
  }

  /** @param {string} typed */
  async #fetch(typed) {
    this.#request?.abort();
    this.#request = new AbortController();
    try {
      const answer = await fetch(`${this.#address()}?q=${encodeURIComponent(typed)}`, { signal: this.#request.signal });
      if (!answer.ok) return;
      const html = await answer.text();
      this.#answers.set(typed, html);
      setTimeout(() => this.#answers.delete(typed), KEPT);
      if (this.#mention()?.typed === typed) this.#show(html);
    } catch {
      // Nobody is suggested; the name can be typed.
    }
  }

  /** @param {string} html */
  #show(html) {
    const options = parse(html).filter((element) => element.matches("[role=option]"));
    if (!options.length || document.activeElement !== this.#box) return this.close();
    this.#isMine = false;
    this.#list.replaceChildren(...options);
    this.#list.hidden = false;
    this.#box.setAttribute("aria-autocomplete", "list");
    this.#box.setAttribute("aria-haspopup", "listbox");
    this.#box.setAttribute("aria-controls", this.#list.id);
    this.#offer(options);
  }

  /**
   * @param {HTMLElement[]} options
   * @param {HTMLElement} [chosen]
   */
  #offer(options, chosen) {
    setText(this.#status, text.suggestions(options.length));
    this.#choose(chosen && options.includes(chosen) ? options.indexOf(chosen) : 0);
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = index;
    const options = this.#options;
    for (const [n, option] of options.entries()) option.setAttribute("aria-selected", String(n === index));
    this.#box.setAttribute("aria-activedescendant", options[index].id);
    options[index].scrollIntoView({ block: "nearest" });
  }

  /** @param {HTMLElement} option */
  #take(option) {
    const mention = this.#mention();
    this.close();
    if (!mention) return;
    insertText(this.#box, `@${option.dataset.username} `, mention.start);
  }
}

/** @param {HTMLElement} option */
function personOf(option) {
  return { username: option.dataset.username ?? "", name: find(option, ".person-name")?.textContent ?? "" };
}
