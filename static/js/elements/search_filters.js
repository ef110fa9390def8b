// The filters of a search as chips in its field. What is sent is the question as it would be typed; without this it is typed.

import { closest, find, findAll, get, template } from "../lib/dom.js";
import * as text from "../lib/messages.js";
import { isComposing } from "../models/composing.js";
import { filtersIn, questionOf, shownFilter } from "../models/search_filters.js";

/** @param {HTMLFormElement} form */
export function showFilters(form) {
  if (form.dataset.chips === undefined) new SearchFilters(form);
}

class SearchFilters {
  /** @type {string[]} */
  #filters = [];
  #form;
  #field;
  #chips;
  #sent = document.createElement("input");
  #ways;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.#form = form;
    form.dataset.chips = "";
    const field = (this.#field = get(form, ".search-field input", HTMLInputElement));
    const box = Object.assign(document.createElement("div"), { className: "chip-box" });
    this.#chips = Object.assign(document.createElement("ul"), { className: "chips" });
    Object.assign(this.#sent, { type: "hidden", name: field.name });
    field.removeAttribute("name");
    const had = document.activeElement === field;
    field.before(box);
    box.append(this.#chips, field);
    if (had) field.focus();
    form.append(this.#sent);
    this.#ways = find(form.parentElement, ".search-add");
    box.addEventListener("click", (event) => this.#clicked(event));
    field.addEventListener("input", () => this.#typed());
    field.addEventListener("keydown", (event) => this.#key(event));
    this.#ways?.addEventListener("click", (event) => this.#begin(closest(event, "[data-filter]")));
    this.#typed(true);
  }

  /** @param {boolean} [isWhole] */
  #typed(isWhole) {
    const { filters, rest } = filtersIn(this.#field.value, isWhole);
    if (filters.length) {
      this.#filters.push(...filters.filter((filter) => !this.#filters.includes(filter)));
      this.#field.value = rest;
    }
    this.#draw();
  }

  #draw() {
    this.#sent.value = questionOf(this.#filters, this.#field.value);
    const drawn = findAll(this.#chips, ".chip");
    for (const chip of drawn) if (!this.#filters.includes(chip.dataset.filter ?? "")) chip.remove();
    const known = new Set(drawn.map(({ dataset }) => dataset.filter));
    for (const filter of this.#filters) if (!known.has(filter)) this.#chips.append(chipOf(filter));
    const used = new Set(this.#filters.map((filter) => `${shownFilter(filter).operator}:`));
    const ways = findAll(this.#ways, "[data-filter]");
    for (const way of ways) way.hidden = used.has(way.dataset.filter ?? "");
    if (this.#ways) this.#ways.hidden = ways.every(({ hidden }) => hidden);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { selectionStart, selectionEnd } = this.#field;
    if (event.defaultPrevented || isComposing(event) || event.key !== "Backspace" || selectionStart || selectionEnd || !this.#filters.length) return;
    event.preventDefault();
    this.#filters.pop();
    this.#draw();
  }

  // What is taken away is asked without at once.
  /** @param {MouseEvent} event */
  #clicked(event) {
    const filter = closest(event, "button") && closest(event, ".chip")?.dataset.filter;
    this.#field.focus();
    if (!filter) return;
    this.#filters = this.#filters.filter((other) => other !== filter);
    this.#draw();
    this.#form.requestSubmit();
  }

  // Typed for whoever chose it: what can stand after the colon is offered.
  /** @param {HTMLElement | null} way */
  async #begin(way) {
    if (!way?.dataset.filter) return;
    this.#field.focus();
    // It can be typed where nothing can be offered.
    await import("./search_suggestions.js").then(({ offerFilters }) => offerFilters(this.#field), () => undefined);
    const { value } = this.#field;
    this.#field.value = `${value}${value && !/\s$/u.test(value) ? " " : ""}${way.dataset.filter}`;
    this.#field.setSelectionRange(this.#field.value.length, this.#field.value.length);
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {string} filter */
function chipOf(filter) {
  const { operator, value } = shownFilter(filter);
  const chip = get(template("template-chip"), ".chip");
  chip.dataset.filter = filter;
  get(chip, ".chip-name").append(`${operator}: `, Object.assign(document.createElement("b"), { textContent: value }));
  get(chip, "button").setAttribute("aria-label", text.removePerson(`${operator}: ${value}`));
  return chip;
}
