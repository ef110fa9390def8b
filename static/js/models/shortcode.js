// Whether an emoji is being called by its name: the `:` before the cursor and what has been typed after it.
// `room-service/src/render/dialect/shortcode.rs` has the rule for what is sent.

// Shorter ones are faces, as `:D` is one, or ends of sentences.
const SHORTEST = 2;

/**
 * @param {string} text up to the cursor
 * @returns {{ start: number, typed: string } | null} where the `:` is, and what follows it
 */
export function emojiBefore(text) {
  const [, before, typed] = text.match(/(^|[^\p{L}\p{N}:]):([a-z0-9_+-]{1,32})$/u) ?? [];
  if (typed === undefined || before === undefined || typed.length < SHORTEST) return null;
  return { start: text.length - typed.length - 1, typed };
}
