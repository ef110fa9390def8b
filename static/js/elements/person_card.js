// The card of a person, below their name: after a moment for a pointer and for the keyboard, at once for a finger. Whoever goes on
// to it keeps it; Tab leads into it and out again.

import { ask, find, findAll, insertText, parse } from "../lib/dom.js";
import { localizeTimes } from "../lib/local_times.js";
import { styled } from "../lib/styled.js";
import { place } from "./reactions/place.js";

const WAIT = 400;
// From the name to the card the pointer crosses a gap.
const LEAVE = 250;
const GAP = 6;

/** @type {{ link: HTMLAnchorElement, end: AbortController } | undefined} */
let shown;

/**
 * @param {Event} event
 * @param {HTMLAnchorElement} link
 */
export function pointedAt(event, link) {
  const isFinger = event instanceof PointerEvent && event.pointerType === "touch";
  if (event.type === "pointerover" && isFinger) return;
  if (event.type === "focusin" && !link.matches(":focus-visible")) return;
  if (shown?.link === link || link.closest(".person-card")) return;
  hide();
  const end = new AbortController();
  shown = { link, end };
  const timer = setTimeout(() => show(link, end.signal), isFinger ? 0 : WAIT);
  end.signal.addEventListener("abort", () => clearTimeout(timer));
  if (!isFinger) for (const type of ["pointerleave", "blur"]) link.addEventListener(type, () => leaveSoon(link), { signal: end.signal });
  link.addEventListener("click", () => !isFinger && hide(), { signal: end.signal });
}

/**
 * @param {HTMLAnchorElement} link
 * @param {AbortSignal} signal
 */
async function show(link, signal) {
  try {
    const answer = await ask(`${link.pathname}/card`, { signal });
    if (!answer.ok) return hide();
    const [sheet, card] = parse(await answer.text());
    if (!card || signal.aborted) return;
    await styled(/** @type {HTMLLinkElement} */ (sheet));
    if (signal.aborted || !link.isConnected) return hide();
    document.body.append(card);
    signal.addEventListener("abort", () => close(card, link));
    localizeTimes(card);
    listen(card, link, signal);
    link.setAttribute("aria-expanded", "true");
    card.showPopover();
    place(card, link, { gap: GAP, atStart: true });
  } catch {
    hide();
  }
}

/**
 * @param {HTMLElement} card
 * @param {HTMLElement} link
 */
function close(card, link) {
  if (card.contains(document.activeElement)) link.focus({ preventScroll: true });
  card.remove();
  link.removeAttribute("aria-expanded");
}

/**
 * @param {HTMLElement} card
 * @param {HTMLAnchorElement} link
 * @param {AbortSignal} signal
 */
function listen(card, link, signal) {
  card.addEventListener("pointerleave", () => leaveSoon(link), { signal });
  card.addEventListener("focusout", () => leaveSoon(link), { signal });
  document.addEventListener("scroll", hide, { signal, capture: true, passive: true });
  document.addEventListener("pointerdown", ({ target }) => !card.contains(/** @type {Node} */ (target)) && hide(), { signal });
  document.addEventListener("page-shown", hide, { signal });
  document.addEventListener("keydown", (event) => keyed(event, card, link), { signal, capture: true });
  mention(card, signal);
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} card
 * @param {HTMLAnchorElement} link
 */
function keyed(event, card, link) {
  if (event.key === "Escape") {
    event.stopPropagation();
    return hide();
  }
  if (event.key !== "Tab") return;
  const stops = findAll(card, "a[href], button:not([hidden])");
  const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = at + (event.shiftKey ? -1 : 1);
  if (document.activeElement !== link && at < 0) return;
  // Behind the card the page goes on where the name stands.
  if (document.activeElement === link && event.shiftKey) return hide();
  if (next < 0 || next >= stops.length) {
    link.focus({ preventScroll: true });
    if (next < 0) event.preventDefault();
    else hide();
    return;
  }
  event.preventDefault();
  stops[next]?.focus({ preventScroll: true });
}

/**
 * Puts the name into what is being written, where there is a place for it.
 *
 * @param {HTMLElement} card
 * @param {AbortSignal} signal
 */
function mention(card, signal) {
  const button = find(card, "[data-do=mention]");
  const box = find(document, "hub-composer textarea");
  if (!button || !(box instanceof HTMLTextAreaElement)) return;
  button.hidden = false;
  const write = () => {
    hide();
    box.focus();
    const end = box.value.length;
    insertText(box, `${end === 0 || /\s$/.test(box.value) ? "" : " "}@${card.dataset.username} `, end, end);
  };
  button.addEventListener("click", write, { signal });
}

/** @param {HTMLAnchorElement} link */
function leaveSoon(link) {
  setTimeout(() => {
    if (shown?.link !== link) return;
    const card = find(document, "#person-card");
    const isHeld = [link, card].some((one) => one?.matches(":hover, :focus-within"));
    if (!isHeld) hide();
  }, LEAVE);
}

function hide() {
  shown?.end.abort();
  shown = undefined;
}
