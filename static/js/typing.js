// `<hub-typing>`: one line, always as high, that says who is typing.

import { app } from "./app.js";
import { Typists, sentence } from "./typists.js";

class Typing extends HTMLElement {
  typists = new Typists();
  #off = [];
  #timer;

  connectedCallback() {
    const { room } = this.dataset;
    this.#off.push(
      app.connection.on("typing", (frame) => {
        if (frame.room !== room || frame.user === app.me.id) return;
        this.typists.hear(frame.user, frame.name, Date.now());
        this.#draw();
      }),
      app.connection.on("event", (frame) => {
        if (frame.room === room && frame.kind === "posted" && this.typists.said(frame.actor)) this.#draw();
      }),
    );
    this.#draw();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    for (const off of this.#off.splice(0)) off();
  }

  // I type.
  tell() {
    if (this.typists.tell(Date.now())) app.connection.tell({ t: "typing", room: this.dataset.room });
  }

  #draw() {
    clearTimeout(this.#timer);
    const names = this.typists.names(Date.now());
    const words = sentence(names);
    if (this.textContent !== words) this.textContent = words;
    if (names.length) this.#timer = setTimeout(() => this.#draw(), 500);
  }
}

customElements.define("hub-typing", Typing);
