// Buttons that format what is typed, and its preview: in every box that is written in, from when they were first asked for. What
// shows them is loaded then.

/** @import { Context } from "../lib/context.js" */
import { closest, find } from "../lib/dom.js";

// Whether they are wanted.
const WANTED = "formatting";
const HERE = "form:has(.format)";

/** @param {Pick<Context, "storage">} context */
export function watchFormatting({ storage }) {
  /**
   * @param {Element | null} form
   * @param {boolean} isAsked
   */
  const show = async (form, isAsked) => {
    if (!(form instanceof HTMLFormElement)) return;
    try {
      const { rowOf } = await import("./formatting/row.js");
      const row = await rowOf(form);
      if (isAsked) storage.set(WANTED, row.toggle());
      else row.show();
    } catch {
      // It can be typed.
    }
  };
  document.addEventListener("click", (event) => show(closest(event, ".format") && closest(event, HERE), true));
  document.addEventListener("focusin", ({ target }) => storage.get(WANTED) && target instanceof HTMLTextAreaElement && show(target.closest(HERE), false));
  if (storage.get(WANTED)) show(find(document, `${HERE}:focus-within`), false);
}
