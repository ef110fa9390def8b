// `<hub-room-finder>`: the list of rooms narrows while one types, and is sorted at once. Its address goes along.

import { fetchPage, find, findAll, get, setText } from "../lib/dom.js";
import * as text from "../lib/messages.js";
import { LiveElement } from "./live_element.js";

const PAUSE = 150;

export class RoomFinder extends LiveElement {
  /** @type {AbortController | undefined} */
  #request;
  /** @type {number | undefined} */
  #timer;

  connectedCallback() {
    const form = get(this, "form");
    this.listen(form, "input", () => this.#soon());
    this.listen(form, "submit", (event) => {
      event.preventDefault();
      this.#find();
    });
    this.untilDisconnected(() => clearTimeout(this.#timer), () => this.#request?.abort());
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#find(), PAUSE);
  }

  async #find() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    const address = this.#address();
    try {
      const { page } = await fetchPage(address, request.signal);
      const found = find(page, "hub-room-finder .found");
      if (!found) return location.assign(address);
      get(this, ".found").replaceWith(document.adoptNode(found));
      setText(get(this, "[role=status]"), text.roomsFound(findAll(found, ".room-row").length));
      history.replaceState(history.state, "", address);
      document.dispatchEvent(new Event("address-replaced"));
    } catch {
      // The list stays as it is; the form can be sent.
    }
  }

  #address() {
    const form = get(this, "form", HTMLFormElement);
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value && value !== "active") address.searchParams.set(name, String(value));
    return address;
  }
}
