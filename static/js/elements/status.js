// `<hub-status>`: the state of the connection in words, once it has been away long enough to matter.

/** @import { Context } from "../lib/context.js" */
import { shownAsOf } from "../lib/as_of.js";
import * as text from "../lib/messages.js";
import { timeOf } from "../lib/time_of.js";
import { connectionStatus } from "../models/connection_status.js";
import { LiveElement } from "./live_element.js";

const GRACE = 3000;
const SHOWN_WHEN_BACK = 2000;

export class Status extends LiveElement {
  #connection;
  /** @type {number | undefined} */
  #timer;
  /** @type {number | undefined} */
  #clock;
  #wasAway = false;
  // Of what was said last: only a room was behind.
  #wasBehind = false;
  #wasOpen = false;
  // Whether messages go through, as far as the gateway knows.
  #works = true;

  /** @param {Pick<Context, "connection">} context */
  constructor({ connection }) {
    super();
    this.#connection = connection;
  }

  connectedCallback() {
    this.untilDisconnected(
      this.#connection.on("state-changed", () => this.#changed()),
      this.#connection.on("state", ({ sending, receiving }) => {
        this.#works = sending && receiving;
        this.#changed();
      }),
      this.#connection.on("welcome", () => {
        this.#wasOpen = true;
        if (this.#works) return;
        this.#works = true;
        this.#changed();
      }),
    );
    for (const changes of ["offline", "online"]) this.listen(window, changes, () => this.#changed());
    this.listen(document, "as-of-changed", () => this.#changed());
  }

  #status() {
    const { state, reason, retryAt, isBehind } = this.#connection;
    const connection = { state, reason, retryAt, isBehind, works: this.#works, isOnline: navigator.onLine, wasOpen: this.#wasOpen, asOf: shownAsOf() };
    return connectionStatus(connection, Date.now());
  }

  #changed() {
    const { kind } = this.#status();
    if (kind === "fine") return this.#fine();
    // What is not as it is now says so from the start.
    if (this.#wasAway || kind.startsWith("kept") || this.#connection.state === "ended") return this.#show();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(), GRACE);
  }

  #fine() {
    clearTimeout(this.#timer);
    clearInterval(this.#clock);
    if (this.#wasAway) this.#say(this.#wasBehind ? text.caughtUp() : text.backOnline());
    else this.replaceChildren();
    this.#timer = setTimeout(() => this.replaceChildren(), SHOWN_WHEN_BACK);
    this.#wasAway = false;
  }

  #show() {
    // What was fine a moment ago does not take away what is said now.
    clearTimeout(this.#timer);
    clearInterval(this.#clock);
    this.#draw();
    if (this.#connection.state === "ended") return;
    this.#wasAway = true;
    if (["connecting", "reconnecting"].includes(this.#status().kind)) this.#clock = setInterval(() => this.#draw(), 1000);
  }

  #draw() {
    const { kind, seconds } = this.#status();
    this.#wasBehind = kind === "behind";
    switch (kind) {
      case "session-ended":
        return this.#say(text.sessionEnded(), link(text.signInAgain(), `/login?next=${encodeURIComponent(location.pathname + location.search)}`));
      case "other-person":
        return this.#say(text.otherPerson(), reloadButton());
      case "outdated":
        return this.#say(text.pageOutdated(), reloadButton());
      case "stuck":
        return this.#say(text.messagesStuck());
      case "behind":
        return this.#say(text.roomBehind());
      case "offline":
        return this.#say(text.offline());
      case "kept-offline":
      case "kept-away":
        return this.#say((kind === "kept-offline" ? text.keptOffline : text.keptAway)(timeOf(shownAsOf() ?? Date.now())), button(text.tryAgain(), () => this.#connection.now(), "button small"));
      case "connecting":
      case "reconnecting":
        return this.#say(text[kind](seconds), button(text.retryNow(), () => this.#connection.now()));
    }
  }

  /**
   * @param {string} words
   * @param {HTMLElement} [control]
   */
  #say(words, control) {
    if (this.textContent === words + (control?.textContent ?? "")) return;
    const line = document.createElement("p");
    line.append(words, ...(control ? [control] : []));
    this.replaceChildren(line);
  }
}

/**
 * @param {string} words
 * @param {string} address
 */
function link(words, address) {
  const link = document.createElement("a");
  link.textContent = words;
  link.href = address;
  return link;
}

// The page anew; not by a link, which would lead to where one is already.
function reloadButton() {
  return button(text.reload(), () => location.assign(location.pathname + location.search));
}

/**
 * @param {string} words
 * @param {() => void} press
 * @param {string} [looks]
 */
function button(words, press, looks = "link-button") {
  const button = document.createElement("button");
  button.textContent = words;
  button.className = looks;
  button.type = "button";
  button.onclick = press;
  return button;
}
