// What stands for a face, by the same rule as `gateway/src/draw/person.rs`.

/**
 * Which of the twelve hues is a person's.
 *
 * @param {string} id
 */
export function hue(id) {
  return Number.parseInt(id.slice(-2), 16) % 12;
}

/**
 * A username beside the name is none of its words.
 *
 * @param {string} name
 */
export function initials(name) {
  const letters = name
    .split(/\s+/u)
    .filter((word) => !word.includes("@"))
    .map((word) => word.match(/[\p{Alphabetic}\p{N}]/u)?.[0])
    .filter((letter) => letter !== undefined);
  const both = letters.length > 1 ? `${letters[0]}${letters.at(-1)}` : (letters[0] ?? "");
  return both.toUpperCase() || [...name][0] || "?";
}
