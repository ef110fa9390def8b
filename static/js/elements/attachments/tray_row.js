// One file of the message that is being written: what it is, how far it has come, what can be done about it.

/** @import { State, Upload } from "../../models/upload.js" */
/** @import { Parts } from "./parts.js" */
import { get, setText } from "../../lib/dom.js";

/** @typedef {{ remove: () => void, retry: () => void, choose: (file: File) => void, described: () => void }} Acts */

// Larger ones are not drawn small: that takes the memory of all their pixels.
const DRAWN_UP_TO = 30 * 1024 * 1024;
const PICTURE = 80;

export class TrayRow {
  #parts;
  #upload;
  /** @type {State | undefined} */
  #shown;

  /**
   * @param {Parts} parts
   * @param {Upload} upload
   * @param {Acts} acts
   */
  constructor(parts, upload, acts) {
    this.#parts = parts;
    this.#upload = upload;
    this.element = parts.copy(".tray-file");
    const { name, type } = upload;
    get(this.element, ".tray-name").textContent = name;
    get(this.element, ".tray-name").title = name;
    this.element.dataset.kind = type.split("/")[0];
    this.#describe(acts);
    const remove = get(this.element, ".tray-remove", HTMLButtonElement);
    remove.setAttribute("aria-label", parts.say("remove", { name }));
    remove.onclick = acts.remove;
    get(this.element, ".tray-retry", HTMLButtonElement).onclick = acts.retry;
    const chosen = get(this.element, "input[type=file]", HTMLInputElement);
    get(this.element, ".tray-choose", HTMLButtonElement).onclick = () => chosen.click();
    chosen.onchange = () => chosen.files?.[0] && acts.choose(chosen.files[0]);
    this.show();
    this.picture();
  }

  /** @param {Acts} acts */
  #describe({ described }) {
    const { name, type, alt } = this.#upload;
    const field = get(this.element, ".tray-alt", HTMLInputElement);
    if (!type.startsWith("image/")) return field.remove();
    field.value = alt;
    field.setAttribute("aria-label", this.#parts.say("describe", { name }));
    field.oninput = () => {
      this.#upload.alt = field.value.trim();
      described();
    };
    // It is a line of its own: Enter leads to the message and sends nothing.
    field.onkeydown = (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      field.closest("form")?.querySelector("textarea")?.focus();
    };
  }

  /** Draws what has changed. Answers whether it is in another state now. */
  show() {
    const { state, sent, size, error } = this.#upload;
    const { say, percent } = this.#parts;
    const part = size ? sent / size : 0;
    const words = { waiting: "", sending: percent(part), done: say("done"), paused: say("paused"), failed: error || say("no-answer"), lost: say("lost") }[state];
    this.element.dataset.state = state;
    // Why something is wrong needs the room that its size takes.
    const isWrong = state === "failed" || state === "lost";
    setText(get(this.element, ".tray-state"), isWrong || !words ? words || this.#parts.size(size) : `${this.#parts.size(size)} · ${words}`);
    const ring = get(this.element, ".tray-ring");
    ring.style.setProperty("--part", String(part));
    ring.setAttribute("aria-valuenow", String(Math.round(part * 100)));
    ring.hidden = !["waiting", "sending", "paused"].includes(state);
    get(this.element, ".tray-retry").hidden = state !== "failed";
    get(this.element, ".tray-choose").hidden = state !== "lost";
    const isOther = this.#shown !== state;
    this.#shown = state;
    return isOther;
  }

  /**
   * @param {number} place
   * @param {number} count
   */
  number(place, count) {
    const handle = get(this.element, ".tray-move", HTMLButtonElement);
    handle.setAttribute("aria-label", this.#parts.say("move", { name: this.#upload.name, place, count }));
    handle.disabled = count < 2;
  }

  focus() {
    const button = [".tray-retry", ".tray-choose", ".tray-remove"].map((one) => get(this.element, one)).find((one) => !one.hidden);
    button?.focus();
  }

  // Small, and decoded away from the page.
  async picture() {
    const { file, type, size } = this.#upload;
    if (!(file instanceof Blob) || !type.startsWith("image/") || size > DRAWN_UP_TO) return;
    try {
      const image = await createImageBitmap(file);
      const canvas = get(this.element, "canvas", HTMLCanvasElement);
      canvas.width = canvas.height = PICTURE;
      const scale = PICTURE / Math.min(image.width, image.height);
      const [width, height] = [image.width * scale, image.height * scale];
      canvas.getContext("2d")?.drawImage(image, (PICTURE - width) / 2, (PICTURE - height) / 2, width, height);
      image.close();
      canvas.hidden = false;
    } catch {
      // It is no picture that this browser knows.
    }
  }
}
