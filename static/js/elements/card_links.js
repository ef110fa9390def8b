// Names lead to profiles; pointed at, they show a card. What shows it is loaded with the first.

import { closest } from "../lib/dom.js";

const NAMES = "a[href^='/u/']:not(.button)";

/** Called before addresses are followed in place. */
export function watchCardLinks() {
  for (const type of ["pointerover", "focusin", "click"]) {
    document.addEventListener(type, async (event) => {
      const link = closest(event, NAMES);
      if (!(link instanceof HTMLAnchorElement)) return;
      // A finger has no way to point: it asks for the card, from which the profile is one step.
      if (event.type === "click") {
        if (!(event instanceof PointerEvent) || event.pointerType !== "touch") return;
        event.preventDefault();
      }
      const { pointedAt } = await import("./person_card.js");
      pointedAt(event, link);
    });
  }
}
