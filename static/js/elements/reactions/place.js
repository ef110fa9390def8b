// Where something stands that is shown over the page beside what it belongs to.

const GAP = 10;
const EDGE = 8;

/**
 * Below it with the ends aligned; above it where there is no room. On a narrow screen the stylesheet has the last word.
 *
 * @param {HTMLElement} box
 * @param {HTMLElement} beside
 * @param {{ isAbove?: boolean, gap?: number, atStart?: boolean }} how
 */
export function place(box, beside, { isAbove = false, gap = GAP, atStart = false } = {}) {
  const at = beside.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const fitsAbove = at.top - gap - height >= EDGE;
  const fitsBelow = at.bottom + gap + height <= innerHeight - EDGE;
  const goesAbove = isAbove ? fitsAbove || !fitsBelow : !fitsBelow && fitsAbove;
  const top = goesAbove ? at.top - gap - height : at.bottom + gap;
  const isRtl = getComputedStyle(document.documentElement).direction === "rtl";
  const left = atStart !== isRtl ? at.left : at.right - width;
  box.style.insetBlockStart = `${clamp(top, innerHeight - height)}px`;
  box.style.left = `${clamp(left, innerWidth - width)}px`;
}

/**
 * @param {number} value
 * @param {number} most
 */
function clamp(value, most) {
  return Math.max(EDGE, Math.min(value, most - EDGE));
}
