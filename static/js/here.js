// `<hub-here>`: who has the room open, beside the messages and in the head.

import { app } from "./app.js";
import { paint } from "./people.js";

class Here extends HTMLElement {
  #off;

  connectedCallback() {
    this.#off = app.connection.on("here", (frame) => frame.room === this.dataset.room && this.#draw(frame));
  }

  disconnectedCallback() {
    this.#off?.();
  }

  #draw({ count, people }) {
    this.querySelector(".here-count").textContent = ` · ${count}`;
    const none = this.querySelector(".here-none");
    none.hidden = people.length > 0;
    none.textContent = count > 0 ? "Too many to name." : "Nobody at the moment.";
    const template = document.getElementById("template-person").content.firstElementChild;
    const items = people.map((person) => {
      const item = template.cloneNode(true);
      item.dataset.user = person.id;
      item.querySelector(".person-name").textContent = person.name;
      paint(item.querySelector(".avatar"), person);
      return item;
    });
    this.querySelector(".people").replaceChildren(...items);
    const stack = this.closest(".pane").querySelector(".face-stack");
    stack?.replaceChildren(
      ...items.slice(0, 3).map((item) => {
        const face = item.querySelector(".avatar").cloneNode(true);
        face.classList.replace("small", "tiny");
        return face;
      }),
    );
  }
}

customElements.define("hub-here", Here);
