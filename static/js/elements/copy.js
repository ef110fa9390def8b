// `<hub-copy data-what="id">`: a button that copies what another element says or holds. Without a script there is none.

import { copy } from "../lib/clipboard.js";
import { find, get, setText } from "../lib/dom.js";
import { LiveElement } from "./live_element.js";

// How long it says that it is done, in ms.
const DONE = 2000;

export class Copy extends LiveElement {
  connectedCallback() {
    const button = get(this, "button");
    const label = get(button, "span");
    const words = label.textContent ?? "";
    button.hidden = false;
    this.listen(button, "click", async () => {
      const source = find(document, `#${this.dataset.what}`);
      if (!source || !(await copy(source))) return;
      setText(label, label.dataset.done ?? "");
      setTimeout(() => setText(label, words), DONE);
    });
  }
}
