// Whether somebody looks at a page of this person's, in any tab, and which of their tabs speaks for all. Both are locks, which the
// browser itself gives back when a tab is gone, however it went.

export class Tabs {
  #looking;
  #speaker;
  /** @type {(() => void) | undefined} gives the lock back */
  #release;

  /** @param {string} me */
  constructor(me) {
    this.#looking = `hubbub:${me}:looking`;
    this.#speaker = `hubbub:${me}:speaker`;
    const changed = () => this.#changed();
    for (const event of ["focus", "blur", "pagehide"]) addEventListener(event, changed);
    document.addEventListener("visibilitychange", changed);
    changed();
  }

  /**
   * Runs in one of the tabs, and in the next once that one is closed.
   *
   * @param {() => void} speak
   */
  whenSpeaker(speak) {
    navigator.locks.request(this.#speaker, () => new Promise(() => speak())).catch(() => {});
  }

  async isLooked() {
    const { held = [] } = await navigator.locks.query();
    return held.some(({ name }) => name === this.#looking);
  }

  #changed() {
    const looks = document.visibilityState === "visible" && document.hasFocus();
    if (!looks) {
      this.#release?.();
      this.#release = undefined;
    } else if (!this.#release) {
      const held = new Promise((/** @type {(none: void) => void} */ done) => (this.#release = done));
      navigator.locks.request(this.#looking, { mode: "shared" }, () => held).catch(() => {});
    }
  }
}
