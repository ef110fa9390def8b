// Who wants to know of what, and is told. `Events` maps the name of each kind of news to what comes with it.

/** @template {object} Events */
export class Emitter {
  /** @type {Map<keyof Events, Set<(news: any) => void>>} */
  #listeners = new Map();

  /**
   * Tells `listener` of every `type` to come. Answers how to stop that.
   *
   * @template {keyof Events} K
   * @param {K} type
   * @param {(news: Events[K]) => void} listener
   * @returns {() => void}
   */
  on(type, listener) {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /**
   * @template {keyof Events} K
   * @param {K} type
   * @param {Events[K]} news
   */
  emit(type, news) {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(news);
  }
}
