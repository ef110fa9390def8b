// Tells who is not looking what calls them: by a notification and a tone, as they chose on this device (`elements/notifications.js`).
// What is read elsewhere is taken back. Needs a secure page, as notifications do.

/** @import { Context } from "./context.js" */
/** @import { Call } from "../models/calls.js" */
import { Calls, THREADS } from "../models/calls.js";
import { countForMe } from "../models/rooms.js";
import { fetchPage, find, get } from "./dom.js";
import * as text from "./messages.js";
import { CHOICES, show, takeBack, takeBackPushed } from "./notifications.js";
import { isQuietNow } from "./own_quiet.js";
import { Tabs } from "./tabs.js";
import { playTone } from "./tone.js";

// So long what comes waits, in ms: to be read elsewhere, and for more of it.
const PAUSE = 2000;
const LONGEST = 200;

/** @typedef {Pick<Context, "me" | "personal" | "rooms" | "storage">} Parts */

/** @param {Parts} context */
export function watchCalls({ me, personal, rooms, storage }) {
  if (!navigator.locks || !globalThis.Notification) return;
  const tabs = new Tabs(me);
  const calls = new Calls(Date.now);
  /** @type {number | undefined} */
  let timer;
  let hasLooked = false;
  const look = async () => {
    timer = undefined;
    if (!rooms.isWhole) return;
    hasLooked = true;
    const isLooked = await tabs.isLooked();
    const news = calls.next(rooms.all(), { isLooking: isLooked, isQuiet: isQuietNow(), threads: personal.waiting(Date.now()) });
    for (const call of news.filter(({ isNews }) => !isNews)) takeBack(call.room);
    takeBackPushed((tag, shownAt) => isLooked || isRead(tag, shownAt));
    tell(news.filter(({ isNews }) => isNews));
  };
  // When the marker of a room moved last. A push may know of what has not come here yet: only what is read after it was shown is read.
  /** @type {Map<string, { seq: number, at: number }>} */
  const moved = new Map();
  const noteMoved = () => {
    for (const { room, read_seq } of rooms.all()) if (moved.get(room)?.seq !== read_seq) moved.set(room, { seq: read_seq, at: Date.now() });
  };
  /**
   * @param {string} tag
   * @param {number} shownAt in ms
   */
  const isRead = (tag, shownAt) => {
    const status = rooms.get(tag);
    if (tag === THREADS) return personal.waiting(Date.now()) === 0;
    return status !== undefined && countForMe(status, Date.now()) === 0 && (moved.get(tag)?.at ?? 0) >= shownAt;
  };
  // What is there at first is no news; so the first look does not wait, or it would take what has just come for old.
  const soon = () => void (hasLooked ? (timer ??= setTimeout(look, PAUSE)) : look());
  /** @param {Call[]} news */
  const tell = async (news) => {
    const choices = storage.get(CHOICES) ?? {};
    if (news.length === 0) return;
    if (choices.sound) playTone();
    if (!choices.desktop) return;
    const page = choices.words ? await fetchPage("/").then(({ page }) => page, () => undefined) : undefined;
    for (const { room, count } of news) {
      const { name = "", address = "/" } = room === THREADS ? threadsLink() : (rooms.get(room) ?? {});
      show({ room, address, ...(wordsOf(page, room) ?? { title: name, body: text.newCount(count) }) });
    }
  };
  tabs.whenSpeaker(() => {
    noteMoved();
    rooms.on("changed", () => {
      noteMoved();
      calls.read(rooms.all());
      soon();
    });
    personal.on("changed", soon);
    for (const event of ["focus", "blur", "visibilitychange"]) addEventListener(event, soon, true);
    look();
  });
}

// What the page calls them, and where they are.
function threadsLink() {
  const link = find(document, ".side .threads-link");
  return { name: find(link, ".room-name")?.textContent ?? "", address: link?.getAttribute("href") ?? "/" };
}

/**
 * Who said what, as home has it.
 *
 * @param {Document | undefined} page
 * @param {string} room
 */
function wordsOf(page, room) {
  const row = page && (find(page, `.home-row.by-person[data-room="${room}"]`) ?? find(page, `.home-row[data-room="${room}"]`));
  const line = find(row, ".home-row-line");
  if (!row || !line) return undefined;
  const face = find(row, ".avatar img")?.getAttribute("src");
  const icon = face ? { icon: face.replace(/96$/, "192") } : {};
  return { title: flat(get(row, ".home-row-name")), body: flat(line).slice(0, LONGEST), ...icon };
}

/** @param {HTMLElement} element */
const flat = (element) => (element.textContent ?? "").replace(/\s+/g, " ").trim();
