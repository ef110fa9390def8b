// `<hub-offline>`: the page that stands for one that nobody answers with. It leads to what is kept, and goes on by itself as soon as
// somebody answers again.

import { ask, get, template } from "../lib/dom.js";
import { keptPages } from "../lib/kept_pages.js";
import { timeOf } from "../lib/time_of.js";
import { isUnreached } from "../models/keeping.js";
import { LiveElement } from "./live_element.js";

const ASK_EVERY = 5000;

export class Offline extends LiveElement {
  connectedCallback() {
    const asking = setInterval(() => document.visibilityState === "visible" && this.#ask(), ASK_EVERY);
    this.untilDisconnected(() => clearInterval(asking));
    this.listen(window, "online", () => this.#ask());
    this.listen(document, "visibilitychange", () => document.visibilityState === "visible" && this.#ask());
    this.#list();
  }

  // Whatever the server answers: that it does is what counts.
  async #ask() {
    try {
      const { status } = await ask(location.href, { method: "HEAD" });
      if (!isUnreached(status)) location.reload();
    } catch {
      // Nobody yet.
    }
  }

  async #list() {
    try {
      const rooms = (await keptPages()).filter(({ name }) => name !== undefined);
      get(this, "ul").replaceChildren(...rooms.map((page) => row(page)));
      this.hidden = rooms.length === 0;
    } catch {
      // The browser does not say what it keeps.
    }
  }
}

/** @param {{ path: string, at: number, name?: string }} page */
function row({ path, at, name = path }) {
  const item = template("template-kept");
  const link = get(item, "a", HTMLAnchorElement);
  link.href = path;
  get(item, "bdi").textContent = name;
  get(item, "time").textContent = timeOf(at);
  return item;
}
