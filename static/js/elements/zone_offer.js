// `<hub-zone-offer>`: where no time zone is chosen, the one this browser goes by, to be taken with one press.

import { find, get } from "../lib/dom.js";
import { LiveElement } from "./live_element.js";

export class ZoneOffer extends LiveElement {
  connectedCallback() {
    const select = find(document, "#zone");
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!(select instanceof HTMLSelectElement) || !zone) return;
    const show = () => void (this.hidden = select.value !== "");
    get(this, "bdi").textContent = zone;
    this.listen(select, "change", show);
    this.listen(get(this, "button"), "click", () => {
      take(select, zone);
      show();
      select.focus();
    });
    show();
  }
}

/**
 * @param {HTMLSelectElement} select
 * @param {string} zone perhaps by an older name, which is not in the list
 */
function take(select, zone) {
  if (![...select.options].some(({ value }) => value === zone)) select.add(new Option(zone, zone));
  select.value = zone;
}
