// Whether somebody is being mentioned: the `@` before the cursor and what has been typed after it. `proto/src/text/mention.rs`
// has the rule for what is sent; here a person may also be searched for by their display name.

const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]/u;
// So far is looked back for an address that an `@` may be part of.
const ADDRESS = 128;

/**
 * @param {string} text up to the cursor
 * @returns {{ start: number, typed: string } | null} where the `@` is, and what follows it
 */
export function mentionBefore(text) {
  const typed = text.match(/@([\p{L}\p{N}._-]{0,32})$/u)?.[1];
  if (typed === undefined) return null;
  const start = text.length - typed.length - 1;
  return mayBeginAfter(text.slice(0, start)) ? { start, typed } : null;
}

/**
 * Whether an `@` after this text names somebody: not inside a word, nor in an address as `example.org/@rosa` is one.
 *
 * @param {string} text
 */
export function mayBeginAfter(text) {
  const last = text.match(/.$/su)?.[0];
  if (last === undefined) return true;
  if (last === "@" || (/[\p{L}\p{N}]/u.test(last) && !UNSPACED.test(last))) return false;
  if (!"/.:=&#?+-_".includes(last)) return true;
  const run = text.slice(-ADDRESS).match(/\S*$/u)?.[0].replace(/^[^@\p{L}\p{N}]+/u, "") ?? "";
  const before = run.replace(/[^\p{L}\p{N}]+$/u, "");
  return before === "" || before.startsWith("@") || !(last === "." || /[./]/.test(before));
}

/**
 * Whether what was typed is somebody's username already: nothing is left to choose.
 *
 * @param {string} typed
 * @param {string[]} usernames of those who are suggested
 */
export function isTypedOut(typed, usernames) {
  return usernames.includes(typed.toLowerCase());
}

/**
 * Whether what was typed begins to name this person, by username or by a word of how they are called: as the server finds them
 * (`gateway/src/draw/names.rs`).
 *
 * @param {string} typed
 * @param {{ username: string, name: string }} person
 */
export function fits(typed, { username, name }) {
  const begun = typed.toLowerCase();
  const called = name.toLowerCase();
  const words = [username, called, ...called.split(/\s+/), ...username.split(/[._-]/)];
  return words.some((word) => word.startsWith(begun));
}
