// `<hub-announcer>`: says newly arrived messages to those who listen; a burst becomes a number. History is never read out.

import { app } from "./app.js";

const BATCH = 2000;
const MANY = 4;

class Announcer extends HTMLElement {
  #batch = [];
  #timer;

  connectedCallback() {
    document.addEventListener("said", ({ detail: row }) => {
      if (row.dataset.author === app.me.id) return;
      const name = row.querySelector(".author").textContent;
      this.#batch.push(`${name}: ${row.querySelector(".body").textContent.trim().slice(0, 300)}`);
      this.#timer ??= setTimeout(() => this.#speak(), this.#batch.length > 1 ? BATCH : 300);
    });
  }

  #speak() {
    this.#timer = undefined;
    const batch = this.#batch.splice(0);
    const room = document.querySelector("main.room h1")?.textContent ?? "";
    const lines = batch.length >= MANY ? [`${batch.length} new messages in ${room}`] : batch;
    for (const words of lines) {
      const line = document.createElement("p");
      line.textContent = words;
      this.append(line);
    }
    while (this.children.length > 10) this.firstElementChild.remove();
  }
}

customElements.define("hub-announcer", Announcer);
