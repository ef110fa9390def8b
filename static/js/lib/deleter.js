// Deletes messages of mine a moment later, so that it can be undone. What is held is kept over a reload under its nonce; it is sent at
// once when nobody looks at the page any more, by the form that there is without a script, which outlives the page.

/** @import { Context } from "./context.js" */
/** @import { Held } from "../models/held_deletions.js" */
import { HELD, HeldDeletions } from "../models/held_deletions.js";
import { ask } from "./dom.js";
import { newNonce, sendCommand } from "./command.js";
import * as text from "./messages.js";

const KEY = "deleting:";

/** @typedef {Pick<Context, "me" | "connection" | "storage">} Parts */
/** @typedef {{ say: (words: string, isWrong?: boolean, way?: HTMLElement) => void, ended: () => void }} Shown */

/** @type {Deleter | undefined} */
let deleter;

/** @param {Parts} context */
export function deleterOf(context) {
  return (deleter ??= new Deleter(context));
}

class Deleter {
  #context;
  #held;
  /** @type {Map<string, Shown>} */
  #shown = new Map();

  /** @param {Parts} context */
  constructor(context) {
    this.#context = context;
    const { storage, connection } = context;
    this.#held = new HeldDeletions(storage.keys(KEY).map((key) => storage.get(key)));
    const leave = () => this.#held.all.forEach((held) => this.#post(held));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
    addEventListener("pagehide", leave);
    // Another page of this one: who has gone on does not come back to undo.
    document.addEventListener("page-shown", () => this.#held.all.forEach((held) => this.#send(held)));
    connection.on("welcome", () => this.#sendDue());
    this.#held.all.forEach((held) => this.#send(held));
  }

  /**
   * Deletes a message, unless that is undone.
   *
   * @param {Pick<Held, "room" | "target" | "address">} message
   * @param {Shown} shown where that is said
   */
  hold(message, shown) {
    const held = this.#held.hold({ ...message, nonce: newNonce() }, Date.now());
    if (!held) return;
    this.#context.storage.set(KEY + held.nonce, held);
    this.#shown.set(held.nonce, shown);
    shown.say(text.deleting(), false, this.#undoButton(held));
    setTimeout(() => this.#sendDue(), HELD);
  }

  /** @param {Held} held */
  #undoButton(held) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.textContent = text.undo();
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.#end(held);
    });
    return button;
  }

  // Over, one way or the other.
  /** @param {Held} held */
  #end(held) {
    if (!this.#held.release(held.nonce)) return;
    this.#context.storage.remove(KEY + held.nonce);
    this.#shown.get(held.nonce)?.ended();
    this.#shown.delete(held.nonce);
  }

  #sendDue() {
    for (const held of this.#held.due(Date.now())) this.#send(held);
  }

  /** @param {Held} held */
  async #send(held) {
    const { nonce, room, target } = held;
    const shown = this.#shown.get(nonce);
    try {
      await sendCommand((sent) => this.#context.connection.request(sent), { t: "command", action: "delete", room, nonce, target });
      this.#end(held);
    } catch (error) {
      this.#end(held);
      shown?.say(/** @type {Error} */ (error).message, true);
    }
  }

  /** @param {Held} held */
  async #post(held) {
    const body = new URLSearchParams({ person: this.#context.me, nonce: held.nonce });
    try {
      const { type } = await ask(`${held.address}/delete`, { method: "POST", body, keepalive: true, redirect: "manual" });
      if (type === "opaqueredirect") this.#end(held);
    } catch {
      // The next page sends it.
    }
  }
}
