// The list of rooms as a drawer, where there is no place for it beside the page. The browser opens and closes it; here the keyboard
// is kept in it while it is open.

import { closest, find, findAll, get } from "./dom.js";

const BESIDE = "body > :is(.skip, .menu, .pane, hub-status)";

export function watchDrawer() {
  const drawer = get(document, "#side");
  drawer.addEventListener("beforetoggle", ({ newState }) => {
    for (const other of findAll(document, BESIDE)) other.inert = newState === "open";
  });
  drawer.addEventListener("toggle", ({ newState }) => {
    if (newState === "open") (find(drawer, "[aria-current]") ?? find(drawer, "a"))?.focus();
  });
  // A room was chosen.
  drawer.addEventListener("click", (event) => closest(event, "a[href]") && close(drawer));
  // The window is wide enough now, or a phone's.
  matchMedia("(640px <= width < 1024px)").addEventListener("change", () => close(drawer));
}

/** @param {HTMLElement} drawer */
function close(drawer) {
  if (drawer.matches(":popover-open")) drawer.hidePopover();
}
