// Who reacted, above the chip that is pointed at: after a moment for a pointer, at once for the keyboard, and for a finger that stays.

import { ask, get, parse, template } from "../../lib/dom.js";
import { tokenOf } from "../../lib/reaction_chips.js";
import { place } from "./place.js";

const HOVER = 400;
const LONG_PRESS = 500;
const ID = "who-reacted";

/** @type {{ chip: HTMLElement, end: AbortController } | undefined} */
let shown;

/**
 * Something points at a chip.
 *
 * @param {Event} event
 * @param {HTMLElement} chip
 * @param {string} address where it is said who reacted
 */
export function pointedAt(event, chip, address) {
  const isFinger = event instanceof PointerEvent && event.pointerType === "touch";
  if (event.type === "focusin" && !chip.matches(":focus-visible")) return;
  if (event.type === "pointerover" && isFinger) return;
  if (event.type === "pointerdown" && !isFinger) return hide();
  if (shown?.chip === chip) return;
  hide();
  const end = new AbortController();
  shown = { chip, end };
  const pause = event.type === "focusin" ? 0 : isFinger ? LONG_PRESS : HOVER;
  const timer = setTimeout(() => show(chip, address, end.signal, isFinger), pause);
  end.signal.addEventListener("abort", () => clearTimeout(timer));
  listen(chip, end.signal, isFinger);
}

/**
 * @param {HTMLElement} chip
 * @param {AbortSignal} signal
 * @param {boolean} isFinger
 */
function listen(chip, signal, isFinger) {
  for (const type of ["pointerleave", "blur", "click"]) chip.addEventListener(type, hide, { signal });
  document.addEventListener("scroll", hide, { signal, capture: true, passive: true });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide(), { signal });
  if (!isFinger) return;
  // A finger that is lifted early has pressed the chip; one that stays has asked, and presses nothing.
  chip.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  document.addEventListener("pointerdown", ({ target }) => !chip.contains(/** @type {Node} */ (target)) && hide(), { signal });
}

/**
 * @param {HTMLElement} chip
 * @param {string} address
 * @param {AbortSignal} signal
 * @param {boolean} isFinger
 */
async function show(chip, address, signal, isFinger) {
  const token = tokenOf(chip);
  try {
    const answer = await ask(`${address}?reaction=${encodeURIComponent(token)}`, { signal });
    if (!answer.ok) return;
    const [line] = parse(await answer.text());
    if (!line || signal.aborted || !(isFinger || chip.matches(":hover, :focus"))) return;
    const box = get(template("template-who-reacted"), ".who-reacted");
    box.id = ID;
    box.append(line);
    document.body.append(box);
    box.showPopover();
    place(box, chip, { isAbove: true, gap: 6, atStart: true });
    chip.setAttribute("aria-describedby", ID);
    if (isFinger) chip.addEventListener("click", swallow, { once: true, capture: true, signal });
    signal.addEventListener("abort", () => {
      box.remove();
      chip.removeAttribute("aria-describedby");
    });
  } catch {
    // Nobody is named; the page of the message names them.
  }
}

/** @param {Event} event */
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function hide() {
  shown?.end.abort();
  shown = undefined;
}
