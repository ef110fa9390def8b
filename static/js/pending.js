// `<hub-pending>`: my words under way, below the messages, so that nothing above ever moves for them.

import { app } from "./app.js";

const WORDS = {
  waiting: "Waiting for the connection…",
  sending: "Sending…",
  sent: "Sent",
  unconfirmed: "Not confirmed yet, trying again…",
  discarding: "Taking it back…",
};

function wordsFor({ state, error }) {
  if (state === "failed") return error || "This was not sent.";
  if (state === "waiting" && app.connection.isOpen) return "Waiting its turn…";
  return WORDS[state];
}

function isQuiet({ state }) {
  return ["sending", "sent"].includes(state) || (state === "waiting" && app.connection.isOpen);
}

class Pending extends HTMLElement {
  #off = [];
  #rows = new Map();

  connectedCallback() {
    this.room = this.dataset.room;
    this.#off.push(
      app.outbox.onChange((room) => room === this.room && this.#draw()),
      app.connection.on("state-changed", () => this.#draw()),
    );
    this.onclick = (event) => this.#chosen(event.target.closest("[data-do]"));
    this.#draw();
  }

  disconnectedCallback() {
    for (const off of this.#off.splice(0)) off();
  }

  #draw() {
    const entries = app.outbox.of(this.room);
    const timeline = this.closest("hub-timeline");
    const change = () => {
      for (const [entry, row] of this.#rows) {
        if (!entries.includes(entry)) {
          row.remove();
          this.#rows.delete(entry);
        }
      }
      let isFirst = true;
      for (const entry of entries) {
        const row = this.#rows.get(entry) ?? this.#make(entry);
        this.#show(row, entry);
        row.querySelector(".message").classList.toggle("grouped", !isFirst || this.#goesOn(timeline));
        isFirst = false;
      }
    };
    timeline.keepStill ? timeline.keepStill(change) : change();
  }

  // The last message above is mine and fresh: no need to say my name again.
  #goesOn(timeline) {
    const last = timeline.lastRow;
    return Boolean(last?.matches(".message:not(.gone)") && last.dataset.author === app.me.id && Date.now() - Date.parse(last.dataset.at) < 300_000);
  }

  #make(entry) {
    const row = document.getElementById("template-pending").content.firstElementChild.cloneNode(true);
    const message = row.querySelector(".message");
    for (const name of ["seq", "no", "rev", "at"]) delete message.dataset[name];
    message.querySelector(".body").textContent = entry.body;
    row.dataset.nonce = entry.nonce;
    this.#rows.set(entry, row);
    this.append(row);
    return row;
  }

  #show(row, entry) {
    row.dataset.nonce = entry.nonce;
    row.dataset.state = entry.state;
    const words = wordsFor(entry);
    const text = row.querySelector(".words");
    if (text.textContent !== words) text.textContent = words;
    // As long as nothing is wrong it stands behind the text, so that settling moves nothing.
    row.querySelector(".body").dataset.fate = isQuiet(entry) ? words : "";
    row.querySelector(".delivery").hidden = isQuiet(entry);
    const isStuck = ["failed", "unconfirmed"].includes(entry.state) || (entry.state === "waiting" && !app.connection.isOpen);
    row.querySelector(".choices").hidden = !isStuck;
    row.querySelector('[data-do="retry"]').hidden = entry.state !== "failed";
    // Only a failure is worth interrupting somebody who listens.
    if (entry.state === "failed") row.setAttribute("role", "alert");
    else row.removeAttribute("role");
  }

  async #chosen(button) {
    const nonce = button?.closest(".under-way")?.dataset.nonce;
    if (!nonce) return;
    if (button.dataset.do === "retry") return app.outbox.retry(nonce);
    const composer = this.closest("main").querySelector("hub-composer");
    const body = await app.outbox.discard(nonce, button.dataset.do);
    if (button.dataset.do === "edit" && body !== undefined) composer?.take(body);
    composer?.focus();
  }
}

customElements.define("hub-pending", Pending);
