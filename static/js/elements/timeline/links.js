// What the links of rows lead to, for whoever looks: messages are quoted, and rooms that are named are ways to them.

/** @import { Context } from "../../lib/context.js" */
/** @import { Host } from "./linked_rows.js" */
import { Near } from "./near.js";
import { Quotes } from "./quotes.js";
import { RoomRefs } from "./room_refs.js";

export class Links {
  #connection;
  #quotes;
  #roomRefs;
  #near;

  /**
   * @param {Pick<Context, "connection" | "rooms">} context
   * @param {Host} host
   */
  constructor({ connection, rooms }, { scroller, list, keepStill }) {
    this.#connection = connection;
    this.#quotes = new Quotes({ list, keepStill });
    this.#roomRefs = new RoomRefs(rooms, list);
    this.#near = new Near(scroller, (row) => {
      this.#quotes.show(row);
      this.#roomRefs.show(row);
    });
  }

  /** @param {HTMLElement} row */
  watch(row) {
    this.#near.watch(row);
  }

  /** Hears what happens; answers what is to be done once nobody listens any more. */
  follow() {
    const ends = [
      this.#quotes.follow(this.#connection),
      this.#connection.on("room_gone", ({ room }) => this.#roomRefs.gone(room)),
    ];
    return () => ends.forEach((end) => end());
  }
}
