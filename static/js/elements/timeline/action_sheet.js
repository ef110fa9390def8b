// What may be done to a message, where one points with a finger: a sheet slides in from below, and nothing that is read moves.

/** @import { Reactions } from "./reactions.js" */
import { findAll, get, setText } from "../../lib/dom.js";
import { wordsOf } from "../../lib/message_rows.js";
import * as text from "../../lib/messages.js";
import { ownAlike } from "../../lib/reaction_chips.js";

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
   * Asks for a reaction or one of the actions that are offered. None is chosen by closing it.
   *
   * @param {HTMLElement} row
   * @param {(action: string) => boolean} isOffered
   * @param {Pick<Reactions, "mostly">} reactions
   * @returns {Promise<{ action?: string, reaction?: string }>}
   */
  choose(row, isOffered, reactions) {
    const dialog = this.#dialog;
    setText(get(dialog, ".author"), get(row, ".author").textContent ?? "");
    setText(get(dialog, ".words"), wordsOf(row));
    this.#offerReactions(row, reactions, isOffered("react"));
    for (const button of findAll(dialog, "button:not([data-reaction])")) {
      const action = /** @type {HTMLButtonElement} */ (button).value;
      button.hidden = action !== "" && !isOffered(action);
    }
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((done) => dialog.addEventListener("close", () => done(this.#chosen), { once: true }));
  }

  get #chosen() {
    const { returnValue } = this.#dialog;
    const [, reaction] = returnValue.match(/^reaction:(.*)$/su) ?? [];
    return reaction === undefined ? { action: returnValue || undefined } : { reaction };
  }

  /**
   * @param {HTMLElement} row
   * @param {Pick<Reactions, "mostly">} reactions
   * @param {boolean} isOffered
   */
  #offerReactions(row, reactions, isOffered) {
    const buttons = findAll(this.#dialog, "[data-reaction]");
    const offered = isOffered ? reactions.mostly(buttons.length) : [];
    for (const [n, button] of buttons.entries()) {
      const reaction = offered[n];
      button.hidden = reaction === undefined;
      if (reaction === undefined) continue;
      button.setAttribute("value", `reaction:${reaction}`);
      button.setAttribute("aria-label", text.reactWith(reaction));
      button.setAttribute("aria-pressed", String(ownAlike(row, reaction) !== undefined));
      setText(button, reaction);
    }
  }
}
