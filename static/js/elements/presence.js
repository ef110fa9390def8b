// `<hub-presence>`: who has the room open, beside the messages and in the head.

/** @import { Context } from "../lib/context.js" */
/** @import { Frames, Person } from "../models/frames.js" */
import { find, get, template } from "../lib/dom.js";
import { showAvatar, showEverywhere } from "../lib/faces.js";
import * as text from "../lib/messages.js";
import { hue, initials } from "../models/avatar.js";
import { LiveElement } from "./live_element.js";

const FACES_IN_HEAD = 3;

export class Presence extends LiveElement {
  #connection;

  /** @param {Pick<Context, "connection">} context */
  constructor({ connection }) {
    super();
    this.#connection = connection;
  }

  connectedCallback() {
    this.untilDisconnected(this.#connection.on("presence", (frame) => frame.room === this.dataset.room && this.#draw(frame)));
  }

  /** @param {Frames["presence"]} frame */
  #draw({ count, people }) {
    get(this, ".presence-count").textContent = text.present(count);
    const none = get(this, ".presence-none");
    none.hidden = people.length > 0;
    none.textContent = count > 0 ? text.tooManyToList() : text.nobodyHere();
    const items = people.map(personItem);
    get(this, ".people").replaceChildren(...items);
    people.forEach(showEverywhere);
    find(this.closest(".pane"), ".face-stack")?.replaceChildren(...items.slice(0, FACES_IN_HEAD).map(tinyAvatar));
  }
}

/** @param {Person & { away?: boolean }} person */
function personItem({ id, name, avatar: picture, away }) {
  const item = get(template("template-person"), ".person");
  item.dataset.user = id;
  get(item, ".person-name").textContent = name;
  const avatar = get(item, ".avatar");
  avatar.className = avatar.className.replace(/\bhue-\d+\b/, `hue-${hue(id)}`);
  avatar.textContent = initials(name);
  showAvatar(avatar, picture);
  const seen = away ? "away" : "here";
  const [mark, heard] = [get(item, ".seen"), get(item, "[data-seen-words]")];
  mark.dataset.seenOf = heard.dataset.seenWords = id;
  mark.dataset.seen = seen;
  heard.textContent = `, ${text.seen[seen]()}`;
  return item;
}

/** @param {HTMLElement} item */
function tinyAvatar(item) {
  const avatar = /** @type {HTMLElement} */ (get(item, ".avatar").cloneNode(true));
  avatar.classList.replace("small", "tiny");
  return avatar;
}
