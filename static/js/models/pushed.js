// What a push says, as it was sealed for this browser (`gateway/src/push/notification.rs`).

/** @typedef {{ title: string, body: string, tag: string, address: string, renotify: boolean }} Pushed */

/**
 * @param {string | undefined} text
 * @returns {Pushed | undefined} nothing for what is not ours
 */
export function readPushed(text) {
  let said;
  try {
    said = JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
  const { title, body, tag, address, renotify } = said ?? {};
  const isWhole = [title, body, tag, address].every((part) => typeof part === "string") && title && tag;
  // It leads to a page of ours alone.
  if (!isWhole || !/^\/[^/\\]/.test(address)) return undefined;
  return { title, body, tag, address, renotify: renotify === true };
}
