// An open page keeps up with its room: renamed, described, archived and restored, me given another role. What is said of the
// room is read anew from its own page; messages, drafts and where one reads stay as they are.

/** @import { EventFrame } from "../models/frames.js" */
/** @import { Context } from "./context.js" */
/** @import { Navigation } from "./navigation.js" */
import { countedTitle } from "../models/title.js";
import { fetchPage, find, findAll, get } from "./dom.js";

// A room full of people does not ask in the same moment.
const SPREAD = 400;
// What is drawn by the server and shows the room; the same places in the page as in the fetched one.
const PARTS = [".room-head h1", ".room-about", ".start h2", ".details-head h2", ".details > .topic", ".details > .quiet", ".details > .ways"];
const FACTS = ["slug", "writes", "moderates", "settings"];

export class RoomRefresh {
  #rooms;
  #navigation;
  /** @type {number | undefined} */
  #timer;

  /**
   * @param {Context} context
   * @param {Navigation} navigation
   */
  constructor({ me, connection, rooms }, navigation) {
    this.#rooms = rooms;
    this.#navigation = navigation;
    connection.on("event", (frame) => changesPage(frame, me) && this.#soon(frame.room));
    // After a long absence anything may have happened to it.
    connection.on("opened", ({ room, reset }) => reset && this.#soon(room));
  }

  /** @param {string} room */
  #soon(room) {
    if (!shownRoom(room)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(room), Math.random() * SPREAD);
  }

  /** @param {string} room */
  async #refresh(room) {
    const timeline = find(shownRoom(room), "hub-timeline");
    if (!timeline) return;
    const before = timeline.dataset.slug ?? "";
    const page = await fetchRoom(before);
    const main = shownRoom(room);
    if (!page || !main || find(page, "main.room")?.dataset.room !== room) return;
    for (const part of PARTS) update(find(document, `#pane ${part}`), find(page, part));
    const fresh = get(page, "hub-timeline");
    for (const fact of FACTS) timeline.dataset[fact] = fresh.dataset[fact];
    get(timeline, ".messages").dispatchEvent(new Event("room-changed"));
    document.title = countedTitle(page.title, this.#rooms.totals());
    const slug = fresh.dataset.slug ?? before;
    for (const form of findAll(document, `#pane form[action^="/r/"]`)) {
      form.setAttribute("action", (form.getAttribute("action") ?? "").replace(`/r/${before}/`, `/r/${slug}/`));
    }
    updateFoot(main, get(page, ".room-foot"));
    if (slug !== before) this.#navigation.renamed(`/r/${before}`, `/r/${slug}`);
  }
}

/**
 * @param {EventFrame} frame
 * @param {string} me
 */
function changesPage({ kind, user, settings }, me) {
  return Boolean(settings) || (kind === "appointed" && user === me);
}

/** @param {string} room */
function shownRoom(room) {
  return find(document, `main.room[data-room="${room}"]`);
}

/** @param {string} slug */
async function fetchRoom(slug) {
  try {
    const { response, page } = await fetchPage(`/r/${slug}`);
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
  for (const part of [composer, find(main, "hub-typing")]) if (part) part.hidden = Boolean(closed);
  if (closed) {
    const hadFocus = composer?.contains(document.activeElement);
    foot.append(document.adoptNode(closed));
    if (hadFocus) main.focus({ preventScroll: true });
    return;
  }
  const freshComposer = find(fresh, "hub-composer");
  if (!freshComposer) return;
  if (!composer) {
    foot.append(document.adoptNode(get(fresh, "hub-typing")), document.adoptNode(freshComposer));
    return;
  }
  get(composer, "textarea", HTMLTextAreaElement).placeholder = get(freshComposer, "textarea", HTMLTextAreaElement).placeholder;
  update(find(composer, "label"), find(freshComposer, "label"));
}
