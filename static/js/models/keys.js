// Every key that does something, in one table: scripts act by it, `/keys` lists it and tooltips name it. The server reads it, too
// (`gateway/src/draw/keys.rs`), so what stands between the brackets is JSON.

/**
 * Where a key counts: `anywhere`, also while typing; on a `page` as long as nothing is typed; in a `room`, from its composer or from
 * nowhere in particular; in the `inbox`; on a `message` that has the focus, or `inside` one; in the composer, while `writing`.
 *
 * @typedef {"anywhere" | "page" | "room" | "inbox" | "message" | "inside" | "writing"} Place
 */

/** @typedef {{ key: string, code: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey: boolean }} Pressed */

// What is done, where, and by which key. `Mod` is Ctrl or ⌘.
export const KEYS = /** @type {[string, Place, string][]} */ ([
  ["jump", "anywhere", "Mod+k"],
  ["room-previous", "anywhere", "Alt+ArrowUp"],
  ["room-next", "anywhere", "Alt+ArrowDown"],
  ["unread-previous", "anywhere", "Alt+Shift+ArrowUp"],
  ["unread-next", "anywhere", "Alt+Shift+ArrowDown"],
  ["region-next", "anywhere", "F6"],
  ["region-previous", "anywhere", "Shift+F6"],
  ["search", "page", "/"],
  ["keys", "page", "?"],
  ["mark-read", "room", "Escape"],
  ["message-next", "page", "j"],
  ["message-previous", "page", "k"],
  ["message-next", "message", "ArrowDown"],
  ["message-previous", "message", "ArrowUp"],
  ["message-first", "message", "Home"],
  ["message-last", "message", "End"],
  ["message-enter", "message", "Enter"],
  ["message-leave", "message", "Escape"],
  ["message-back", "inside", "Escape"],
  ["reply", "message", "r"],
  ["thread", "message", "t"],
  ["react", "message", "+"],
  ["edit", "message", "e"],
  ["delete", "message", "Delete"],
  ["unread", "message", "u"],
  ["link", "message", "c"],
  ["inbox-next", "inbox", "j"],
  ["inbox-next", "inbox", "ArrowDown"],
  ["inbox-previous", "inbox", "k"],
  ["inbox-previous", "inbox", "ArrowUp"],
  ["inbox-open", "inbox", "Enter"],
  ["inbox-reply", "inbox", "r"],
  ["inbox-done", "inbox", "e"],
  ["inbox-save", "inbox", "s"],
  ["inbox-snooze", "inbox", "h"],
  ["inbox-undo", "inbox", "z"],
  ["send", "writing", "Enter"],
  ["line", "writing", "Shift+Enter"],
  ["edit-last", "writing", "ArrowUp"],
  ["bold", "writing", "Mod+b"],
  ["italic", "writing", "Mod+i"],
  ["strike", "writing", "Mod+Shift+x"],
  ["link-words", "writing", "Mod+k"],
  ["code", "writing", "Mod+e"]
]);

/**
 * What a key does in the first of these places where it does anything.
 *
 * @param {Pressed} event
 * @param {Place[]} places
 * @returns {string | undefined}
 */
export function commandOf(event, places) {
  const chord = chordOf(event);
  for (const place of places) {
    const found = KEYS.find(([, where, keys]) => where === place && keys === chord);
    if (found) return found[0];
  }
  return undefined;
}

/**
 * A key with what is held down, as the table spells it. A sign is what is seen of it, however it is typed.
 *
 * @param {Pressed} event
 */
export function chordOf(event) {
  const key = keyOf(event);
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  const held = [(event.ctrlKey || event.metaKey) && "Mod", event.altKey && "Alt", event.shiftKey && !isSign && "Shift"];
  return [...held.filter(Boolean), key].join("+");
}

/**
 * Whether a key is one letter or sign, and nothing is held down with it: such keys can be turned off.
 *
 * @param {Pressed} event
 */
export function isCharacter(event) {
  return chordOf(event).length === 1;
}

// The letter that a keyboard of another script has in the same place.
/** @param {Pressed} event */
function keyOf({ key, code }) {
  if (key.length !== 1) return key;
  const [, letter] = /^[ -~]$/.test(key) ? [] : (/^Key([A-Z])$/.exec(code) ?? []);
  return (letter ?? key).toLowerCase();
}
