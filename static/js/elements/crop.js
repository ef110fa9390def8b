// `<hub-crop>`: the picture that is chosen, to be moved and enlarged until the square shows what it is to; that square is what is
// sent. What the browser cannot show is sent as it is: the server says what is wrong with it.

/** @import { Crop as Part } from "../models/crop.js" */
import { get } from "../lib/dom.js";
import { middle, moved, squareOf } from "../models/crop.js";
import { LiveElement } from "./live_element.js";

const QUALITY = 0.92;
/** @type {Record<string, { right?: number, down?: number }>} part of the square's side that a key moves it by */
const STEPS = { ArrowLeft: { right: -0.05 }, ArrowRight: { right: 0.05 }, ArrowUp: { down: -0.05 }, ArrowDown: { down: 0.05 } };

export class Crop extends LiveElement {
  /** @type {ImageBitmap | undefined} */
  #image;
  /** @type {Part} */
  #part = middle({ width: 0, height: 0 });

  connectedCallback() {
    const field = this.#field;
    const [frame, zoom] = [this.#frame, this.#zoom];
    this.listen(field, "change", () => this.#choose(field.files?.[0]));
    this.listen(zoom, "input", () => this.#show({ ...this.#part, zoom: Number(zoom.value) }));
    this.listen(frame, "pointerdown", (event) => frame.setPointerCapture(event.pointerId));
    this.listen(frame, "pointermove", (event) => frame.hasPointerCapture(event.pointerId) && this.#drag(event));
    this.listen(frame, "keydown", (event) => this.#key(event));
    const form = this.closest("form");
    if (form) this.listen(form, "submit", (event) => this.#send(event, form));
    // A browser that goes back has kept what was chosen.
    this.#choose(field.files?.[0]);
  }

  /** @param {File | undefined} file */
  async #choose(file) {
    const image = file && (await createImageBitmap(file).catch(() => undefined));
    this.#image?.close();
    this.#image = image;
    get(this, ".crop").hidden = !image;
    this.#zoom.value = "1";
    if (image) this.#show(middle(image));
  }

  /** @param {PointerEvent} event */
  #drag({ movementX, movementY }) {
    const side = this.#frame.clientWidth;
    this.#move({ right: -movementX / side, down: -movementY / side });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    this.#move(step);
  }

  /** @param {{ right?: number, down?: number }} by */
  #move(by) {
    if (this.#image) this.#show(moved(this.#image, this.#part, by));
  }

  /** @param {Part} part */
  #show(part) {
    const image = this.#image;
    const { width, height } = this.#frame;
    const context = this.#frame.getContext("2d");
    if (!image || !context) return;
    this.#part = part;
    const { left, top, side } = squareOf(image, part);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(image, left, top, side, side, 0, 0, width, height);
  }

  /**
   * @param {SubmitEvent} event
   * @param {HTMLFormElement} form
   */
  #send(event, form) {
    if (!this.#image) return;
    event.preventDefault();
    this.#frame.toBlob(
      (blob) => {
        const chosen = new DataTransfer();
        if (blob) chosen.items.add(new File([blob], "picture.jpg", { type: blob.type }));
        if (blob) this.#field.files = chosen.files;
        HTMLFormElement.prototype.submit.call(form);
      },
      "image/jpeg",
      QUALITY,
    );
  }

  get #field() {
    return get(this, "input[type=file]", HTMLInputElement);
  }

  get #zoom() {
    return get(this, "input[type=range]", HTMLInputElement);
  }

  get #frame() {
    return get(this, "canvas", HTMLCanvasElement);
  }
}
