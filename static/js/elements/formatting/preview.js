// What is typed as its message would show it, in the place of the box. The server draws it; nothing is kept there.

import { ask, find, get } from "../../lib/dom.js";

export class Preview {
  #form;
  #box;
  #address;
  #unreachable;
  #element = document.createElement("div");
  /** @type {AbortController | undefined} */
  #asking;

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLTextAreaElement} box
   * @param {string} address where it is asked for
   * @param {string} unreachable what is said where nobody answers
   */
  constructor(form, box, address, unreachable) {
    this.#form = form;
    this.#box = box;
    this.#address = address;
    this.#unreachable = unreachable;
    this.#element.className = "preview";
    this.#element.tabIndex = 0;
    this.#element.role = "status";
  }

  get isShown() {
    return this.#element.isConnected;
  }

  async open() {
    const asking = (this.#asking = new AbortController());
    this.#element.style.minBlockSize = `${this.#box.offsetHeight}px`;
    this.#element.replaceChildren();
    this.#box.before(this.#element);
    this.#box.hidden = true;
    const shown = await this.#ask(asking.signal);
    if (!asking.signal.aborted) this.#element.replaceChildren(shown);
  }

  close() {
    this.#asking?.abort();
    this.#element.remove();
    this.#box.hidden = false;
  }

  // The message, or why there is none.
  /** @param {AbortSignal} signal */
  async #ask(signal) {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.#form)) if (typeof value === "string") body.append(name, value);
    try {
      const response = await ask(this.#address, { method: "POST", body, signal, headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      return response.ok ? document.adoptNode(get(page, ".preview > .body")) : note((find(page, "#body-note") ?? find(page, "main p"))?.textContent);
    } catch {
      return note(this.#unreachable);
    }
  }
}

/** @param {string | null | undefined} words */
function note(words) {
  const paragraph = document.createElement("p");
  paragraph.className = "preview-note";
  paragraph.textContent = words ?? "";
  return paragraph;
}
