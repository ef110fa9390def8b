// `<hub-composer>`: where words are written. They are kept with every stroke, and leave only into the outbox.

import { app } from "./app.js";

const MOST = 16 * 1024;
const WARN = MOST * 0.9;
const bytes = new TextEncoder();
const isTouch = matchMedia("(pointer: coarse) and (not (any-pointer: fine))");

class Composer extends HTMLElement {
  #saving;

  connectedCallback() {
    this.room = this.dataset.room;
    this.form = this.querySelector("form");
    this.box = this.querySelector("textarea");
    this.counter = this.querySelector(".counter");
    this.box.required = false;
    this.form.onsubmit = (event) => this.#send(event);
    this.box.onkeydown = (event) => this.#key(event);
    this.typing = this.closest("main").querySelector("hub-typing");
    this.box.oninput = () => {
      this.#typed();
      if (!this.names && this.box.value.includes("@")) this.#offerNames();
      if (this.box.value.trim()) this.typing?.tell?.();
    };
    addEventListener("pagehide", this.#save);
    if (!this.box.value) this.box.value = app.store.get(this.#draft) ?? "";
    this.#measure();
    if (!isTouch.matches && matchMedia("(width >= 640px)").matches) this.focus();
  }

  disconnectedCallback() {
    this.#save();
    removeEventListener("pagehide", this.#save);
  }

  focus() {
    this.box.focus({ preventScroll: true });
  }

  // Puts text back to be changed, above whatever has been typed since.
  take(text) {
    const typed = this.box.value.trim();
    this.box.value = typed ? `${text}\n${this.box.value}` : text;
    this.#typed();
    this.focus();
  }

  // Loaded for whoever types the first @.
  async #offerNames() {
    const { Names } = await import("./names.js");
    this.names ??= new Names(this.form, this.box, () => this.form.getAttribute("action").replace(/messages$/, "names"));
    this.names.look();
  }

  get #draft() {
    return `draft:${this.room}`;
  }

  #key(event) {
    // While a word is being composed (Chinese, Japanese, Korean), Enter belongs to the composing.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.names?.key(event)) return;
    if (event.key === "ArrowUp" && !this.box.value && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.closest("main").querySelector("hub-timeline")?.editLast?.();
      return;
    }
    if (event.key !== "Enter") return;
    const isForced = event.ctrlKey || event.metaKey;
    if (!isForced && (event.shiftKey || event.altKey || isTouch.matches)) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  #send(event) {
    event.preventDefault();
    const body = this.box.value;
    if (!body.trim()) return this.focus();
    if (bytes.encode(body).length > MOST) return this.#measure();
    // After a form that did not come through, its nonce goes on: the words may have been said all the same.
    const hasFailed = Boolean(this.querySelector(".notice"));
    app.outbox.add(this.room, body, hasFailed ? this.form.elements.nonce.value : undefined);
    this.box.value = "";
    this.typing?.typists?.sent();
    app.store.remove(this.#draft);
    clearTimeout(this.#saving);
    this.querySelector(".notice")?.remove();
    this.box.removeAttribute("aria-invalid");
    this.#measure();
    this.focus();
    this.closest("main").querySelector("hub-timeline")?.toLatest();
  }

  #typed() {
    this.#measure();
    clearTimeout(this.#saving);
    this.#saving = setTimeout(this.#save, 150);
  }

  #save = () => {
    clearTimeout(this.#saving);
    if (this.box.value) app.store.set(this.#draft, this.box.value);
    else app.store.remove(this.#draft);
  };

  #measure() {
    if (!CSS.supports("field-sizing", "content")) {
      this.box.style.blockSize = "auto";
      this.box.style.blockSize = `${this.box.scrollHeight}px`;
    }
    // A character is at most three bytes for each unit of length: most texts need no counting.
    const used = this.box.value.length * 3 < WARN ? 0 : bytes.encode(this.box.value).length;
    this.counter.hidden = used < WARN;
    this.counter.classList.toggle("over", used > MOST);
    this.counter.textContent = used > MOST ? `${(used - MOST).toLocaleString()} too many` : `${(MOST - used).toLocaleString()} left`;
  }
}

customElements.define("hub-composer", Composer);
