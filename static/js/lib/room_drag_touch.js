// A room is lifted by a finger that rests on it, and carried to its place. A finger that moves at once scrolls.

/** @import { Drag } from "./room_drag.js" */
import { closest } from "./dom.js";

/** How long a finger rests before it lifts a room, in ms: less than until a link's own menu comes. */
const REST = 350;
/** How far it may tremble meanwhile, in px. */
const TREMBLE = 8;

/**
 * @param {HTMLElement} side
 * @param {Drag} drag
 * @param {TouchEvent} event
 */
export function touched(side, drag, event) {
  const row = closest(event, ".named-list > li");
  const [finger] = event.touches;
  if (!row || !finger || event.touches.length > 1 || !drag.isPossible() || drag.isOn()) return;
  const over = new AbortController();
  const { signal } = over;
  const resting = setTimeout(() => {
    drag.begin(row);
    row.classList.add("lifted");
  }, REST);
  const done = () => {
    clearTimeout(resting);
    over.abort();
    row.classList.remove("lifted");
    drag.end();
  };
  const moved = (/** @type {TouchEvent} */ move) => {
    const [now] = move.touches;
    if (!now) return;
    if (drag.isOn()) {
      move.preventDefault();
      drag.over(document.elementFromPoint(now.clientX, now.clientY), now.clientY);
    } else if (Math.hypot(now.clientX - finger.clientX, now.clientY - finger.clientY) > TREMBLE) done();
  };
  side.addEventListener("touchmove", moved, { signal, passive: false });
  side.addEventListener("contextmenu", (menu) => menu.preventDefault(), { signal });
  // Letting go of a room opens nothing.
  side.addEventListener("touchend", (end) => drag.isOn() && end.preventDefault(), { signal, capture: true });
  for (const end of ["touchend", "touchcancel"]) side.addEventListener(end, done, { signal });
}
