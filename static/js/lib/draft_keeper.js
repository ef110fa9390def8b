// Keeps the draft of one place in the browser, over reloads and between tabs.

/** @import { Answered } from "../models/frames.js" */
/** @import { UserStorage } from "./storage.js" */
import { Draft } from "../models/draft.js";

const SAVE_AFTER = 150;

export class DraftKeeper {
  #storage;
  #key;
  #show;
  #draft = new Draft();
  /** @type {number | undefined} */
  #saving;

  /**
   * @param {UserStorage} storage
   * @param {string} key
   * @param {(text: string, answers?: Answered) => void} show it has become something else in another tab
   */
  constructor(storage, key, show) {
    this.#storage = storage;
    this.#key = key;
    this.#show = show;
  }

  get text() {
    return this.#draft.text;
  }

  get answers() {
    return this.#draft.answers;
  }

  /** Takes up what is stored, until the answer is called. */
  follow() {
    const read = () => this.#found();
    const off = this.#storage.onChanged((key) => key === this.#key && read());
    // A page that was asleep has missed what other tabs told.
    addEventListener("pageshow", read);
    document.addEventListener("visibilitychange", read);
    read();
    return () => {
      off();
      removeEventListener("pageshow", read);
      document.removeEventListener("visibilitychange", read);
    };
  }

  /**
   * @param {string} text
   * @param {Answered} [answers] the message it answers
   */
  typed(text, answers) {
    this.#draft.typed(text, Date.now(), answers);
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.save(), SAVE_AFTER);
  }

  // Stores what was typed here, at once.
  save() {
    clearTimeout(this.#saving);
    const stored = this.#draft.take();
    if (stored) this.#storage.set(this.#key, stored);
  }

  // It was sent: nothing is left, in no tab.
  clear() {
    this.#draft.typed("", Date.now());
    this.save();
  }

  #found() {
    if (this.#draft.found(this.#storage.get(this.#key))) this.#show(this.#draft.text, this.#draft.answers);
  }
}
