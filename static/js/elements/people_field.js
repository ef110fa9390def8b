// `<hub-people-field>`: people as chips, found while one types. Without a script it is a line of usernames; that is what is sent
// from here, too.

import { ChoiceList } from "../lib/choice_list.js";
import { ask, closest, find, get, parse, template } from "../lib/dom.js";
import * as text from "../lib/messages.js";
import { LiveElement } from "./live_element.js";

const PAUSE = 120;

export class PeopleField extends LiveElement {
  /** @type {Map<string, HTMLElement>} the chips, by username */
  #chips = new Map();
  #sent = document.createElement("input");
  /** @type {HTMLInputElement | undefined} */
  #field;
  /** @type {ChoiceList | undefined} */
  #choices;
  /** @type {AbortController | undefined} */
  #request;
  /** @type {number | undefined} */
  #timer;

  connectedCallback() {
    if (this.#field) return;
    const parts = template("template-people");
    const box = get(parts, ".chip-box");
    const field = (this.#field = get(this, "input", HTMLInputElement));
    const had = document.activeElement === field || field.autofocus;
    Object.assign(this.#sent, { type: "hidden", name: field.name });
    field.removeAttribute("name");
    field.before(box);
    box.append(field);
    get(this, ".field").append(parts, this.#sent);
    // What is put elsewhere loses the keyboard.
    if (had) field.focus();
    const list = get(this, "[role=listbox]");
    this.#choices = new ChoiceList(field, list);
    list.addEventListener("click", (event) => this.#take(closest(event, "[role=option]")));
    box.addEventListener("click", (event) => this.#clicked(event));
    field.addEventListener("input", () => this.#typed());
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("blur", () => this.#settle());
    this.#settle();
  }

  #typed() {
    const { value = "" } = this.#field ?? {};
    if (/[\s,;،、]/u.test(value.trimEnd()) || /[,;،、]$/u.test(value)) return this.#settle();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetch(value.trim().replace(/^@/, "")), PAUSE);
  }

  /** @param {string} typed */
  async #fetch(typed) {
    this.#request?.abort();
    const { signal } = (this.#request = new AbortController());
    if (!typed) return this.#choices?.close();
    try {
      const answer = await ask(`/people/names?q=${encodeURIComponent(typed)}`, { signal });
      const options = answer.ok ? parse(await answer.text()) : [];
      const isNew = (/** @type {HTMLElement} */ { dataset }) => !this.#chips.has(dataset.username ?? "");
      if (document.activeElement === this.#field) this.#choices?.show(...options.filter(isNew));
    } catch {
      // Nobody is suggested; the username can be typed.
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { chosen } = this.#choices ?? {};
    if (event.isComposing || this.#choices?.moved(event)) return;
    if (chosen && ["Enter", "Tab"].includes(event.key)) this.#take(chosen);
    else if (chosen && event.key === "Escape") this.#choices?.close();
    else if (event.key === "Enter" && this.#field?.value.trim()) this.#settle();
    else if (event.key === "Backspace" && !this.#field?.value) return this.#remove([...this.#chips.keys()].at(-1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // What was typed out becomes chips; the server knows who is meant.
  #settle() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#choices?.close();
    if (!this.#field) return;
    for (const typed of this.#field.value.split(/[\s,;،、]+/u)) this.#add(typed.replace(/^@/, "").toLowerCase());
    this.#field.value = "";
  }

  /** @param {HTMLElement | null} option */
  #take(option) {
    if (!option || !this.#field) return;
    const { username = "" } = option.dataset;
    this.#add(username, find(option, ".person-name")?.textContent ?? username, find(option, ".avatar"));
    this.#field.value = "";
    this.#choices?.close();
  }

  /**
   * @param {string} username
   * @param {string} name
   * @param {HTMLElement | null} [avatar]
   */
  #add(username, name = username, avatar) {
    if (!username || this.#chips.has(username)) return;
    const chip = get(template("template-chip"), ".chip");
    chip.dataset.username = username;
    get(chip, ".chip-name").textContent = name;
    get(chip, "button").setAttribute("aria-label", text.removePerson(name));
    if (avatar) chip.prepend(avatar.cloneNode(true));
    get(this, ".chips").append(chip);
    this.#chips.set(username, chip);
    this.#sent.value = [...this.#chips.keys()].join(", ");
  }

  /** @param {string | undefined} username */
  #remove(username) {
    if (username === undefined) return;
    this.#chips.get(username)?.remove();
    this.#chips.delete(username);
    this.#sent.value = [...this.#chips.keys()].join(", ");
    this.#field?.focus();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    if (closest(event, "button")) this.#remove(closest(event, ".chip")?.dataset.username);
    else this.#field?.focus();
  }
}
