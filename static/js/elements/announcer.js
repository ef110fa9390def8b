// `<hub-announcer>`: reads out messages that have just come; a burst becomes a number. History is never read out.

/** @import { Context } from "../lib/context.js" */
import { find, get } from "../lib/dom.js";
import { wordsOf } from "../lib/message_rows.js";
import * as text from "../lib/messages.js";
import { LiveElement } from "./live_element.js";

// How long a message waits for others, in ms: the first of a burst, and any other.
const FIRST = 300;
const BATCH = 2000;
// From so many on they become a number.
const MANY = 4;
const LONGEST = 300;
const KEPT = 10;

export class Announcer extends LiveElement {
  #me;
  /** @type {string[]} */
  #batch = [];
  /** @type {number | undefined} */
  #timer;

  /** @param {Pick<Context, "me">} context */
  constructor({ me }) {
    super();
    this.#me = me;
  }

  connectedCallback() {
    this.listen(document, "message-shown", ({ detail }) => this.#add(detail));
  }

  /** @param {HTMLElement} row */
  #add(row) {
    if (row.dataset.author === this.#me) return;
    const folded = find(row, ":scope > .blocked-fold .blocked-words")?.textContent;
    this.#batch.push(folded ?? `${get(row, ".author").textContent}: ${wordsOf(row).slice(0, LONGEST)}`);
    this.#timer ??= setTimeout(() => this.#announce(), this.#batch.length > 1 ? BATCH : FIRST);
  }

  #announce() {
    this.#timer = undefined;
    const batch = this.#batch.splice(0);
    const room = find(document, "main.room h1")?.textContent ?? "";
    for (const words of batch.length >= MANY ? [text.newMessages(batch.length, room)] : batch) {
      const line = document.createElement("p");
      line.textContent = words;
      this.append(line);
    }
    while (this.children.length > KEPT) this.firstElementChild?.remove();
  }
}
