// `<hub-pending>`: my messages under way, below the others, so that nothing above ever moves for them.

/** @import { Context } from "../lib/context.js" */
/** @import { Entry } from "../models/outbox.js" */
import { closest, get, setText, template } from "../lib/dom.js";
import { factsOf, rowsOf } from "../lib/message_rows.js";
import * as text from "../lib/messages.js";
import { quoteLine } from "../lib/quotes.js";
import { goesOn } from "../models/grouping.js";
import { delivery, missing } from "../models/outbox.js";
import { LiveElement } from "./live_element.js";

/**
 * The messages above: what is said comes to stand there in the frame in which it leaves here. Plain HTML until the element is
 * defined.
 *
 * @typedef {HTMLElement & { soon?: (change: () => void) => void }} Timeline
 */

export class Pending extends LiveElement {
  #me;
  #connection;
  #outbox;
  /** @type {Map<Entry, HTMLElement>} */
  #rows = new Map();

  /** @param {Pick<Context, "me" | "connection" | "outbox">} context */
  constructor({ me, connection, outbox }) {
    super();
    this.#me = me;
    this.#connection = connection;
    this.#outbox = outbox;
  }

  connectedCallback() {
    this.untilDisconnected(
      this.#outbox.on("changed", (room) => room === this.dataset.room && this.#draw()),
      this.#connection.on("state-changed", () => this.#draw()),
    );
    this.onclick = (event) => this.#clicked(closest(event, "[data-do]"));
    this.#draw();
  }

  #draw() {
    /** @type {Timeline | null} */
    const timeline = this.closest("hub-timeline");
    const { room = "", thread } = this.dataset;
    // In the room, or in the thread that is shown.
    const isHere = (/** @type {Entry} */ entry) => entry.thread?.root === (thread ? Number(thread) : undefined);
    const change = () => this.#update(this.#outbox.of(room).filter(isHere));
    if (timeline?.soon) timeline.soon(change);
    else change();
  }

  /** @param {Entry[]} entries */
  #update(entries) {
    for (const [entry, row] of this.#rows) {
      if (entries.includes(entry)) continue;
      row.remove();
      this.#rows.delete(entry);
    }
    for (const [index, entry] of entries.entries()) {
      const row = this.#rows.get(entry) ?? this.#add(entry);
      this.#show(row, entry);
      get(row, ".message").classList.toggle("grouped", index > 0 || this.#goesOn());
    }
  }

  // The last message above is mine and fresh: no need to say my name again.
  #goesOn() {
    const list = this.parentElement?.querySelector(":scope > .messages");
    const last = list instanceof HTMLElement ? rowsOf(list).at(-1) : undefined;
    return goesOn(last && factsOf(last), this.#me, Date.now());
  }

  /** @param {Entry} entry */
  #add(entry) {
    const row = get(template("template-pending"), ".pending-message");
    const message = get(row, ".message");
    for (const fact of ["seq", "no", "rev", "at"]) delete message.dataset[fact];
    get(message, ".body").textContent = entry.body;
    if (entry.answers) get(message, ".body").before(quoteLine(entry.answers));
    if (entry.files) {
      const names = entry.files.map(({ name }) => name).join("\n");
      get(message, ".body").after(Object.assign(document.createElement("p"), { className: "pending-files", dir: "auto", textContent: names }));
    }
    this.#rows.set(entry, row);
    this.append(row);
    return row;
  }

  /**
   * @param {HTMLElement} row
   * @param {Entry} entry
   */
  #show(row, entry) {
    const { label, isQuiet, isStuck, mayRetry } = delivery(entry, this.#connection);
    const words = entry.error || text.delivery[label](missing(entry));
    row.dataset.nonce = entry.nonce;
    row.dataset.state = entry.state;
    setText(get(row, ".words"), words);
    // As long as nothing is wrong it stands behind the text, so that settling moves nothing.
    get(row, ".body").dataset.status = isQuiet ? words : "";
    get(row, ".delivery").hidden = isQuiet;
    get(row, ".choices").hidden = !isStuck;
    get(row, '[data-do="retry"]').hidden = !mayRetry;
    // Only a failure is worth interrupting somebody who listens.
    if (entry.state === "failed") row.setAttribute("role", "alert");
    else row.removeAttribute("role");
  }

  /** @param {HTMLElement | null} button */
  async #clicked(button) {
    const row = button?.closest(".pending-message");
    const nonce = row instanceof HTMLElement && row.dataset.nonce;
    if (!button || !nonce) return;
    if (button.dataset.do === "retry") return this.#outbox.retry(nonce);
    const isEdit = button.dataset.do === "edit";
    const main = this.closest(".room, .inbox-row");
    const entry = [...this.#rows.keys()].find((entry) => entry.nonce === nonce);
    const body = await this.#outbox.discard(nonce, isEdit ? "edit" : "discard");
    if (isEdit && body !== undefined && entry?.answers) main?.dispatchEvent(new CustomEvent("reply", { detail: entry.answers }));
    if (entry?.files && body !== undefined) document.dispatchEvent(new CustomEvent("files-back", { detail: { entry, isWanted: isEdit } }));
    main?.dispatchEvent(new CustomEvent("compose", { detail: isEdit ? body : undefined }));
  }
}
