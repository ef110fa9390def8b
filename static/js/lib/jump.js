// The link "Jump to", and the key for it: what changes rooms so is fetched when it is first used.

/** @import { Context } from "./context.js" */
import { visited } from "../models/recent.js";
import { closest, isPlainClick } from "./dom.js";

/**
 * Answers how to open it.
 *
 * @param {Pick<Context, "rooms" | "storage">} context
 */
export function watchJump(context) {
  const { storage } = context;
  const remember = () => storage.set("recent", visited(storage.get("recent") ?? [], location.pathname));
  const open = async () => {
    try {
      const { openSwitcher } = await import("./switcher.js");
      await openSwitcher(context);
    } catch {
      location.assign("/jump");
    }
  };
  document.addEventListener("page-shown", remember);
  remember();
  document.addEventListener("click", (event) => {
    if (!isPlainClick(event) || !closest(event, "a[data-jump]")) return;
    event.preventDefault();
    open();
  });
  return open;
}
