// A picture over the page, as large as there is room, and those beside it in its message. Fetched with the first that is opened.

import { closest, fetchPage, find, findAll, get, setText } from "../lib/dom.js";
import { MovingPicture } from "./moving_picture.js";

// Pixels that a finger moves to the side for the next one.
const SWIPE = 48;

/** @type {Promise<HTMLElement> | undefined} */
let drawn;

/**
 * What it is made of, with its stylesheet there.
 *
 * @returns {Promise<HTMLElement>}
 */
function drawing() {
  drawn ??= (async () => {
    const { page } = await fetchPage("/lightbox");
    const box = document.adoptNode(get(page, ".lightbox"));
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = box.dataset.sheet ?? "";
    await new Promise((loaded, failed) => {
      sheet.addEventListener("load", loaded);
      sheet.addEventListener("error", failed);
      document.head.append(sheet);
    });
    return box;
  })();
  drawn.catch(() => (drawn = undefined));
  return drawn;
}

/**
 * Shows a picture of a message over the page.
 *
 * @param {HTMLAnchorElement} link
 */
export async function openLightbox(link) {
  const box = /** @type {HTMLDialogElement} */ ((await drawing()).cloneNode(true));
  document.body.append(box);
  new Lightbox(box, link);
}

class Lightbox {
  #box;
  #links;
  #place;
  #stage;
  #image;
  /** @type {MovingPicture | undefined} */
  #moving;
  /** @type {{ x: number, y: number } | undefined} where a finger came down */
  #touched;

  /**
   * @param {HTMLDialogElement} box
   * @param {HTMLAnchorElement} link
   */
  constructor(box, link) {
    this.#box = box;
    this.#links = /** @type {HTMLAnchorElement[]} */ (findAll(link.closest(".pictures"), "a.picture"));
    this.#place = this.#links.indexOf(link);
    this.#stage = get(box, ".lightbox-stage");
    this.#image = get(this.#stage, "img", HTMLImageElement);
    box.addEventListener("click", (event) => this.#clicked(event));
    box.addEventListener("keydown", (event) => this.#pressed(event));
    box.addEventListener("close", () => this.#closed());
    this.#stage.addEventListener("touchstart", (event) => this.#touch(event), { passive: true });
    this.#stage.addEventListener("touchend", (event) => this.#swipe(event), { passive: true });
    box.showModal();
    this.#show(this.#place);
  }

  get #link() {
    return /** @type {HTMLAnchorElement} */ (this.#links[this.#place]);
  }

  // The drawing of the message until the original is there: it is at hand, and has the same sides.
  /** @param {number} place */
  #show(place) {
    this.#moving?.stop();
    this.#moving = undefined;
    this.#place = place;
    this.#zoom(false);
    const link = this.#link;
    const small = get(link, "img:not(.blur)", HTMLImageElement);
    const { width = "0", height = "0" } = link.dataset;
    this.#image.style.setProperty("--width", `${width}px`);
    this.#image.style.setProperty("--height", `${height}px`);
    this.#image.alt = small.alt;
    this.#image.src = small.currentSrc || small.src;
    this.#say(link, small.alt);
    if (link.dataset.round) this.#begin(link);
    else this.#fetch(link);
  }

  /**
   * @param {HTMLAnchorElement} link
   * @param {string} alt
   */
  #say(link, alt) {
    const row = link.closest(".message");
    const [box, all] = [this.#box, this.#links.length];
    const said = [find(row, ".author"), find(row, ".when"), find(document, ".room-head h1")];
    const name = link.dataset.name ?? "";
    setText(get(box, "#lightbox-name"), name);
    setText(get(box, ".lightbox-by"), said.map((one) => one?.textContent?.trim()).filter(Boolean).join(" · "));
    setText(get(box, ".lightbox-alt"), alt === name ? "" : alt);
    const count = get(box, ".lightbox-count");
    const words = (count.dataset.words ?? "").replace("{place}", String(this.#place + 1)).replace("{all}", String(all));
    setText(count, all > 1 ? words : "");
    for (const step of findAll(box, "[data-step]")) step.hidden = all < 2;
    for (const way of findAll(box, "a[data-original]")) /** @type {HTMLAnchorElement} */ (way).href = link.href;
    get(box, "a[data-message]", HTMLAnchorElement).href = /** @type {HTMLAnchorElement | null} */ (find(row, ".when"))?.href ?? "#latest";
    get(box, "[data-do=play]").hidden = !link.dataset.round;
  }

  /** @param {HTMLAnchorElement} link */
  async #fetch(link) {
    const original = new Image();
    original.src = link.href;
    await original.decode().then(
      () => this.#link === link && (this.#image.src = link.href),
      () => {},
    );
  }

  // What moves does so at once, unless motion is unwanted: then it is asked for.
  /** @param {HTMLAnchorElement} link */
  #begin(link) {
    const button = get(this.#box, "[data-do=play]");
    button.setAttribute("aria-pressed", "false");
    this.#moving = new MovingPicture(this.#image, link, (isPlaying) => button.setAttribute("aria-pressed", String(isPlaying)));
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.#moving.play();
  }

  /** @param {number} by */
  #step(by) {
    const all = this.#links.length;
    if (all > 1) this.#show((this.#place + by + all) % all);
  }

  /**
   * As large as it is, or as there is room.
   *
   * @param {boolean} isLarge
   * @param {{ x: number, y: number }} [at] the point of the picture that stays in sight, from 0 to 1
   */
  #zoom(isLarge, at = { x: 0.5, y: 0.5 }) {
    const [stage, image] = [this.#stage, this.#image];
    this.#box.classList.toggle("zoomed", isLarge);
    get(this.#box, "[data-do=zoom]").setAttribute("aria-pressed", String(isLarge));
    if (isLarge) stage.scrollTo(at.x * image.clientWidth - stage.clientWidth / 2, at.y * image.clientHeight - stage.clientHeight / 2);
  }

  get #isZoomed() {
    return this.#box.classList.contains("zoomed");
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const step = closest(event, "[data-step]");
    if (step) return this.#step(Number(step.dataset.step));
    const action = closest(event, "[data-do]")?.dataset.do;
    if (action === "zoom") return this.#zoom(!this.#isZoomed);
    if (action === "play") return this.#moving?.isPlaying ? this.#moving.stop() : this.#moving?.play();
    if (action === "close" || event.target === this.#stage || closest(event, "a[data-message]")) return this.#box.close();
    if (event.target !== this.#image) return undefined;
    const { offsetX, offsetY } = event;
    return this.#zoom(!this.#isZoomed, { x: offsetX / this.#image.clientWidth, y: offsetY / this.#image.clientHeight });
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    // The keys of the page are not for what is over it.
    event.stopPropagation();
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const steps = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowRight: 1 });
    const by = steps[event.key];
    if (by && !this.#isZoomed) this.#step(document.dir === "rtl" ? -by : by);
    else if (event.key === "+" || event.key === "-") this.#zoom(event.key === "+");
  }

  /** @param {TouchEvent} event */
  #touch({ touches }) {
    const [touch, second] = touches;
    this.#touched = touch && !second ? { x: touch.clientX, y: touch.clientY } : undefined;
  }

  /** @param {TouchEvent} event */
  #swipe({ changedTouches: [touch] }) {
    const [from, scale] = [this.#touched, window.visualViewport?.scale ?? 1];
    this.#touched = undefined;
    if (!from || !touch || this.#isZoomed || scale > 1) return;
    const [x, y] = [touch.clientX - from.x, touch.clientY - from.y];
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) this.#step(x < 0 ? 1 : -1);
  }

  #closed() {
    this.#moving?.stop();
    this.#box.remove();
    this.#link.focus();
  }
}
