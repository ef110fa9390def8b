// Filters of a search, taken out of what was typed: each is an operator and what stands after its colon. The server takes the whole
// apart (`proto/src/room/search/typed.rs`) and knows what it means; here is only where a filter ends.

import { OPERATORS } from "./search_token.js";

const FILTER = new RegExp(`^(?:${OPERATORS.join("|")})[:：]`, "i");
const ENDS = new Map([["“", "\"”"], ["„", "“”"], ["«", "»"], ['"', '"”']]);

/**
 * What was typed, as filters and what is left of it. The last part may still be being typed: it is a filter once a space stands after
 * it, or where all of it `isWhole`.
 *
 * @param {string} text
 * @param {boolean} [isWhole]
 * @returns {{ filters: string[], rest: string }}
 */
export function filtersIn(text, isWhole = false) {
  /** @type {string[]} */
  const filters = [];
  let rest = "";
  for (const part of partsOf(text)) {
    const isClosed = isWhole || /\s$/u.test(part);
    const [, value] = part.match(/[:：](.*)$/su) ?? [];
    if (FILTER.test(part) && isClosed && bare(value ?? "")) filters.push(part.trim());
    else rest += part;
  }
  return { filters, rest: filters.length ? rest.trimStart() : rest };
}

/**
 * The question that they are together.
 *
 * @param {string[]} filters
 * @param {string} rest
 */
export function questionOf(filters, rest) {
  return [...filters, rest.trim()].filter(Boolean).join(" ");
}

/**
 * How a filter is shown: its operator, and what it is set to.
 *
 * @param {string} filter
 */
export function shownFilter(filter) {
  const at = filter.search(/[:：]/u);
  return { operator: filter.slice(0, at).toLowerCase(), value: bare(filter.slice(at + 1)) };
}

/** @param {string} value */
function bare(value) {
  return value.replace(/["“”„«»]/gu, "").trim();
}

// Spaces part them, but for those in quotes; each has the spaces after it.
/** @param {string} text */
function partsOf(text) {
  const parts = [];
  let part = "";
  let ends = "";
  let isOver = false;
  for (const sign of text) {
    const isSpace = /\s/u.test(sign) && !ends;
    if (isOver && !isSpace) {
      parts.push(part);
      part = "";
      isOver = false;
    }
    isOver ||= isSpace;
    if (ends.includes(sign)) ends = "";
    else if (!ends && /(?:^[-−]?|[:：])$/u.test(part)) ends = ENDS.get(sign) ?? "";
    part += sign;
  }
  return part ? [...parts, part] : parts;
}
