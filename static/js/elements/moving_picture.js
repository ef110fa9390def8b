// A picture that moves stands still until somebody wants to see it move, and again after three rounds.

import { find, get } from "../lib/dom.js";

const ROUNDS = 3;

export class MovingPicture {
  #image;
  #source;
  #round;
  #told;
  #still;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #stopping;
  #wanted = false;

  /**
   * @param {HTMLImageElement} image shows it still
   * @param {HTMLAnchorElement} link leads to the original, and says how long a round takes
   * @param {(isPlaying: boolean) => void} told
   */
  constructor(image, link, told) {
    this.#image = image;
    this.#source = link.href;
    this.#round = Number(link.dataset.round);
    this.#told = told;
    this.#still = { src: image.getAttribute("src") ?? "", srcset: image.getAttribute("srcset") };
  }

  get isPlaying() {
    return this.#wanted;
  }

  async play() {
    this.#wanted = true;
    this.#told(true);
    const moving = new Image();
    moving.src = this.#source;
    try {
      await moving.decode();
    } catch {
      return this.stop();
    }
    if (!this.#wanted) return;
    this.#image.removeAttribute("srcset");
    this.#image.src = this.#source;
    this.#stopping = setTimeout(() => this.stop(), ROUNDS * this.#round);
  }

  stop() {
    if (!this.#wanted) return;
    clearTimeout(this.#stopping);
    this.#wanted = false;
    const { src, srcset } = this.#still;
    this.#image.src = src;
    if (srcset) this.#image.srcset = srcset;
    this.#told(false);
  }
}

/** @type {WeakMap<HTMLElement, MovingPicture>} */
const inPlace = new WeakMap();

/**
 * Plays a picture of a message, or stops it.
 *
 * @param {HTMLElement} button
 */
export function playInPlace(button) {
  let picture = inPlace.get(button);
  if (!picture) {
    const link = get(button.parentElement, "a.picture", HTMLAnchorElement);
    const image = get(link, "img:not(.blur)", HTMLImageElement);
    picture = new MovingPicture(image, link, (isPlaying) => {
      button.setAttribute("aria-pressed", String(isPlaying));
      find(link, ".blur")?.toggleAttribute("hidden", isPlaying);
    });
    inPlace.set(button, picture);
  }
  if (picture.isPlaying) picture.stop();
  else picture.play();
}
