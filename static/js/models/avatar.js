// What stands for a face, by the same rule as `gateway/src/draw/person.rs`.

/**
 * Which of the twelve hues is a person's.
 *
 * @param {string} id
 */
export function hue(id) {
  return Number.parseInt(id.slice(-2), 16) % 12;
}

// What people see as one letter, with all that is drawn over it.
const letters = new Intl.Segmenter();

/** @param {string} text */
const lettersOf = (text) => [...letters.segment(text)].map(({ segment }) => segment);

/**
 * A username beside the name is none of its words.
 *
 * @param {string} name
 */
export function initials(name) {
  const first = name
    .split(/\s+/u)
    .filter((word) => !word.includes("@"))
    .map((word) => lettersOf(word).find((letter) => /^[\p{Alphabetic}\p{N}]/u.test(letter)))
    .filter((letter) => letter !== undefined);
  const both = first.length > 1 ? `${first[0]}${first.at(-1)}` : (first[0] ?? "");
  return both.toUpperCase() || lettersOf(name)[0] || "?";
}
