// An open page keeps up with its room. A name or a topic comes with its event and is put in place; archived and restored, and me
// given another role or muted, are read anew from the room's own page. Messages, drafts and where one reads stay as they are.

/** @import { EventFrame, RoomSettings } from "../models/frames.js" */
/** @import { Context } from "./context.js" */
/** @import { Navigation } from "./navigation.js" */
import { find } from "./dom.js";

// A room full of people does not ask in the same moment.
const SPREAD = 400;

export class RoomRefresh {
  #around;
  /** @type {number | undefined} */
  #timer;

  /**
   * @param {Context} context
   * @param {Navigation} navigation
   */
  constructor({ me, connection, rooms }, navigation) {
    this.#around = { rooms, navigation };
    connection.on("event", (frame) => {
      const { settings } = frame;
      if (settings && (settings.name ?? settings.topic) !== undefined) this.#apply(frame.room, settings);
      else if (changesPage(frame, me)) this.#soon(frame.room);
    });
    // After a long absence anything may have happened to it.
    connection.on("opened", ({ room, reset }) => reset && this.#soon(room));
    // What stood there for a while is over.
    document.addEventListener("room-outdated", (event) => event instanceof CustomEvent && this.#soon(event.detail));
  }

  /**
   * @param {string} room
   * @param {RoomSettings} settings
   */
  async #apply(room, settings) {
    const { rooms } = this.#around;
    const { name, address } = settings;
    if (name !== undefined && rooms.get(room)) rooms.merge(room, { name, address });
    if (isShown(room)) (await import("./room_page.js")).showSettings(room, settings, this.#around);
  }

  /** @param {string} room */
  #soon(room) {
    if (!isShown(room)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const { refreshRoom, refreshThread } = await import("./room_page.js");
      refreshRoom(room, this.#around);
      refreshThread(room);
    }, Math.random() * SPREAD);
  }
}

/**
 * @param {EventFrame} frame
 * @param {string} me
 */
function changesPage({ kind, user, settings }, me) {
  return Boolean(settings) || (user === me && ["appointed", "muted", "unmuted"].includes(kind));
}

/**
 * Alone, or a thread of it.
 *
 * @param {string} room
 */
const isShown = (room) => find(document, `hub-timeline[data-room="${room}"]`);
