// `<hub-copy data-what="id">`: a button that copies what another element says or holds. Without a script there is none.

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

/**
 * @param {HTMLElement} source
 * @returns {Promise<boolean>} whether it was copied
 */
async function copy(source) {
  if (source instanceof HTMLInputElement) source.select();
  else getSelection()?.selectAllChildren(source);
  // Deprecated, and the one way that needs neither https nor a permission.
  if (document.execCommand("copy")) return true;
  const text = source instanceof HTMLInputElement ? source.value : (source.textContent ?? "");
  return navigator.clipboard?.writeText(text).then(() => true, () => false) ?? false;
}
