// The reactions under a message as elements. The server draws the same (`templates/messages/_reactions.html`); here one of them comes,
// counts differently or goes, and which are mine is filled in.

/** @import { News } from "../models/reaction_log.js" */
import { areAlike } from "../models/used_reactions.js";
import { find, findAll, get, setText, template } from "./dom.js";

/**
 * What a chip stands for.
 *
 * @param {HTMLElement} chip
 */
export function tokenOf(chip) {
  const { value } = /** @type {HTMLButtonElement} */ (chip);
  return value.slice(value.indexOf(" ") + 1);
}

/** @param {HTMLElement} chip */
export function isPressed(chip) {
  return chip.getAttribute("aria-pressed") === "true";
}

/** @param {HTMLElement} row */
function chipsOf(row) {
  return findAll(row, ":scope > .reactions > button.reaction");
}

/**
 * @param {HTMLElement} row
 * @param {string} token
 */
export function chipOf(row, token) {
  return chipsOf(row).find((chip) => tokenOf(chip) === token);
}

/**
 * What I have reacted to a message with.
 *
 * @param {HTMLElement} row
 */
export function ownReactions(row) {
  return chipsOf(row).filter(isPressed).map(tokenOf);
}

/**
 * What of mine counts like this one, if anything does.
 *
 * @param {HTMLElement} row
 * @param {string} reaction
 */
export function ownAlike(row, reaction) {
  return ownReactions(row).find((own) => areAlike(own, reaction));
}

/**
 * Puts on top of a drawing what is newer.
 *
 * @param {HTMLElement} row
 * @param {News} news
 */
export function update(row, { standing, counts, own }) {
  if (standing) {
    const there = new Map(standing.reactions.map(({ reaction, count }) => [reaction, count]));
    for (const token of chipsOf(row).map(tokenOf)) if (!there.has(token)) setCount(row, token, 0);
    for (const [token, count] of there) setCount(row, token, count);
    pressThese(row, standing.mine ?? []);
  }
  for (const [token, count] of counts) setCount(row, token, count);
  for (const [token, isMine] of own) press(row, token, isMine);
}

/**
 * These of them are mine, and no others.
 *
 * @param {HTMLElement} row
 * @param {string[]} mine
 */
export function pressThese(row, mine) {
  for (const chip of chipsOf(row)) pressChip(chip, mine.includes(tokenOf(chip)));
}

/**
 * @param {HTMLElement} row
 * @param {string} token
 * @param {boolean} isMine
 */
function press(row, token, isMine) {
  const chip = chipOf(row, token);
  if (chip) pressChip(chip, isMine);
}

/**
 * @param {HTMLElement} chip
 * @param {boolean} isMine
 */
function pressChip(chip, isMine) {
  chip.setAttribute("aria-pressed", String(isMine));
  chip.setAttribute("name", isMine ? "unreact" : "react");
}

/**
 * @param {HTMLElement} row
 * @param {string} token
 * @param {number} count
 */
function setCount(row, token, count) {
  const chip = chipOf(row, token);
  if (count > 0) return setText(get(chip ?? add(row, token), ".reaction-count"), String(count));
  const hadFocus = document.activeElement === chip;
  chip?.remove();
  if (!chipsOf(row).length) find(row, ":scope > .reactions")?.remove();
  if (hadFocus) row.focus({ preventScroll: true });
}

/**
 * @param {HTMLElement} row
 * @param {string} token
 */
function add(row, token) {
  const { seq } = row.dataset;
  const box = find(row, ":scope > .reactions") ?? begin(row, seq ?? "");
  const chip = get(template("template-reaction"), ".reaction", HTMLButtonElement);
  chip.value = `${seq} ${token}`;
  const emoji = get(chip, ".emoji");
  setText(emoji, token);
  if (/^:.+:$/u.test(token)) import("./custom_emoji.js").then(({ showPicture }) => showPicture(emoji, token));
  get(box, ".add").before(chip);
  return chip;
}

/**
 * @param {HTMLElement} row
 * @param {string} seq
 */
function begin(row, seq) {
  const box = get(template("template-reactions"), ".reactions");
  get(box, ".add", HTMLAnchorElement).href = `?react=${seq}`;
  findAll(row, ":scope > :is(.body, .more, .edited)").at(-1)?.after(box);
  return box;
}
