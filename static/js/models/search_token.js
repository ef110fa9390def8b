// What is being typed into a search that something can be offered for: an operator, or what stands after its colon. What operators
// there are says `proto/src/search/typed.rs`.

export const OPERATORS = ["from", "in", "has", "is", "before", "after", "on", "during"];

/**
 * @param {string} text up to the cursor
 * @returns {{ start: number, typed: string } | null} where it begins, and what there is of it
 */
export function searchTokenBefore(text) {
  const typed = text.match(/(?:^|\s)([a-z]+:"[^"]*|\S+)$/iu)?.[1];
  if (typed === undefined) return null;
  const [name, value] = split(typed);
  const isOffered = OPERATORS.some((operator) => (value === undefined ? operator.startsWith(name) : operator === name));
  return isOffered ? { start: text.length - typed.length, typed } : null;
}

/**
 * Whether an offer may be meant by what is typed by now.
 *
 * @param {string} typed
 * @param {{ text: string, name: string }} offer what is put into the field, and what it is called
 */
export function fitsToken(typed, { text, name }) {
  const [operator, value] = split(typed);
  if (value === undefined) return text.startsWith(operator);
  const [offered, rest] = split(text);
  return offered === operator && [rest ?? "", name.toLowerCase()].some((words) => words.includes(value));
}

/**
 * @param {string} token
 * @returns {[string, string | undefined]} the operator, and what stands after its colon
 */
function split(token) {
  const [name = "", ...rest] = token.toLowerCase().split(":");
  return [name, rest.length ? rest.join(":").replaceAll('"', "") : undefined];
}
