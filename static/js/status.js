// `<hub-status>`: the state of the connection in words, once it has been away long enough to matter.

import { app } from "./app.js";

const GRACE = 3000;

class Status extends HTMLElement {
  #timer;
  #clock;
  #wasAway = false;
  #wasOpen = false;
  #works = { sending: true, receiving: true };

  connectedCallback() {
    app.connection.on("state-changed", () => this.#changed());
    app.connection.on("state", (frame) => {
      this.#works = frame;
      this.#changed();
    });
    app.connection.on("welcome", () => {
      this.#works = { sending: true, receiving: true };
      this.#wasOpen = true;
    });
    addEventListener("offline", () => this.#changed());
  }

  #changed() {
    const { state } = app.connection;
    if (state === "ended") return this.#show();
    if (state === "open" && this.#works.sending && this.#works.receiving) {
      clearTimeout(this.#timer);
      clearInterval(this.#clock);
      this.#timer = undefined;
      if (this.#wasAway) this.#say("Back online.");
      else this.replaceChildren();
      this.#timer = setTimeout(() => this.replaceChildren(), 2000);
      this.#wasAway = false;
      return;
    }
    if (this.#wasAway) return this.#show();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(), GRACE);
  }

  #show() {
    clearInterval(this.#clock);
    const { connection } = app;
    if (connection.state === "ended") {
      const next = encodeURIComponent(location.pathname + location.search);
      if (connection.reason === "session") {
        return this.#say("Your session has ended. What you wrote is kept.", "Sign in again", `/login?next=${next}`);
      }
      return this.#say("This page is too old to go on.", "Load it again", location.href);
    }
    this.#wasAway = true;
    if (connection.isOpen) return this.#say("Messages do not go through at the moment. What you write is kept and sent later.");
    if (!navigator.onLine) return this.#say("You are offline. What you write is kept and sent when you are back.");
    const draw = () => {
      const seconds = Math.ceil((connection.retryAt - Date.now()) / 1000);
      const when = connection.state === "waiting" && seconds > 1 ? ` Next try in ${seconds} s.` : "";
      this.#say(`${this.#wasOpen ? "Reconnecting" : "Connecting"}…${when}`, "Retry now");
    };
    draw();
    this.#clock = setInterval(draw, 1000);
  }

  #say(words, action, href) {
    const text = `${words}${action ?? ""}`;
    if (this.textContent === text) return;
    const line = document.createElement("p");
    line.append(words);
    if (action) {
      const control = document.createElement(href ? "a" : "button");
      control.textContent = action;
      if (href) control.href = href;
      else {
        control.className = "link-button";
        control.type = "button";
        control.onclick = () => app.connection.now();
      }
      line.append(control);
    }
    this.replaceChildren(line);
  }
}

customElements.define("hub-status", Status);
