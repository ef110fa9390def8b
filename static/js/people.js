// Faces, by the same rule as `gateway/src/draw/person.rs`.

export function hue(id) {
  return Number.parseInt(id.slice(-2), 16) % 12;
}

export function initials(name) {
  const letters = name
    .split(/\s+/u)
    .map((word) => word.match(/[\p{Alphabetic}\p{N}]/u)?.[0])
    .filter(Boolean);
  const both = letters.length > 1 ? letters[0] + letters.at(-1) : (letters[0] ?? "");
  return both.toUpperCase() || [...name][0] || "?";
}

// Makes `avatar` the face of a person.
export function paint(avatar, { id, name }) {
  avatar.className = avatar.className.replace(/\bhue-\d+\b/, `hue-${hue(id)}`);
  avatar.textContent = initials(name);
}
