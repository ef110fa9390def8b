// Rows with links in them: what there is to be asked about those is loaded with the first.

/** @import { Context } from "../../lib/context.js" */
/** @import { Links } from "./links.js" */

/** @typedef {{ scroller: HTMLElement, list: HTMLElement, keepStill: (change: () => void) => void }} Host */

export class LinkedRows {
  #context;
  #host;
  /** @type {Promise<Links> | undefined} */
  #links;
  #isFollowing = false;
  /** @type {(() => void) | undefined} */
  #stop;

  /**
   * @param {Pick<Context, "connection" | "rooms">} context
   * @param {Host} host
   */
  constructor(context, host) {
    this.#context = context;
    this.#host = host;
  }

  /**
   * A row that was just made.
   *
   * @param {HTMLElement} row
   */
  async add(row) {
    if (!row.querySelector(".body :is(a[href], .room-ref)")) return;
    try {
      (await (this.#links ??= this.#load())).watch(row);
    } catch {
      // They are links and words, as without a script.
      this.#links = undefined;
    }
  }

  async #load() {
    const { Links } = await import("./links.js");
    const links = new Links(this.#context, this.#host);
    if (this.#isFollowing) this.#stop = links.follow();
    return links;
  }

  /** Hears what happens; answers what is to be done once nobody listens any more. */
  follow() {
    this.#isFollowing = true;
    this.#links?.then((links) => {
      if (this.#isFollowing) this.#stop ??= links.follow();
    });
    return () => {
      this.#isFollowing = false;
      this.#stop?.();
      this.#stop = undefined;
    };
  }
}
