// On a phone: a picture from the camera, or files that are there.

/** @import { Parts } from "./parts.js" */
import { findAll } from "../../lib/dom.js";
import { place } from "../reactions/place.js";

/**
 * @param {Parts} parts
 * @param {HTMLElement} button
 * @param {(files: File[]) => void} chosen
 */
export function askForPicture(parts, button, chosen) {
  const menu = parts.copy(".attach-menu");
  for (const input of /** @type {HTMLInputElement[]} */ (findAll(menu, "input"))) {
    input.onchange = () => {
      chosen([...(input.files ?? [])]);
      menu.hidePopover();
    };
  }
  menu.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
    menu.remove();
    button.focus();
  });
  (button.closest("main, aside") ?? document.body).append(menu);
  menu.showPopover();
  place(menu, button, { isAbove: true, atStart: true });
  findAll(menu, "input")[0]?.focus();
}
