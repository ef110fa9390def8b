// `<hub-reminder>`: the form that saves a message. What is chosen there is a moment in the zone of this browser.

import { findAll, get } from "../lib/dom.js";
import { localMoment } from "../lib/local_moments.js";
import { momentOf } from "../models/reminder.js";

export class Reminder extends HTMLElement {
  connectedCallback() {
    const form = get(this, "form", HTMLFormElement);
    get(this, ".reminder-zone").hidden = true;
    for (const option of findAll(this, "[name=when]")) {
      const at = momentOf(/** @type {HTMLInputElement} */ (option).value, "", new Date());
      const kept = option.parentElement?.querySelector("time");
      const label = option.parentElement?.querySelector("span");
      if (kept) kept.textContent = localMoment(new Date(kept.dateTime));
      else if (at && label) label.title = localMoment(at);
    }
    form.addEventListener("change", () => this.#chosen());
    form.addEventListener("submit", () => this.#chosen());
    // Whoever sets a day means it.
    get(this, "[name=date]").addEventListener("input", () => {
      get(this, "[name=when][value=date]", HTMLInputElement).checked = true;
    });
  }

  #chosen() {
    const fields = new FormData(get(this, "form", HTMLFormElement));
    const at = momentOf(String(fields.get("when") ?? ""), String(fields.get("date") ?? ""), new Date());
    get(this, "[name=at]", HTMLInputElement).value = at?.toISOString() ?? "";
  }
}
