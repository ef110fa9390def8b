// What outlives a reload, kept per person: a second account in the same browser never finds the first one's words.
// Where the browser keeps nothing (private windows, full disks) it lives as long as the page.

/** @typedef {Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">} Disk */

export class UserStorage {
  #prefix;
  #disk;
  /** @type {Map<string, any>} */
  #memory = new Map();

  /**
   * @param {string} user
   * @param {Disk} disk
   */
  constructor(user, disk = globalThis.localStorage) {
    this.#prefix = `hubbub:${user}:`;
    this.#disk = disk;
  }

  /**
   * What `set` put there; undefined where nothing is.
   *
   * @param {string} key
   */
  get(key) {
    try {
      const text = this.#disk.getItem(this.#prefix + key);
      if (text !== null) return JSON.parse(text);
    } catch {
      // Not there, or not readable: what is in memory counts.
    }
    return this.#memory.get(key);
  }

  /** @param {string} key */
  has(key) {
    return this.get(key) !== undefined;
  }

  /**
   * @param {string} key
   * @param {unknown} value
   */
  set(key, value) {
    this.#memory.set(key, value);
    try {
      this.#disk.setItem(this.#prefix + key, JSON.stringify(value));
      this.#memory.delete(key);
    } catch {
      // Memory has it.
    }
  }

  /** @param {string} key */
  remove(key) {
    this.#memory.delete(key);
    try {
      this.#disk.removeItem(this.#prefix + key);
    } catch {
      // Nothing was kept.
    }
  }

  /** @param {string} start */
  keys(start) {
    const found = new Set([...this.#memory.keys()].filter((key) => key.startsWith(start)));
    try {
      for (let n = 0; n < this.#disk.length; n++) {
        const key = this.#disk.key(n);
        if (key?.startsWith(this.#prefix + start)) found.add(key.slice(this.#prefix.length));
      }
    } catch {
      // Memory has all there is.
    }
    return [...found];
  }

  /**
   * Tells when another tab of the same person puts something else under a key, or removes it. Answers how to end that.
   *
   * @param {(key: string) => void} listener
   */
  onChanged(listener) {
    const heard = (/** @type {StorageEvent} */ { key }) => {
      if (key?.startsWith(this.#prefix)) listener(key.slice(this.#prefix.length));
    };
    globalThis.addEventListener?.("storage", heard);
    return () => globalThis.removeEventListener?.("storage", heard);
  }
}
