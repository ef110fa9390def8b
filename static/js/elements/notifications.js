// `<hub-notifications>`: what this device does when something calls its person who is not looking. Nobody is asked for permission
// before they ask for notifications.

/** @import { Context } from "../lib/context.js" */
import { findAll, get } from "../lib/dom.js";
import { CHOICES, show } from "../lib/notifications.js";
import { playTone } from "../lib/tone.js";
import { LiveElement } from "./live_element.js";

export class Notifications extends LiveElement {
  #storage;

  /** @param {Pick<Context, "storage">} context */
  constructor({ storage }) {
    super();
    this.#storage = storage;
  }

  connectedCallback() {
    if (!navigator.locks || !globalThis.Notification) return;
    get(this, ".notification-choices").hidden = false;
    get(this, ".notifications-away").hidden = true;
    for (const box of findAll(this, "input")) this.listen(box, "change", () => this.#choose(/** @type {HTMLInputElement} */ (box)));
    this.listen(get(this, "button"), "click", () => this.#try());
    this.#draw();
  }

  #choices() {
    return this.#storage.get(CHOICES) ?? {};
  }

  /** @param {HTMLInputElement} box */
  async #choose(box) {
    if (box.name === "desktop" && box.checked) await Notification.requestPermission();
    // Words are shown unless somebody says otherwise.
    this.#storage.set(CHOICES, { words: true, ...this.#choices(), [box.name]: box.checked });
    this.#draw();
  }

  #draw() {
    const choices = { words: true, ...this.#choices() };
    const isAllowed = Notification.permission === "granted";
    for (const box of findAll(this, "input")) {
      const input = /** @type {HTMLInputElement} */ (box);
      input.checked = Boolean(choices[input.name]) && (input.name !== "desktop" || isAllowed);
    }
    get(this, ".notifications-blocked").hidden = Notification.permission !== "denied";
    get(this, "button").hidden = !choices.sound && !(choices.desktop && isAllowed);
  }

  #try() {
    const { desktop, sound } = this.#choices();
    const { title = "", body = "" } = get(this, "button").dataset;
    if (sound) playTone();
    if (desktop) show({ room: "test", address: "/settings/notifications", title, body });
  }
}
