// Rows that are put into another order by dragging their handles, and by the arrow keys on them.

import { closest } from "../../lib/dom.js";

const HANDLE = ".tray-move";

/**
 * @param {HTMLElement} list
 * @param {(row: HTMLElement, place: number) => void} moved hears of each move
 */
export function reorder(list, moved) {
  const rows = () => /** @type {HTMLElement[]} */ ([...list.children]);
  const rowOf = (/** @type {Event} */ event) => closest(event, HANDLE)?.closest("li") ?? null;

  /**
   * @param {HTMLElement} row
   * @param {number} place
   */
  const put = (row, place) => {
    const others = rows().filter((other) => other !== row);
    if (place < 0 || place > others.length || rows().indexOf(row) === place) return;
    list.insertBefore(row, others[place] ?? null);
    moved(row, place);
  };

  list.addEventListener("keydown", (event) => {
    const row = rowOf(event);
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!row || !step) return;
    event.preventDefault();
    const handle = closest(event, HANDLE);
    put(row, rows().indexOf(row) + step);
    // A row that is moved in the page loses the focus.
    handle?.focus();
  });

  list.addEventListener("pointerdown", (event) => {
    const row = rowOf(event);
    const handle = closest(event, HANDLE);
    if (!row || !handle || event.button !== 0) return;
    handle.setPointerCapture(event.pointerId);
    row.classList.add("dragged");
    handle.onpointermove = ({ clientY }) => {
      const others = rows().filter((other) => other !== row);
      const below = others.findIndex((other) => clientY < middle(other));
      put(row, below < 0 ? others.length : below);
    };
    handle.onlostpointercapture = () => {
      handle.onpointermove = null;
      row.classList.remove("dragged");
    };
  });
}

/** @param {HTMLElement} row */
function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
