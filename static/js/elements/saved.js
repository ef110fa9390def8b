// `<hub-saved>`: what I saved. It follows what I do on other devices, and reminders as they become due.

/** @import { Context } from "../lib/context.js" */
import { fetchPage, find } from "../lib/dom.js";
import { briefTimes } from "../lib/local_times.js";
import { localMoments } from "../lib/local_moments.js";
import { LiveElement } from "./live_element.js";

export class SavedList extends LiveElement {
  #personal;
  /** @type {AbortController | undefined} */
  #request;

  /** @param {Pick<Context, "personal">} context */
  constructor({ personal }) {
    super();
    this.#personal = personal;
  }

  connectedCallback() {
    this.untilDisconnected(this.#personal.on("changed", () => this.#refresh()));
    this.#draw();
  }

  #draw() {
    briefTimes(this);
    localMoments(this);
  }

  async #refresh() {
    this.#request?.abort();
    const { signal } = (this.#request = new AbortController());
    try {
      const { page } = await fetchPage(location.href, signal);
      const fresh = find(page, "hub-saved");
      if (!fresh || !this.isConnected || fresh.textContent === this.#text) return;
      const had = this.contains(document.activeElement);
      this.#text = fresh.textContent;
      this.replaceChildren(...document.adoptNode(fresh).childNodes);
      if (had) find(document, "main")?.focus({ preventScroll: true });
      this.#draw();
    } catch {
      // The next change asks again.
    }
  }

  /** @type {string | null} what the server drew last */
  #text = null;
}
