// What may be done to a message, where one points with a finger: a sheet slides in from below, and nothing that is read moves.

import { findAll, get, setText } from "../../lib/dom.js";
import { wordsOf } from "../../lib/message_rows.js";

// So far down, in px, a finger pulls it away.
const PULLED = 60;

export class ActionSheet {
  #dialog = get(document, "#action-sheet", HTMLDialogElement);

  constructor() {
    const dialog = this.#dialog;
    // All of it that is not its form is the veil beside it.
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close("");
    });
    let from = 0;
    dialog.addEventListener("touchstart", ({ touches }) => void (from = touches[0].clientY), { passive: true });
    dialog.addEventListener("touchend", ({ changedTouches }) => {
      if (changedTouches[0].clientY - from > PULLED) dialog.close("");
    });
  }

  /**
   * Asks for one of the actions that are offered. None is chosen by closing it.
   *
   * @param {HTMLElement} row
   * @param {(action: string) => boolean} isOffered
   * @returns {Promise<string | undefined>}
   */
  choose(row, isOffered) {
    const dialog = this.#dialog;
    setText(get(dialog, ".author"), get(row, ".author").textContent ?? "");
    setText(get(dialog, ".words"), wordsOf(row));
    for (const button of findAll(dialog, "button")) {
      const action = /** @type {HTMLButtonElement} */ (button).value;
      button.hidden = action !== "" && !isOffered(action);
    }
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue || undefined), { once: true }));
  }
}
