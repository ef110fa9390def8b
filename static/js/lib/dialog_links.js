// Links to small pages that are shown over this one. What shows them is fetched when the first is followed.

import { closest, isPlainClick } from "./dom.js";

export function watchDialogLinks() {
  document.addEventListener("click", (event) => {
    const link = closest(event, "a[data-dialog]");
    if (!(link instanceof HTMLAnchorElement) || !isPlainClick(event)) return;
    event.preventDefault();
    openDialog(link.href);
  });
}

/**
 * Shows a small page over this one.
 *
 * @param {string} address
 */
export async function openDialog(address) {
  try {
    const { openPage } = await import("./page_dialog.js");
    await openPage(address);
  } catch {
    location.assign(address);
  }
}
