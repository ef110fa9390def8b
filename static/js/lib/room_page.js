// What an open page shows of its room, brought up to date in place. Fetched with the first change there is.

/** @import { RoomSettings } from "../models/frames.js" */
/** @import { Context } from "./context.js" */
/** @import { Navigation } from "./navigation.js" */
import { renamedAddress } from "../models/addresses.js";
import { countedTitle, plainTitle, withName } from "../models/title.js";
import { fetchPage, find, findAll, get, setText } from "./dom.js";

// What is drawn by the server and shows the room; the same places in the page as in the fetched one.
const PARTS = [".room-head h1", ".room-about", ".start h2", ".details-head h2", ".details > .topic", ".details > .quiet", ".details > .limits", ".details > .ways"];
// What of it leads to the room.
const LEADING = '#pane form[action^="/r/"], #pane .details a[href^="/r/"], #pane :is(.older, .newer) a';
const FACTS = ["address", "offers", "settings"];

/** @typedef {{ rooms: Context["rooms"], navigation: Navigation }} Around */

/**
 * The name or the topic that came with an event.
 *
 * @param {string} room
 * @param {RoomSettings} settings
 * @param {Around} around
 */
export function showSettings(room, { name, address, topic }, { rooms, navigation }) {
  const main = shownRoom(room);
  if (!main) return;
  if (topic !== undefined) showTopic(main, topic);
  if (name === undefined || address === undefined) return;
  const before = get(main, "h1").textContent ?? "";
  showName(main, before, name);
  document.title = countedTitle(name + plainTitle(document.title).slice(before.length), rooms.totals());
  moveTo(main, address, navigation);
}

/**
 * All of it, as the room's own page has it now.
 *
 * @param {string} room
 * @param {Around} around
 */
export async function refreshRoom(room, { rooms, navigation }) {
  const timeline = find(shownRoom(room), "hub-timeline");
  if (!timeline) return;
  const before = timeline.dataset.address ?? "";
  const page = await fetchRoom(before);
  const main = shownRoom(room);
  if (!page || !main || find(page, "main.room")?.dataset.room !== room) return;
  for (const part of PARTS) update(find(document, `#pane ${part}`), find(page, part));
  const fresh = get(page, "hub-timeline");
  showFacts(timeline, fresh);
  document.title = countedTitle(page.title, rooms.totals());
  updateFoot(main, get(page, ".room-foot"));
  timeline.dataset.address = before;
  moveTo(main, fresh.dataset.address ?? before, navigation);
}

/**
 * A thread of the room, beside it or alone: where one writes there, too.
 *
 * @param {string} room
 */
export async function refreshThread(room) {
  const timeline = find(document, `.thread hub-timeline[data-room="${room}"]`);
  const main = timeline?.closest(".room");
  if (!timeline || !(main instanceof HTMLElement)) return;
  const page = await fetchRoom(`${timeline.dataset.address}/t/${timeline.dataset.thread}`);
  if (!page) return;
  showFacts(timeline, get(page, "hub-timeline"));
  updateFoot(main, get(page, ".room-foot"));
}

/**
 * @param {HTMLElement} timeline
 * @param {HTMLElement} fresh
 */
function showFacts(timeline, fresh) {
  for (const fact of FACTS) timeline.dataset[fact] = fresh.dataset[fact];
  get(timeline, ".messages").dispatchEvent(new Event("room-changed"));
}

/**
 * Whatever leads to the room leads to its present address.
 *
 * @param {HTMLElement} main
 * @param {string} address its path
 * @param {Navigation} navigation
 */
function moveTo(main, address, navigation) {
  const timeline = get(main, "hub-timeline");
  const before = timeline.dataset.address ?? "";
  timeline.dataset.address = address;
  for (const element of findAll(document, LEADING)) {
    const name = element.tagName === "FORM" ? "action" : "href";
    const moved = renamedAddress(element.getAttribute(name) ?? "", before, address);
    if (moved !== undefined) element.setAttribute(name, moved);
  }
  if (address !== before) navigation.renamed(before, address);
}

/** @param {string} room */
function shownRoom(room) {
  return find(document, `main.room:not(.thread)[data-room="${room}"]`);
}

/**
 * Everywhere on the page of a room where it is called by its name.
 *
 * @param {HTMLElement} main
 * @param {string} before
 * @param {string} name
 */
function showName(main, before, name) {
  for (const element of [get(main, "h1"), get(main, ".start h2 bdi"), get(document, ".details-head h2")]) setText(element, name);
  const label = find(main, "hub-composer label");
  if (label) setText(label, withName(label.textContent ?? "", before, name));
  const field = find(main, "hub-composer textarea");
  if (field instanceof HTMLTextAreaElement) field.placeholder = withName(field.placeholder, before, name);
}

/**
 * Without a topic the head says how many people there are, as the details do.
 *
 * @param {HTMLElement} main
 * @param {string} topic
 */
function showTopic(main, topic) {
  const details = get(document, ".details > .topic");
  details.hidden = topic === "";
  setText(details, topic);
  setText(get(main, ".room-about"), topic || (get(document, ".details > .quiet").textContent ?? ""));
}

/** @param {string} address */
async function fetchRoom(address) {
  try {
    const { response, page } = await fetchPage(address);
    return response.ok ? page : undefined;
  } catch {
    // The next change of the room, or the next page, tells.
    return undefined;
  }
}

/**
 * @param {HTMLElement | null} old
 * @param {HTMLElement | null} fresh
 */
function update(old, fresh) {
  if (!old || !fresh) return;
  old.hidden = fresh.hidden;
  if (old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML;
}

/**
 * @param {HTMLElement} foot
 * @param {HTMLElement | null} fresh how long one waits between two messages, if one does
 */
function showSlow(foot, fresh) {
  const slow = find(foot, "hub-slow");
  if (slow?.dataset.seconds === fresh?.dataset.seconds) return;
  slow?.remove();
  if (!fresh) return;
  foot.append(document.adoptNode(fresh));
  document.dispatchEvent(new Event("part-shown"));
}

/**
 * Where one writes, or the sentence why not. A composer is only hidden: what is in it stays.
 *
 * @param {HTMLElement} main
 * @param {HTMLElement} fresh
 */
function updateFoot(main, fresh) {
  const foot = get(main, ".room-foot");
  const composer = find(main, "hub-composer");
  const closed = find(fresh, ".closed");
  find(main, ".closed")?.remove();
  showSlow(foot, find(fresh, "hub-slow"));
  for (const part of [composer, find(main, "hub-typing")]) if (part) part.hidden = Boolean(closed);
  if (closed) {
    const hadFocus = composer?.contains(document.activeElement);
    foot.append(document.adoptNode(closed));
    document.dispatchEvent(new Event("part-shown"));
    if (hadFocus) main.focus({ preventScroll: true });
    return;
  }
  const freshComposer = find(fresh, "hub-composer");
  if (!freshComposer) return;
  if (!composer) {
    for (const part of findAll(fresh, "hub-typing, hub-composer")) foot.append(document.adoptNode(part));
    return;
  }
  get(composer, "textarea", HTMLTextAreaElement).placeholder = get(freshComposer, "textarea", HTMLTextAreaElement).placeholder;
  update(find(composer, "label"), find(freshComposer, "label"));
}
