// How far I have read threads while this page is loaded: what was read on the page of a thread is not new in its room.

export class ThreadsRead {
  /** @type {Map<string, number>} */
  #read = new Map();

  /**
   * I have seen everything of it up to `seq`.
   *
   * @param {string} room
   * @param {number} root
   * @param {number} seq
   */
  read(room, root, seq) {
    const key = `${room} ${root}`;
    this.#read.set(key, Math.max(seq, this.upTo(room, root)));
  }

  /**
   * The last seq that I have seen of it; 0 if I have not seen it.
   *
   * @param {string} room
   * @param {number} root
   */
  upTo(room, root) {
    return this.#read.get(`${room} ${root}`) ?? 0;
  }
}
