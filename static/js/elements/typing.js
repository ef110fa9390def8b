// `<hub-typing>`: one line, always as high, that says who is typing.

/** @import { Context } from "../lib/context.js" */
import { setText } from "../lib/dom.js";
import * as text from "../lib/messages.js";
import { TypingTracker } from "../models/typing_tracker.js";
import { LiveElement } from "./live_element.js";

const REDRAW = 500;

export class Typing extends LiveElement {
  #me;
  #connection;
  #tracker = new TypingTracker();
  /** @type {number | undefined} */
  #timer;

  /** @param {Pick<Context, "me" | "connection">} context */
  constructor({ me, connection }) {
    super();
    this.#me = me;
    this.#connection = connection;
  }

  connectedCallback() {
    const { room } = this.dataset;
    this.untilDisconnected(
      this.#connection.on("typing", ({ room: where, user, name }) => {
        if (where !== room || user === this.#me) return;
        this.#tracker.add(user, name, Date.now());
        this.#draw();
      }),
      this.#connection.on("event", (frame) => {
        if (frame.room === room && frame.kind === "posted" && frame.actor && this.#tracker.remove(frame.actor)) this.#draw();
      }),
      () => clearTimeout(this.#timer),
    );
    // What I do in the composer.
    const main = this.closest("main") ?? this;
    this.listen(main, "typed", () => this.#tell());
    this.listen(main, "message-sent", () => this.#tracker.reset());
    this.#draw();
  }

  #tell() {
    if (this.#tracker.shouldTell(Date.now())) this.#connection.tell({ t: "typing", room: this.dataset.room });
  }

  #draw() {
    clearTimeout(this.#timer);
    const names = this.#tracker.names(Date.now());
    setText(this, text.typing(names));
    if (names.length) this.#timer = setTimeout(() => this.#draw(), REDRAW);
  }
}
