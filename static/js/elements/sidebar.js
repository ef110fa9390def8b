// `<hub-sidebar>`: the list of my rooms, and everything else on the page that shows what is unread.

/** @import { Context } from "../lib/context.js" */
/** @import { Frames, Level } from "../models/frames.js" */
/** @import { RoomStatus } from "../models/rooms.js" */
import { fetchPage, find, findAll, get, setText, template } from "../lib/dom.js";
import { showMarks } from "../lib/room_marks.js";
import { initials } from "../models/avatar.js";
import { isDirect, listedDirect } from "../models/direct_rooms.js";
import { FoldedRooms } from "../models/folded_rooms.js";
import { countedTitle, shortCount } from "../models/title.js";
import { drawDirectList } from "./direct_list.js";
import { LiveElement } from "./live_element.js";

const LEADING = "#pane:is([data-page=home], [data-page=browse]) .sheet-body";

export class Sidebar extends LiveElement {
  #connection;
  #rooms;
  // Whether the server has said which rooms I am in.
  #isLive = false;
  #isDue = false;
  #folded = new FoldedRooms();

  /** @param {Pick<Context, "connection" | "rooms">} context */
  constructor({ connection, rooms }) {
    super();
    this.#connection = connection;
    this.#rooms = rooms;
  }

  connectedCallback() {
    for (const link of findAll(this, "a[data-room]")) this.#read(/** @type {HTMLAnchorElement} */ (link));
    this.#rooms.setThreads(Number(find(document, ".side .threads-link .number")?.textContent));
    this.untilDisconnected(
      this.#rooms.on("changed", () => this.#drawSoon()),
      this.#rooms.on("moved-back", ({ room }) => this.#folded.bringIn(room)),
      this.#connection.on("rooms", (frame) => this.#live(frame)),
      this.#connection.on("welcome", ({ org_role }) => this.#refresh(org_role)),
      this.#connection.on("org_role", ({ org_role }) => this.#refresh(org_role)),
    );
    this.listen(document, "page-shown", () => this.#draw());
    this.#draw();
  }

  // What the page says of a room is news like any other.
  /** @param {HTMLAnchorElement} link */
  #read(link) {
    const { room = "", lastMsg, readMsg, readSeq, generation, mentions, away, level } = link.dataset;
    const address = decodeURIComponent(new URL(link.href).pathname);
    const name = get(link, ".room-name").textContent ?? "";
    const marker = { read_msg: Number(readMsg), read_seq: Number(readSeq), generation: Number(generation), mentions: Number(mentions), away: away ? JSON.parse(away) : undefined };
    const direct = "direct" in link.dataset ? { kind: "direct", hidden_msg: Number(link.dataset.hiddenMsg) } : {};
    const told = { address, name, last_msg: Number(lastMsg), level: /** @type {Level} */ (level), starred: "starred" in link.dataset };
    this.#rooms.merge(room, { ...told, ...marker, ...direct });
  }

  /** @param {Frames["rooms"]} frame */
  #live({ rooms, more = false }) {
    if (this.#isFolding()) {
      const listed = new Set(findAll(this, "a[data-room]").map((link) => link.dataset.room));
      this.#folded.leaveOut(rooms.filter(({ room }) => !listed.has(room)));
    }
    // Complete with its last part: until then the page's own is shown.
    if (!more) this.#isLive = true;
  }

  // What I am to the organisation has changed, and with it what leads where: here, and on the pages that do little else.
  /** @param {string} orgRole */
  async #refresh(orgRole) {
    if (orgRole === this.dataset.orgRole) return;
    const body = find(document, LEADING);
    try {
      const { page } = await fetchPage(body ? location.href : "/settings");
      const fresh = get(page, "hub-sidebar");
      for (const part of [".rooms-heading", ".side-empty", ".side-ways"]) get(this, part).innerHTML = get(fresh, part).innerHTML;
      this.dataset.orgRole = fresh.dataset.orgRole;
      if (body) body.innerHTML = get(page, LEADING).innerHTML;
      this.#draw();
    } catch {
      // The next page shows it, and the next welcome asks again.
    }
  }

  // The page knows rooms that this list does not, and nobody has said yet where they stand.
  #isFolding() {
    return !this.#isLive && "folded" in this.dataset;
  }

  // Once for all that changes in a moment.
  #drawSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#draw();
    });
  }

  #draw() {
    const current = find(document, "main.room")?.dataset.room;
    if (current) this.#folded.bringIn(current);
    if (this.#isLive) this.#lists(current);
    for (const link of findAll(document, ".room-link[data-room]")) {
      this.#count(link);
      if (this.contains(link) && link.dataset.room === current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    showMarks(this.#rooms.get(current));
    for (const link of findAll(document, ".side .room-link:not([data-room])")) {
      if (link instanceof HTMLAnchorElement && isAt(link.pathname)) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (this.#isFolding()) return;
    const totals = this.#rooms.totals();
    const news = find(document, ".menu-news");
    if (news) news.hidden = totals.waiting === 0;
    const title = countedTitle(document.title, totals);
    if (document.title !== title) document.title = title;
  }

  /** @param {HTMLElement} link */
  #count(link) {
    const { room = "" } = link.dataset;
    const unread = this.#rooms.unread(room);
    link.classList.toggle("unread", unread > 0);
    link.dataset.level = this.#rooms.get(room)?.level ?? "";
    const isForMe = "direct" in link.dataset;
    showCount(get(link, ".count:not(.named)"), isForMe ? 0 : unread, "");
    showCount(get(link, ".count.named"), this.#rooms.mentions(room), isForMe ? "" : "@");
  }

  /** @param {string | undefined} current */
  #lists(current) {
    for (const list of findAll(document, ".named-list")) this.#list(list, current);
    const list = find(this, ".direct-list");
    if (!list) return;
    const shown = new Set(findAll(list, "[data-room]").map((link) => link.dataset.room));
    const known = listedDirect(this.#rooms.all(), current).filter(({ room }) => room === current || !this.#rooms.isHidden(room));
    drawDirectList(list, known.filter((status) => shown.has(status.room) || !this.#folded.has(status)));
  }

  // Rooms I am in and rooms shown become the same, but for those left out; the order the server gave stays.
  /**
   * @param {HTMLElement} list
   * @param {string | undefined} current
   */
  #list(list, current) {
    const placed = new Map(JSON.parse(this.dataset.placed ?? "[]"));
    const isOut = (/** @type {string} */ room) => {
      const status = this.#rooms.get(room);
      if (status && Boolean(status.starred) !== "starred" in list.dataset) return true;
      if (!status?.starred && String(placed.get(room) ?? "") !== (list.dataset.section ?? "")) return true;
      return room !== current && (!status || this.#rooms.isHidden(room));
    };
    const links = new Map(findAll(list, "[data-room]").map((link) => [link.dataset.room, link]));
    for (const [room = "", link] of links) if (isOut(room)) link.closest("li")?.remove();
    for (const status of this.#rooms.all()) {
      if (isDirect(status) || isOut(status.room)) continue;
      const shown = links.get(status.room);
      if (!shown && this.#folded.has(status)) continue;
      const link = shown ?? addLink(list, status);
      const name = get(link, ".room-name");
      if (name.textContent === status.name) continue;
      name.textContent = status.name ?? "";
      get(link, ".tile").textContent = initials(status.name ?? "");
      link.setAttribute("href", status.address ?? "");
    }
  }
}

/**
 * @param {HTMLElement} list
 * @param {RoomStatus} status
 */
function addLink(list, { room, picture }) {
  const item = get(template("template-room"), "li");
  const link = get(item, "a");
  link.dataset.room = room;
  if (picture) get(link, ".icon").replaceWith(Object.assign(new Image(), { className: "room-picture", src: `/picture/${picture}/96`, alt: "" }));
  list.append(item);
  return link;
}

/**
 * @param {HTMLElement} badge
 * @param {number} count
 * @param {string} sign
 */
function showCount(badge, count, sign) {
  badge.hidden = count === 0;
  setText(get(badge, ".number"), sign + shortCount(count));
}

/**
 * Whether this page, or one below it, is shown.
 *
 * @param {string} path
 */
function isAt(path) {
  return location.pathname === path || (path !== "/" && location.pathname.startsWith(`${path}/`));
}
