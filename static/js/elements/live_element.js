// A custom element that listens to the page only while it is part of it.

export class LiveElement extends HTMLElement {
  /** @type {(() => void)[]} */
  #ends = [];

  disconnectedCallback() {
    for (const end of this.#ends.splice(0)) end();
  }

  /**
   * What is to be done once the element leaves the page; what `Emitter.on` answers, for example.
   *
   * @param {(() => void)[]} ends
   */
  untilDisconnected(...ends) {
    this.#ends.push(...ends);
  }

  /**
   * Listens to another target until the element leaves the page.
   *
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} listener
   * @param {AddEventListenerOptions} [options]
   */
  listen(target, type, listener, options) {
    target.addEventListener(type, listener, options);
    this.untilDisconnected(() => target.removeEventListener(type, listener, options));
  }
}
