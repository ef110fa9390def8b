// Rows that come near to what is read: what they need from the server is asked for then, and not before.

// How far beyond the edges of the view.
const AHEAD = "600px";

export class Near {
  #observer;

  /**
   * @param {HTMLElement} scroller
   * @param {(row: HTMLElement) => void} isNear called once for each row
   */
  constructor(scroller, isNear) {
    const seen = (/** @type {IntersectionObserverEntry[]} */ rows) => {
      for (const { target, isIntersecting } of rows) {
        if (!isIntersecting) continue;
        this.#observer.unobserve(target);
        isNear(/** @type {HTMLElement} */ (target));
      }
    };
    this.#observer = new IntersectionObserver(seen, { root: scroller, rootMargin: AHEAD });
  }

  /**
   * A row that was just made.
   *
   * @param {HTMLElement} row
   */
  watch(row) {
    this.#observer.observe(row);
  }
}
