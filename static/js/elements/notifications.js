// `<hub-notifications>`: what this device does when something calls its person who is not looking. Nobody is asked for permission
// before they ask for notifications.

/** @import { Context } from "../lib/context.js" */
import { findAll, get } from "../lib/dom.js";
import { CHOICES, show } from "../lib/notifications.js";
import { isPossible, noteTold, subscribe, unsubscribe } from "../lib/push.js";
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
    for (const box of findAll(this, "input[type=checkbox]")) this.listen(box, "change", () => this.#choose(/** @type {HTMLInputElement} */ (box)));
    this.listen(get(this, ".ways button"), "click", () => this.#try());
    this.#draw();
  }

  #choices() {
    return this.#storage.get(CHOICES) ?? {};
  }

  /** @param {HTMLInputElement} box */
  async #choose(box) {
    if (["desktop", "push"].includes(box.name) && box.checked) await Notification.requestPermission();
    if (box.name === "push") return this.#push(box.checked);
    // Words are shown unless somebody says otherwise.
    this.#storage.set(CHOICES, { words: true, ...this.#choices(), [box.name]: box.checked });
    this.#draw();
    // What the device is told without a page changes with it.
    if (box.name === "words" && this.#choices().push) this.#push(true);
  }

  /** @param {boolean} isWanted */
  async #push(isWanted) {
    const { pushKey: key = "" } = this.dataset;
    const isGranted = isWanted && Notification.permission === "granted";
    const target = isGranted ? await subscribe(key).catch(() => undefined) : undefined;
    get(this, ".push-failed").hidden = !isGranted || target !== undefined;
    noteTold({ storage: this.#storage }, target?.endpoint);
    this.#storage.set(CHOICES, { words: true, ...this.#choices(), push: target ? key : undefined });
    if (!isWanted) await unsubscribe().catch(() => {});
    this.#draw();
    const form = target ? this.#form(target) : isWanted ? null : document.querySelector(".listing[data-this] form");
    if (form instanceof HTMLFormElement) form.requestSubmit(form.querySelector("button"));
  }

  /** @param {import("../lib/push.js").Target} target */
  #form(target) {
    const form = /** @type {HTMLFormElement} */ (get(this, ".push-form"));
    const words = { words: true, ...this.#choices() }.words ? "yes" : "";
    for (const [name, value] of Object.entries({ ...target, words })) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value;
    }
    return form;
  }

  #draw() {
    const choices = { words: true, ...this.#choices() };
    const isAllowed = Notification.permission === "granted";
    for (const box of findAll(this, "input[type=checkbox]")) {
      const input = /** @type {HTMLInputElement} */ (box);
      input.checked = Boolean(choices[input.name]) && (isAllowed || !["desktop", "push"].includes(input.name));
      if (input.name === "push") input.disabled = !isPossible();
    }
    const away = this.querySelector(".push-away");
    if (away instanceof HTMLElement) away.hidden = isPossible();
    get(this, ".notifications-blocked").hidden = Notification.permission !== "denied";
    get(this, ".ways button").hidden = !choices.sound && !(choices.desktop && isAllowed);
  }

  #try() {
    const { desktop, sound } = this.#choices();
    const { title = "", body = "" } = get(this, ".ways button").dataset;
    if (sound) playTone();
    if (desktop) show({ room: "test", address: "/settings/notifications", title, body });
  }
}
