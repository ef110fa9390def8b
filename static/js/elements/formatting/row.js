// One box that is written in: the row of buttons above it, and what it looks like as a message in its place.

import { closest, fetchPage, findAll, get } from "../../lib/dom.js";
import { carryOut } from "../../lib/format_keys.js";
import { sheetOf, styled } from "../../lib/styled.js";
import { pressed } from "../../models/format.js";
import { Preview } from "./preview.js";

/** @type {Promise<HTMLElement> | undefined} */
let drawn;
/** @type {WeakMap<HTMLFormElement, Row>} */
const rows = new WeakMap();

/** What it is made of, with its stylesheet there. */
function drawing() {
  drawn ??= (async () => {
    const { page } = await fetchPage("/formatting");
    const row = document.adoptNode(get(page, ".formatting"));
    await styled(sheetOf("formatting"));
    return row;
  })();
  drawn.catch(() => (drawn = undefined));
  return drawn;
}

/** @param {HTMLFormElement} form */
export async function rowOf(form) {
  const element = await drawing();
  const row = rows.get(form) ?? new Row(form, /** @type {HTMLElement} */ (element.cloneNode(true)));
  rows.set(form, row);
  return row;
}

class Row {
  #element;
  #button;
  #box;
  #preview;

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement} element
   */
  constructor(form, element) {
    this.#element = element;
    this.#button = get(form, ".format");
    this.#box = get(form, "textarea", HTMLTextAreaElement);
    this.#preview = new Preview(form, this.#box, this.#button.dataset.preview ?? "", element.dataset.unreachable ?? "");
    element.addEventListener("click", (event) => this.#clicked(closest(event, "[data-format]")));
    element.addEventListener("keydown", (event) => this.#key(event));
    // Whatever becomes of the words, they are seen as they are typed then.
    form.addEventListener("submit", () => this.#show(false), { capture: true });
  }

  /** Answers whether it is shown from now on. */
  toggle() {
    if (!this.#element.isConnected) return this.show();
    this.#show(false);
    this.#element.remove();
    this.#button.ariaPressed = "false";
    return false;
  }

  show() {
    const composer = this.#box.closest(".composer");
    if (composer) composer.prepend(this.#element);
    else this.#box.before(this.#element);
    this.#button.ariaPressed = "true";
    return true;
  }

  /** @param {HTMLElement | null} button */
  #clicked(button) {
    const what = button?.dataset.format;
    if (!what) return;
    this.#moveTo(button);
    if (what === "preview") return this.#show(!this.#preview.isShown);
    this.#show(false);
    const { value, selectionStart, selectionEnd } = this.#box;
    const change = pressed(what, value, selectionStart, selectionEnd);
    this.#box.focus({ preventScroll: true });
    if (change) carryOut(change, this.#box);
  }

  // One stop for the Tab key, and arrows between the buttons. Escape leads back to the words.
  /** @param {KeyboardEvent} event */
  #key(event) {
    const to = event.key === "Escape" && this.#preview.isShown ? this.#box : this.#beside(event.key);
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    if (to === this.#box) this.#show(false);
    else this.#moveTo(to);
    to.focus();
  }

  /** @param {string} key */
  #beside(key) {
    const buttons = findAll(this.#element, "button");
    const here = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const onward = this.#element.matches(":dir(rtl)") ? -1 : 1;
    if (key === "Home" || key === "End") return buttons.at(key === "Home" ? 0 : -1);
    if (key !== "ArrowRight" && key !== "ArrowLeft") return undefined;
    return buttons.at((here + (key === "ArrowRight" ? onward : -onward)) % buttons.length);
  }

  /** @param {HTMLElement} button */
  #moveTo(button) {
    for (const other of findAll(this.#element, "button")) other.tabIndex = other === button ? 0 : -1;
  }

  /** @param {boolean} isPreview */
  #show(isPreview) {
    get(this.#element, '[data-format="preview"]').ariaPressed = String(isPreview);
    if (isPreview) this.#preview.open();
    else this.#preview.close();
  }
}
