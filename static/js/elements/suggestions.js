// What may be meant by what is typed, offered above the box; the server draws the list. The keyboard stays in the box, which points
// at the suggestion that is chosen, as a combobox does; a box of several lines may not be called one. Nothing outside the list moves.
// What begins one, and what is put into the box, says each kind of suggestions.

import { ask, closest, findAll, get, insertText, parse, setText, template } from "../lib/dom.js";
import * as text from "../lib/messages.js";

const PAUSE = 120;
const KEPT = 30_000;

let made = 0;

/**
 * What is being typed that may mean something: where it begins, and what is typed of it.
 *
 * @typedef {{ start: number, typed: string }} Begun
 */

/**
 * A kind of suggestions.
 *
 * @typedef {object} Kind
 * @property {string} template the list's, by its id
 * @property {(text: string) => Begun | null} before what the text up to the cursor ends with
 * @property {(typed: string, signal: AbortSignal) => Promise<string | undefined>} fetch the options, drawn
 * @property {(typed: string, option: HTMLElement) => boolean} fits whether an option is meant by what is typed
 * @property {(typed: string, options: HTMLElement[]) => boolean} isTypedOut whether nothing is left to choose: Enter sends
 * @property {(option: HTMLElement) => string} textOf what is put into the box in its place
 */

export class Suggestions {
  #box;
  #list;
  #status;
  #kind;
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
   * @param {HTMLTextAreaElement | HTMLInputElement} box
   * @param {Kind} kind
   */
  constructor(form, box, kind) {
    this.#box = box;
    this.#kind = kind;
    const parts = template(kind.template);
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

  // What was typed out is no question any more: Enter sends.
  /** @param {HTMLElement[]} options */
  #isTypedOut(options) {
    return !this.#isMine && this.#kind.isTypedOut(this.#begun()?.typed ?? "", options);
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

  // Is something begun where the cursor is?
  update() {
    clearTimeout(this.#timer);
    const begun = this.#begun();
    if (!begun) return this.close();
    this.#narrow();
    const known = this.#answers.get(begun.typed);
    if (known !== undefined) return this.#show(known);
    this.#timer = setTimeout(() => this.#fetch(begun.typed), PAUSE);
  }

  #begun() {
    const { value, selectionStart, selectionEnd } = this.#box;
    return selectionStart === selectionEnd ? this.#kind.before(value.slice(0, selectionStart ?? 0)) : null;
  }

  // The list is of a moment ago: only what is meant by what stands before the cursor now can be taken.
  #narrow() {
    if (!this.#isOpen) return;
    const begun = this.#begun();
    const before = this.#options;
    const chosen = before[this.#chosen];
    for (const option of before) if (!begun || !this.#kind.fits(begun.typed, option)) option.remove();
    const options = this.#options;
    if (!options.length) return this.close();
    if (options.length < before.length) this.#offer(options, chosen);
  }

  /** @param {string} typed */
  async #fetch(typed) {
    this.#request?.abort();
    this.#request = new AbortController();
    try {
      const html = await this.#kind.fetch(typed, this.#request.signal);
      if (html === undefined) return;
      this.#answers.set(typed, html);
      setTimeout(() => this.#answers.delete(typed), KEPT);
      if (this.#begun()?.typed === typed) this.#show(html);
    } catch {
      // Nothing is suggested; it can be typed.
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
    const begun = this.#begun();
    this.close();
    if (!begun) return;
    insertText(this.#box, this.#kind.textOf(option), begun.start);
  }
}

/**
 * The options of an address, for what is typed.
 *
 * @param {string} address
 * @param {string} typed
 * @param {AbortSignal} signal
 */
export async function fetchOptions(address, typed, signal) {
  const answer = await ask(`${address}?q=${encodeURIComponent(typed)}`, { signal });
  return answer.ok ? answer.text() : undefined;
}
