// `<hub-reveal>`: a password is seen while it is chosen; a button hides it and shows it again.

import { get, setText } from "../lib/dom.js";
import { LiveElement } from "./live_element.js";

export class Reveal extends LiveElement {
  connectedCallback() {
    const input = get(this, "input", HTMLInputElement);
    const button = get(this, "button");
    const [hide, show] = [button.textContent ?? "", button.dataset.show ?? ""];
    button.hidden = false;
    this.listen(button, "click", () => {
      const isSeen = input.type === "text";
      input.type = isSeen ? "password" : "text";
      setText(button, isSeen ? show : hide);
      input.focus();
    });
    // Browsers keep passwords where they know one, and what was typed as text among the suggestions for the next person.
    if (input.form) this.listen(input.form, "submit", () => (input.type = "password"));
  }
}
