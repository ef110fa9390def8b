// A link in a message that leads out of the chat opens beside it: what is under way here goes on.

import { closest } from "./dom.js";

export function watchOutsideLinks() {
  document.addEventListener(
    "click",
    (event) => {
      const link = closest(event, ".body a[href], .link-preview a[href]");
      if (!(link instanceof HTMLAnchorElement) || !link.protocol.startsWith("http") || link.origin === location.origin) return;
      link.target = "_blank";
      link.relList.add("noopener", "noreferrer");
    },
    { capture: true },
  );
}
