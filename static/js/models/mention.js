// Whether somebody is being mentioned: the `@` before the cursor and what has been typed after it. `proto/src/text/mention.rs`
// has the rule for what is sent; here a person may also be searched for by their display name.

/**
 * @param {string} text up to the cursor
 * @returns {{ start: number, typed: string } | null} where the `@` is, and what follows it
 */
export function mentionBefore(text) {
  const found = text.match(/(?:^|[^\p{L}\p{N}@/._+:=&#-])@([\p{L}\p{N}._-]{0,32})$/u);
  const typed = found?.[1];
  return typed === undefined ? null : { start: text.length - typed.length - 1, typed };
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
