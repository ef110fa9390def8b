// `<hub-until data-until>`: what stands in the place of the composer until then. Afterwards the room is read anew: it says "room-outdated"
// of it to the document.

import { get } from "../lib/dom.js";
import { localizeTimes } from "../lib/local_times.js";
import { LiveElement } from "./live_element.js";

// Where this clock is ahead of the server's, it is asked again after so many ms.
const AGAIN = 5000;
// The longest a timer runs.
const LONGEST = 2 ** 31 - 1;

export class Until extends LiveElement {
  connectedCallback() {
    localizeTimes(this);
    const left = Date.parse(this.dataset.until ?? "") - Date.now();
    const timer = setTimeout(() => this.#over(), Math.min(left > 0 ? left + 500 : AGAIN, LONGEST));
    this.untilDisconnected(() => clearTimeout(timer));
  }

  #over() {
    const room = this.closest(".room");
    if (!room) return;
    const detail = get(room, "hub-timeline").dataset.room;
    document.dispatchEvent(new CustomEvent("room-outdated", { detail }));
  }
}
