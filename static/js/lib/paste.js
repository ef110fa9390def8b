// What is pasted from a page elsewhere keeps its marks, links and lists: it becomes what would be typed for them. Pasted as plain text
// it stays so.

import { insertText } from "./dom.js";

// More than that is pasted as plain text, in characters.
const MOST = 256 * 1024;

/**
 * @param {ClipboardEvent} event
 * @param {HTMLTextAreaElement} box
 */
export async function paste(event, box) {
  const html = event.clipboardData?.getData("text/html") ?? "";
  const plain = event.clipboardData?.getData("text/plain") ?? "";
  if (!html || html.length > MOST || event.clipboardData?.files.length) return;
  event.preventDefault();
  insertText(box, (await converted(html)) ?? plain, box.selectionStart);
}

/** @param {string} html */
async function converted(html) {
  try {
    const { markdownOf } = await import("./html_to_markdown.js");
    return markdownOf(html);
  } catch {
    return undefined;
  }
}
