// The buttons above code: one copies it, one wraps its long lines. Loaded with the first that is pressed.

/** @import { Timeline } from "./folds.js" */
import { copy } from "./clipboard.js";
import { get, setText } from "./dom.js";

// How long it says that it is done, in ms.
const DONE = 2000;

/**
 * @param {HTMLElement} button
 */
export function useCode(button) {
  const block = button.closest("figure");
  if (!block) return;
  if (button.dataset.code === "wrap") wrap(button, block);
  else copyCode(button, block);
}

/**
 * @param {HTMLElement} button
 * @param {HTMLElement} block
 */
function wrap(button, block) {
  /** @type {Timeline | null} */
  const timeline = block.closest("hub-timeline");
  const change = () => void (button.ariaPressed = String(block.classList.toggle("wrapped")));
  if (timeline?.hold) timeline.hold(change);
  else change();
}

/**
 * @param {HTMLElement} button
 * @param {HTMLElement} block
 */
async function copyCode(button, block) {
  const label = get(button, "span");
  const words = label.dataset.words ?? label.textContent ?? "";
  if (!(await copy(get(block, "code")))) return;
  label.dataset.words = words;
  setText(label, label.dataset.done ?? "");
  setTimeout(() => setText(label, words), DONE);
}
