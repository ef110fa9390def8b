// What is pasted from a page elsewhere keeps its marks, links and lists: it becomes what would be typed for them. Pasted as plain text
// it stays so.

import { insertText } from "./dom.js";

/**
 * @param {ClipboardEvent} event
 * @param {HTMLTextAreaElement} box
 */
export async function paste(event, box) {
  const data = event.clipboardData;
  const html = data?.getData("text/html");
  const plain = data?.getData("text/plain") ?? "";
  // Programs that write add a picture of the words; pages add where a picture is from.
  if (!html || (data?.files.length && !plain)) return;
  event.preventDefault();
  const typed = await import("./html_to_markdown.js").then(({ markdownOf }) => markdownOf(html), () => undefined);
  insertText(box, typed ?? plain, box.selectionStart);
}
