// `<hub-countdown data-seconds>`: the way on is closed until the time has come. The page continues by itself then, with or without
// a script: its answer says so.

import { remaining } from "../models/countdown.js";
import { find, get, setText } from "../lib/dom.js";
import { LiveElement } from "./live_element.js";

export class Countdown extends LiveElement {
  connectedCallback() {
    const link = get(this, "a", HTMLAnchorElement);
    const bar = find(document, "progress.countdown");
    const until = performance.now() + Number(this.dataset.seconds) * 1000;
    const address = link.href;
    const show = () => {
      const left = until - performance.now();
      if (left > 0) {
        setText(link, (this.dataset.words ?? "").replace("{time}", remaining(left)));
        if (bar instanceof HTMLProgressElement) bar.value = bar.max - left / 1000;
        return;
      }
      clearInterval(timer);
      link.href = address;
      link.removeAttribute("aria-disabled");
      setText(link, this.dataset.done ?? "");
    };
    const timer = setInterval(show, 250);
    this.untilDisconnected(() => clearInterval(timer));
    // A link without an address can be neither followed nor reached.
    link.removeAttribute("href");
    link.setAttribute("role", "link");
    link.setAttribute("aria-disabled", "true");
    if (bar) bar.hidden = false;
    show();
  }
}
