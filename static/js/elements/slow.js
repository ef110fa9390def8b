// `<hub-slow data-seconds data-wait>`: slow mode, above a composer. After each message of one's own, from whatever tab, it counts down
// what the room will make one wait; until then nothing is sent. What is typed stays, and nothing is sent by itself.

/** @import { Context } from "../lib/context.js" */
import { find, get, setText } from "../lib/dom.js";
import { remaining } from "../models/countdown.js";
import { LiveElement } from "./live_element.js";

export class Slow extends LiveElement {
  #context;
  #until = 0;
  /** @type {Element} */
  #foot = this;
  /** @type {number | undefined} */
  #timer;

  /** @param {Pick<Context, "me" | "connection">} context */
  constructor(context) {
    super();
    this.#context = context;
  }

  connectedCallback() {
    const { me, connection } = this.#context;
    const { room, seconds, wait } = this.dataset;
    // Before the composer hears of it.
    this.listen((this.#foot = this.closest(".room-foot") ?? this), "submit", (event) => this.#submitted(event), { capture: true });
    this.untilDisconnected(
      connection.on("event", ({ room: where, kind, actor }) => {
        if (where === room && kind === "posted" && actor === me) this.#count(Number(seconds));
      }),
      () => this.#stop(),
    );
    this.#count(Number(wait));
    this.dataset.wait = "0";
  }

  // Nobody waits any more.
  #stop() {
    this.#until = 0;
    this.#show();
  }

  get #send() {
    return find(this.#foot, ".send");
  }

  /** @param {number} seconds */
  #count(seconds) {
    this.#until = performance.now() + seconds * 1000;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#show(), 250);
    this.#show();
  }

  #show() {
    const left = this.#until - performance.now();
    const isOver = left <= 0;
    if (isOver) clearInterval(this.#timer);
    const { live = "", rest = "" } = this.dataset;
    setText(get(this, "span"), isOver ? rest : live.replace("{time}", remaining(left)));
    const send = this.#send;
    if (send instanceof HTMLButtonElement) send.disabled = !isOver;
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    if (this.#until <= performance.now() || !(event.target instanceof HTMLElement) || !event.target.closest("hub-composer")) return;
    event.preventDefault();
    event.stopPropagation();
  }
}
