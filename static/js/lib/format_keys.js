// Ctrl or ⌘ with B, I, E, K or Shift+X: marks around what is selected in a text box.

/** @import { Change } from "../models/format.js" */
import { formatted } from "../models/format.js";
import { commandOf } from "../models/keys.js";
import { insertText } from "./dom.js";

/**
 * Whether a key was one of these.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLTextAreaElement} box
 */
export function formatKey(event, box) {
  const change = formatted(commandOf(event, ["writing"]), box.value, box.selectionStart, box.selectionEnd);
  if (!change) return false;
  event.preventDefault();
  // Ctrl+K changes the room elsewhere.
  event.stopPropagation();
  carryOut(change, box);
  return true;
}

/**
 * Puts what came of it into the box, and selects its part.
 *
 * @param {Change} change
 * @param {HTMLTextAreaElement} box
 */
export function carryOut(change, box) {
  insertText(box, change.text, change.from, change.to);
  box.setSelectionRange(...change.select);
}
