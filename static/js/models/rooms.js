// Where my rooms stand: what I have read, what there is. Unread is one number minus another, never a list.

/** @import { Frames, HeadFrame, MarkerFrame, RoomFrame } from "./frames.js" */
import { Emitter } from "./emitter.js";

/**
 * What is known of a room. Numbers a frame has not told yet are 0.
 *
 * @typedef {Partial<RoomFrame> & Pick<RoomFrame, "room" | "head" | "last_msg" | "read_seq" | "read_msg" | "generation" | "mentions"> & { active?: number, here?: number }} RoomStatus
 */

/** @typedef {Partial<RoomFrame> & { here?: number }} RoomNews */

/**
 * What I put away of a room, as long as it stays away.
 *
 * @param {RoomStatus} status
 * @param {number} now in ms
 */
function awayNow({ away }, now) {
  return away && !(away.until && Date.parse(away.until) <= now) ? away : undefined;
}

// What was snoozed waits again, though nobody says so.
/**
 * @param {RoomStatus} status
 * @param {number} now in ms
 */
function mentionsNow(status, now) {
  const { away, mentions } = status;
  return away && !awayNow(status, now) ? Math.max(mentions, away.mentions ?? 0) : mentions;
}

/**
 * How many messages of a room are unread and not put away.
 *
 * @param {RoomStatus} status
 * @param {number} now in ms
 */
function countOpen(status, now) {
  return Math.max(0, status.last_msg - Math.max(status.read_msg, awayNow(status, now)?.msg ?? 0));
}

/**
 * How many messages of a room wait for its member: what is unread and not put away, as far as it calls. The server counts alike
 * (`proto/src/room/view.rs`).
 *
 * @param {RoomStatus} status
 * @param {number} now in ms
 */
export function countForMe(status, now) {
  switch (status.level ?? (status.kind === "direct" ? "everything" : "mentions")) {
    case "everything":
      return countOpen(status, now);
    case "mentions":
      return mentionsNow(status, now);
    default:
      return 0;
  }
}

// Who was called because they were here is told, and finds nothing in their inbox.
/**
 * @param {RoomStatus} status
 * @param {number} now in ms
 */
function waits(status, now) {
  return countForMe(status, now) > (status.level === "everything" ? 0 : (status.here ?? 0));
}

/** @extends {Emitter<{ changed: null, "moved-back": RoomStatus }>} */
export class Rooms extends Emitter {
  #me;
  /** @type {Map<string, RoomStatus>} */
  #rooms = new Map();
  /** @type {string | null} */
  #watched = null;
  /** @type {Set<string>} those that are mine, as far as the list that is being told says */
  #listed = new Set();
  /** Whether all of mine are known, and none that was. */
  isWhole = false;

  // Threads that wait beside the rooms.
  #threads = 0;

  // What was heard last is the higher number.
  #moments = 0;

  #now;

  /**
   * @param {string} me
   * @param {() => number} [now] tells the time, in ms; nothing: no time passes
   */
  constructor(me, now = () => 0) {
    super();
    this.#me = me;
    this.#now = now;
  }

  /** @param {string | undefined} room */
  get(room) {
    return room === undefined ? undefined : this.#rooms.get(room);
  }

  all() {
    return [...this.#rooms.values()];
  }

  /**
   * The room whose newest messages are in view, if any.
   *
   * @param {string | null} room
   */
  watch(room) {
    if (this.#watched === room) return;
    this.#watched = room;
    this.emit("changed", null);
  }

  /** @param {string} room */
  unread(room) {
    return room === this.#watched ? 0 : this.backlog(room);
  }

  /**
   * Unread, even if it is just coming into view.
   *
   * @param {string} room
   */
  backlog(room) {
    const status = this.#rooms.get(room);
    return status ? Math.max(0, status.last_msg - status.read_msg) : 0;
  }

  /**
   * How often I am mentioned in what is unread and not put away; all that is said in a direct conversation is for me.
   *
   * @param {string} room
   */
  mentions(room) {
    if (room === this.#watched) return 0;
    const status = this.#rooms.get(room);
    if (!status) return 0;
    return status.kind === "direct" ? countOpen(status, this.#now()) : mentionsNow(status, this.#now());
  }

  /**
   * Whether it leaves the list until something in it mentions me.
   *
   * @param {string} room
   */
  isHidden(room) {
    const status = this.#rooms.get(room);
    return status?.level === "hidden" && mentionsNow(status, this.#now()) === 0;
  }

  /**
   * Over all my rooms, but for those that are not to call me: messages that are unread and not put away, and how many conversations
   * wait in my inbox.
   *
   * @param {number} [now] in ms
   */
  totals(now = this.#now()) {
    const rooms = this.all().filter(({ room, level }) => room !== this.#watched && level !== "nothing" && level !== "hidden");
    const unread = rooms.reduce((total, status) => total + countOpen(status, now), 0);
    return { unread, waiting: rooms.filter((status) => waits(status, now)).length + this.#threads };
  }

  /** @param {number} count of threads that wait */
  setThreads(count) {
    if (this.#threads === count) return;
    this.#threads = count;
    this.emit("changed", null);
  }

  /**
   * When something that is snoozed waits again, in ms; nothing: nothing is.
   *
   * @param {number} now in ms
   */
  nextBack(now) {
    const ahead = this.all().flatMap(({ away }) => (away?.until ? [Date.parse(away.until)] : [])).filter((at) => at > now);
    return ahead.length ? Math.min(...ahead) : undefined;
  }

  /**
   * Numbers only ever grow; whatever comes late changes nothing. A marker grows within its generation, and what is said of it
   * under an earlier generation is late; how often I am mentioned after it is as true as the place it is counted from.
   *
   * @param {string} room
   * @param {RoomNews} news
   */
  merge(room, news) {
    const known = this.#rooms.get(room);
    const status = known ?? { room, last_msg: 0, read_msg: 0, read_seq: 0, generation: 0, mentions: 0, head: 0 };
    const { generation = status.generation, read_seq = status.read_seq, read_msg = status.read_msg, mentions } = news;
    const isMovedBack = generation > status.generation;
    // Whoever says how often I am mentioned says what I put away, too.
    const counted = news.mentions === undefined ? {} : { mentions, away: news.away, here: news.here };
    if (isMovedBack) Object.assign(status, { generation, read_seq, read_msg }, counted);
    else if (generation === status.generation) {
      if (read_seq >= status.read_seq) Object.assign(status, counted);
      status.read_seq = Math.max(status.read_seq, read_seq);
      status.read_msg = Math.max(status.read_msg, read_msg);
    }
    status.head = Math.max(status.head, news.head ?? 0);
    if (known && (news.last_msg ?? 0) > status.last_msg) status.active = ++this.#moments;
    status.last_msg = Math.max(status.last_msg, news.last_msg ?? 0);
    status.kind = news.kind ?? status.kind;
    status.others = news.others ?? status.others;
    status.hidden_msg = Math.max(status.hidden_msg ?? 0, news.hidden_msg ?? 0);
    status.address = news.address ?? status.address;
    status.name = news.name ?? status.name;
    status.role = news.role ?? status.role;
    status.level = news.level ?? status.level;
    status.starred = news.starred ?? status.starred;
    this.#rooms.set(room, status);
    if (isMovedBack && known) this.emit("moved-back", status);
    this.emit("changed", null);
  }

  /** @param {string} room */
  remove(room) {
    if (this.#rooms.delete(room)) this.emit("changed", null);
  }

  // Another log: nothing known before counts.
  clear() {
    this.#rooms.clear();
  }

  // They are about to be listed, from the first.
  listAnew() {
    this.#listed.clear();
    this.isWhole = false;
  }

  /**
   * The rooms I am in, or a part of them. With the last part those that were not listed are gone.
   *
   * @param {Frames["rooms"]} frame
   */
  list({ rooms, more = false }) {
    for (const status of rooms) this.enter(status);
    if (more) return;
    for (const room of this.#rooms.keys()) if (!this.#listed.has(room)) this.#rooms.delete(room);
    this.isWhole = true;
    this.emit("changed", null);
  }

  /**
   * A room I am in.
   *
   * @param {RoomFrame} frame
   */
  enter(frame) {
    this.#listed.add(frame.room);
    this.merge(frame.room, frame);
  }

  /**
   * News of a room I am in; of another it means nothing.
   *
   * @param {HeadFrame | MarkerFrame} frame
   */
  update(frame) {
    if (this.#rooms.has(frame.room)) this.merge(frame.room, frame);
  }

  /**
   * A message was drawn: `no` is its number.
   *
   * @param {string} room
   * @param {{ seq: number, no: number, author: string | undefined }} message
   */
  message(room, { seq, no, author }) {
    if (!this.#rooms.has(room)) return;
    this.merge(room, author === this.#me ? { last_msg: no, read_msg: no, read_seq: seq, mentions: 0 } : { last_msg: no });
  }
}
