// Finding names by what somebody types of them, in any script: as `proto::text::search_key` and `gateway/src/draw/jump.rs` do.

/**
 * What is searched for and in: without case, accents and other marks.
 *
 * @param {string} text
 */
export function searchKey(text) {
  return text.normalize("NFKD").replace(/\p{M}|\p{Default_Ignorable_Code_Point}/gu, "").toLowerCase().normalize("NFKC").replace(/\s+/gu, " ").trim();
}

/**
 * How well a name fits: 0 begins so, 1 a word of it does, 2 it stands inside, 3 its letters come in this order; nothing: not at all.
 *
 * @param {string} name
 * @param {string} typed
 * @returns {number | undefined}
 */
export function fit(name, typed) {
  const [key, sought] = [searchKey(name), searchKey(typed)];
  const at = key.indexOf(sought);
  if (at === 0) return 0;
  if (at > 0) return key.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(sought)) ? 1 : 2;
  const letters = [...key];
  let from = 0;
  for (const letter of sought) {
    from = letters.indexOf(letter, from) + 1;
    if (from === 0) return undefined;
  }
  return 3;
}

/**
 * The part of a name that was typed, to be marked: before it, it, after it. Nothing where its letters are scattered.
 *
 * @param {string} name
 * @param {string} typed
 * @returns {[string, string, string] | undefined}
 */
export function marked(name, typed) {
  const sought = searchKey(typed);
  if (!sought) return undefined;
  const letters = [...name.normalize("NFC")];
  for (let start = 0; start < letters.length; start++) {
    for (let end = start + 1; end <= letters.length; end++) {
      const part = searchKey(letters.slice(start, end).join(""));
      if (part === sought && searchKey(letters[start])) {
        return [letters.slice(0, start).join(""), letters.slice(start, end).join(""), letters.slice(end).join("")];
      }
      if (part.length > sought.length) break;
    }
  }
  return undefined;
}
