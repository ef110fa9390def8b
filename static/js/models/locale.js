/**
 * How the reader writes times and dates: in the language of the page, with the habits of their own country where they have named one
 * for that language (12 or 24 hours, the order of day and month).
 *
 * @param {string} page the language the page is in
 * @param {readonly string[]} preferred what the browser asks for, best first
 * @returns {string}
 */
export function readerLocale(page, preferred) {
  const language = (/** @type {string} */ tag) => tag.split("-")[0].toLowerCase();
  return preferred.find((tag) => language(tag) === language(page)) ?? page;
}
