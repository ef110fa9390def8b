// What pages without rooms beside them load: nothing is live there, and everything works without it.

import { Copy } from "./elements/copy.js";
import { Countdown } from "./elements/countdown.js";
import { Offline } from "./elements/offline.js";
import { Reveal } from "./elements/reveal.js";

customElements.define("hub-copy", Copy);
customElements.define("hub-countdown", Countdown);
customElements.define("hub-offline", Offline);
customElements.define("hub-reveal", Reveal);
