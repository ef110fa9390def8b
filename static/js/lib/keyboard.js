// The keyboard, outside of what is typed: what each key does says the table in `models/keys.js`; here it is done. F6 goes round the
// regions, arrows walk the messages, Alt and an arrow change the room.

/** @import { Context } from "./context.js" */
/** @import { Place } from "../models/keys.js" */
import { isComposing } from "../models/composing.js";
import { commandOf, isCharacter } from "../models/keys.js";
import { closest, find, findAll, get } from "./dom.js";
import { openDialog } from "./dialog_links.js";
import { rowsOf } from "./message_rows.js";

const REGIONS = [".rooms", ".messages", ".composer", ".details"];
const ROW = ":is(.messages, .thread-root) > [data-seq]";
const STOP = ':scope > [tabindex="0"]';
const TYPING = "textarea, input, select";

/**
 * What had the focus last, in each region.
 *
 * @type {WeakMap<HTMLElement, EventTarget | null>}
 */
const lastFocused = new WeakMap();

/**
 * @param {Pick<Context, "storage">} context
 * @param {{ jump: () => void }} doing what others do
 */
export function watchKeyboard({ storage }, { jump }) {
  const areLettersOff = () => storage.get("letter-keys") === false;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isComposing(event) || (isCharacter(event) && areLettersOff())) return;
    const command = commandOf(event, placesOf(event));
    if (!command) return;
    const isDone = command === "jump" ? (jump(), true) : carryOut(command, closest(event, ROW));
    if (isDone) event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const region = closest(event, REGIONS.join());
    if (region) lastFocused.set(region, event.target);
    const row = closest(event, ROW);
    if (row) makeStop(row);
  });
  new MutationObserver(() => findAll(document, ".messages, .thread-root").forEach(keepOneStop)).observe(get(document, "body"), { childList: true, subtree: true });
}

/**
 * @param {KeyboardEvent} event
 * @returns {Place[]}
 */
function placesOf(event) {
  if (find(document, "dialog[open]")) return ["anywhere"];
  if (closest(event, TYPING)) return closest(event, "main .composer") ? ["room", "anywhere"] : ["anywhere"];
  const row = closest(event, ROW);
  if (row) return row === event.target ? ["message", "page", "anywhere"] : ["inside", "page", "anywhere"];
  const isSomewhere = closest(event, "a, button, [popover], .thread-panel") || find(document, ":popover-open");
  return isSomewhere ? ["page", "anywhere"] : ["room", "page", "anywhere"];
}

/**
 * Answers whether there was anything to do.
 *
 * @param {string} command
 * @param {HTMLElement | null} row
 */
function carryOut(command, row) {
  switch (command) {
    case "room-previous":
      return changeRoom(-1);
    case "room-next":
      return changeRoom(1);
    case "unread-previous":
      return changeRoom(-1, ".unread");
    case "unread-next":
      return changeRoom(1, ".unread");
    case "region-previous":
      return changeRegion(-1);
    case "region-next":
      return changeRegion(1);
    case "keys":
      openDialog("/keys");
      return true;
    case "search":
      return focus(find(document, "#find"));
    case "mark-read":
      return tellRoom("mark-read");
    case "message-leave":
      return focus(find(row?.closest(".room") ?? document, ".composer textarea"));
    case "message-back":
      return focus(row);
    case "message-enter":
      return focus(find(row, ".body :is(a, button, input:enabled)"));
    default:
      return walk(command, row) ?? doTo(row, command);
  }
}

/** @param {HTMLElement | null | undefined} target */
function focus(target) {
  target?.focus();
  return Boolean(target);
}

/** @param {string} what */
function tellRoom(what) {
  const room = find(document, "main.room");
  room?.dispatchEvent(new Event(what));
  return Boolean(room);
}

// What is offered for a message, the list it stands in knows.
/**
 * @param {HTMLElement | null} row
 * @param {string} action
 */
function doTo(row, action) {
  return row !== null && !row.dispatchEvent(new CustomEvent("act", { bubbles: true, cancelable: true, detail: action }));
}

// The messages are one stop for Tab: the row last visited, or the latest.
/** @param {HTMLElement} list */
function keepOneStop(list) {
  if (find(list, STOP)) return;
  const row = find(list, ":scope > [data-seq]:last-of-type") ?? rowsOf(list).at(-1);
  if (row) row.tabIndex = 0;
}

/** @param {HTMLElement} row */
function makeStop(row) {
  for (const other of findAll(row.parentElement, STOP)) if (other !== row) other.tabIndex = -1;
  row.tabIndex = 0;
}

// From message to message; from elsewhere to the one where one was last. Nothing if it is another command.
/**
 * @param {string} command
 * @param {HTMLElement | null} row
 */
function walk(command, row) {
  const list = row?.parentElement ?? find(document, "main .messages");
  const rows = findAll(list?.closest("hub-timeline") ?? null, ROW);
  const at = row ? rows.indexOf(row) : -1;
  const next = { "message-first": 0, "message-last": rows.length - 1, "message-previous": at - 1, "message-next": at + 1 }[command];
  if (next === undefined) return undefined;
  const visited = list && lastFocused.get(list);
  const last = visited instanceof HTMLElement && visited.isConnected ? visited.closest(ROW) : rows.at(-1);
  const target = row ? rows[next] : /** @type {HTMLElement | undefined} */ (last);
  if (target) makeStop(target);
  return focus(target);
}

/** @param {number} step */
function changeRegion(step) {
  const regions = REGIONS.map((region) => find(document, region)).filter((region) => region?.checkVisibility());
  const at = regions.findIndex((region) => region?.contains(document.activeElement));
  for (let n = 1; n <= regions.length; n++) {
    const region = regions[(at + n * step + regions.length * 2) % regions.length];
    const target = region && focusTarget(region);
    if (target) return focus(target);
  }
  return true;
}

/**
 * What had the focus last, if it is still there; else of the messages the row that Tab would stop at, of the list the room
 * I am in, else the first there is.
 *
 * @param {HTMLElement} region
 */
function focusTarget(region) {
  const last = lastFocused.get(region);
  if (last instanceof HTMLElement && last.isConnected && last.checkVisibility()) return last;
  const stops = findAll(region, 'a[href], button, textarea, input, [tabindex="0"]').filter((stop) => stop.checkVisibility());
  return stops.find((stop) => stop.matches('[data-seq][tabindex="0"], [aria-current], textarea')) ?? stops[0];
}

/**
 * To the next room of the list, or the next of those.
 *
 * @param {number} step
 * @param {string} [which]
 */
function changeRoom(step, which = "*") {
  const links = findAll(document, ".side .room-link[data-room]");
  const at = links.findIndex((link) => link.hasAttribute("aria-current"));
  const from = at < 0 && step < 0 ? 0 : at;
  for (let n = 1; n <= links.length; n++) {
    const link = links[(from + n * step + links.length * 2) % links.length];
    if (!link.matches(which) || link === links[at]) continue;
    link.click();
    return true;
  }
  return links.length > 0;
}
