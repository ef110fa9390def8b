// What outlives a reload, kept per person: a second account in the same browser never finds the first one's words.
// Where the browser keeps nothing (private windows, full disks) it lives as long as the page.

export class Store {
  #prefix;
  #disk;
  #memory = new Map();

  constructor(user, disk = globalThis.localStorage) {
    this.#prefix = `hubbub:${user}:`;
    this.#disk = disk;
  }

  get(key) {
    try {
      const text = this.#disk.getItem(this.#prefix + key);
      if (text !== null) return JSON.parse(text);
    } catch {
      // Not there, or not readable: what is in memory counts.
    }
    return this.#memory.get(key);
  }

  has(key) {
    return this.get(key) !== undefined;
  }

  set(key, value) {
    this.#memory.set(key, value);
    try {
      this.#disk.setItem(this.#prefix + key, JSON.stringify(value));
      this.#memory.delete(key);
    } catch {
      // Memory has it.
    }
  }

  remove(key) {
    this.#memory.delete(key);
    try {
      this.#disk.removeItem(this.#prefix + key);
    } catch {
      // Nothing was kept.
    }
  }

  keys(start) {
    const found = new Set([...this.#memory.keys()].filter((key) => key.startsWith(start)));
    try {
      for (let n = 0; n < this.#disk.length; n++) {
        const key = this.#disk.key(n);
        if (key.startsWith(this.#prefix + start)) found.add(key.slice(this.#prefix.length));
      }
    } catch {
      // Memory has all there is.
    }
    return [...found];
  }

  // Another tab of the same person took `key` away.
  onRemoved(heard) {
    globalThis.addEventListener?.("storage", (event) => {
      if (event.newValue === null && event.key?.startsWith(this.#prefix)) heard(event.key.slice(this.#prefix.length));
    });
  }
}
