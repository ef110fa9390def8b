// Rooms that messages name: links for whoever may see them, words for everyone else. Those of one's own are known; others are asked
// for, and the answer is kept for as long as the page is there.

/** @import { Context } from "../../lib/context.js" */
import { ask, findAll, parse } from "../../lib/dom.js";

const REFS = ".body .room-ref";

export class RoomRefs {
  #rooms;
  #list;
  /** @type {Map<string, Promise<HTMLElement | undefined>>} by what was typed */
  #found = new Map();

  /**
   * @param {Context["rooms"]} rooms
   * @param {HTMLElement} list
   */
  constructor(rooms, list) {
    this.#rooms = rooms;
    this.#list = list;
  }

  /** @param {HTMLElement} row */
  async show(row) {
    for (const ref of findAll(row, REFS)) if (ref.dataset.slug) this.#link(ref, ref.dataset.slug);
  }

  /**
   * Out of a room, or it is gone.
   *
   * @param {string} room
   */
  gone(room) {
    for (const ref of findAll(this.#list, `${REFS}[data-room="${room}"]`)) {
      const { slug = "" } = ref.dataset;
      this.#found.delete(slug);
      const words = document.createElement("span");
      words.className = "room-ref";
      words.dataset.slug = slug;
      words.textContent = ref.textContent;
      ref.replaceWith(words);
      this.#link(words, slug);
    }
  }

  /**
   * @param {HTMLElement} ref
   * @param {string} slug
   */
  async #link(ref, slug) {
    if (!this.#found.has(slug)) this.#found.set(slug, this.#find(slug));
    const link = (await this.#found.get(slug))?.cloneNode();
    if (!(link instanceof HTMLElement) || !ref.isConnected) return;
    link.dataset.slug = slug;
    link.textContent = ref.textContent;
    ref.replaceWith(link);
  }

  /**
   * @param {string} slug
   * @returns {Promise<HTMLElement | undefined>}
   */
  async #find(slug) {
    const path = `/r/${slug}`;
    const mine = this.#rooms.all().find((room) => room.address === path);
    if (mine) return linkTo(mine);
    try {
      const answer = await ask(`${path}/ref`, { headers: { accept: "text/html" } });
      return answer.ok ? parse(await answer.text())[0] : undefined;
    } catch {
      return undefined;
    }
  }
}

/** @param {{ room: string, address?: string, name?: string }} room */
function linkTo({ room, address = "", name = "" }) {
  const link = document.createElement("a");
  link.className = "room-ref";
  link.href = address;
  link.title = name;
  link.dataset.room = room;
  return link;
}
