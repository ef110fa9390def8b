// `<hub-copy data-what="id">`: a button that copies what another element says or holds. Without a script there is none.

import { find, get, setText } from "../lib/dom.js";
import { LiveElement } from "./live_element.js";

// How long it says that it is done, in ms.
const DONE = 2000;

export class Copy extends LiveElement {
  connectedCallback() {
    const button = get(this, "button");
    const words = get(button, "span").textContent ?? "";
    button.hidden = false;
    this.listen(button, "click", async () => {
      const source = find(document, `#${this.dataset.what}`);
      if (!source || !(await copy(source))) return;
      // The other word is no reason to move what stands beside it.
      button.style.minInlineSize = `${button.offsetWidth}px`;
      setText(get(button, "span"), button.dataset.done ?? "");
      setTimeout(() => setText(get(button, "span"), words), DONE);
    });
  }
}

/**
 * @param {HTMLElement} source
 * @returns {Promise<boolean>} whether it was copied
 */
async function copy(source) {
  const text = source instanceof HTMLInputElement ? source.value : (source.textContent ?? "");
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not in a page without https: then it is selected, and copied as by hand.
    if (source instanceof HTMLInputElement) source.select();
    else getSelection()?.selectAllChildren(source);
    return document.execCommand("copy");
  }
}
