// `<hub-welcome>`: where a new person begins. Once they have said something, the first step is ticked without a reload.

/** @import { Context } from "../lib/context.js" */
import { find, template } from "../lib/dom.js";
import { LiveElement } from "./live_element.js";

export class Welcome extends LiveElement {
  #me;

  /** @param {Pick<Context, "me">} context */
  constructor({ me }) {
    super();
    this.#me = me;
  }

  connectedCallback() {
    this.listen(document, "message-shown", ({ detail }) => detail.dataset.author === this.#me && this.#tick());
  }

  #tick() {
    const step = find(this, ".first-step[data-step=hello]:not(.done)");
    if (!step) return;
    step.classList.add("done");
    find(step, ".tile")?.replaceChildren(template("template-done"));
  }
}
