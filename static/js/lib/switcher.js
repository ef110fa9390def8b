// Changing rooms by a few letters: what the page knows is offered at once, what the server knows a moment later. Without a script
// it is the page `/jump`.

/** @import { Context } from "./context.js" */
import { fit, marked } from "../models/fuzzy.js";
import { byRecency } from "../models/recent.js";
import { shortCount } from "../models/title.js";
import { ChoiceList } from "./choice_list.js";
import { closest, fetchPage, find, findAll, get, setText, template } from "./dom.js";
import * as text from "./messages.js";
import { sheetOf, styled } from "./styled.js";

const PAUSE = 100;
const OFFERED = 8;
const DIRECT = "/d/";

/** @param {Pick<Context, "rooms" | "storage">} context */
export async function openSwitcher(context) {
  await styled(sheetOf("switcher"));
  if (!find(document, "dialog.switcher")) new Switcher(context);
}

class Switcher {
  #rooms;
  #recent;
  #dialog = get(template("template-switcher"), "dialog", HTMLDialogElement);
  #field = get(this.#dialog, "input", HTMLInputElement);
  #choices = new ChoiceList(this.#field, get(this.#dialog, "[role=listbox]"));
  /** @type {HTMLElement[]} what the server answered to what was typed last */
  #answer = [];
  /** @type {AbortController | undefined} */
  #request;
  /** @type {number | undefined} */
  #timer;

  /** @param {Pick<Context, "rooms" | "storage">} context */
  constructor({ rooms, storage }) {
    this.#rooms = rooms;
    this.#recent = /** @type {string[]} */ (storage.get("recent") ?? []);
    const dialog = this.#dialog;
    dialog.addEventListener("close", () => this.#closed());
    dialog.addEventListener("click", (event) => this.#clicked(event));
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    document.body.append(dialog);
    dialog.showModal();
    this.#typed();
  }

  // A person is gone to by the form that leads to the conversation with them.
  /** @param {MouseEvent} event */
  #clicked(event) {
    const option = closest(event, "[role=option]");
    if (option && isPerson(option)) {
      const form = get(this.#dialog, "form", HTMLFormElement);
      get(form, "[name=people]", HTMLInputElement).value = option.dataset.username ?? "";
      form.requestSubmit();
    }
    if (event.target === this.#dialog || option) this.#dialog.close();
  }

  #closed() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#dialog.remove();
  }

  #typed() {
    this.#answer = [];
    this.#draw();
    clearTimeout(this.#timer);
    this.#request?.abort();
    if (this.#field.value.trim()) this.#timer = setTimeout(() => this.#fetch(this.#field.value.trim()), PAUSE);
  }

  /** @param {string} typed */
  async #fetch(typed) {
    const { signal } = (this.#request = new AbortController());
    try {
      const { page } = await fetchPage(`/jump?q=${encodeURIComponent(typed)}`, signal);
      this.#answer = findAll(page, ".jump-row").map((row) => document.adoptNode(row));
      this.#draw();
    } catch {
      // What the page knows is offered.
    }
  }

  #draw() {
    const chosen = destination(this.#choices.chosen);
    const typed = this.#field.value.trim();
    const own = this.#own(typed);
    const known = new Set(own.map(destination));
    const answer = this.#answer.filter((row) => !known.has(destination(row)));
    const all = [...own, ...answer];
    this.#choices.show(...GROUPS.map(({ heading, has }) => group(heading(), all.filter(has).slice(0, OFFERED), typed)));
    const options = this.#choices.options;
    const again = options.findIndex((row) => destination(row) === chosen);
    if (again > 0) this.#choices.choose(again);
    get(this.#dialog, ".jump-none").hidden = options.length > 0;
    setText(get(this.#dialog, "[role=status]"), text.suggestions(options.length));
  }

  // Rooms of mine that fit, as the list beside the page has them.
  /** @param {string} typed */
  #own(typed) {
    const places = this.#rooms.all().flatMap(({ room, address, name, kind, last_msg, hidden_msg = 0 }) => {
      const isOffered = typed || kind !== "direct" || last_msg > hidden_msg;
      const fits = address && name && isOffered ? fit(name, typed) : undefined;
      return fits === undefined ? [] : [{ room, name: name ?? "", address: address ?? "", fits }];
    });
    const sorted = byRecency(places, this.#recent, decodeURIComponent(location.pathname)).sort((one, other) => one.fits - other.fits);
    const isDirect = (/** @type {{ address: string }} */ { address }) => address.startsWith(DIRECT);
    const [direct, named] = [sorted.filter(isDirect), sorted.filter((place) => !isDirect(place))];
    return [...named.slice(0, OFFERED), ...direct.slice(0, OFFERED)].map((place) => this.#row(place));
  }

  /** @param {{ room: string, name: string, address: string }} place */
  #row({ room, name, address }) {
    const row = get(template("template-jump-row"), "a");
    row.setAttribute("href", address);
    get(row, ".jump-name").textContent = name;
    const icon = find(document, `.side a[data-room="${CSS.escape(room)}"] .icon`);
    const isDirect = this.#rooms.get(room)?.kind === "direct";
    if (icon) get(row, ".icon").replaceWith(icon.cloneNode(true));
    const [unread, mentions] = [this.#rooms.unread(room), this.#rooms.mentions(room)];
    const count = get(row, ".count");
    count.hidden = unread + mentions === 0;
    count.classList.toggle("named", mentions > 0);
    get(count, ".number").textContent = mentions > 0 ? (isDirect ? "" : "@") + shortCount(mentions) : shortCount(unread);
    return row;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || this.#choices.moved(event)) return;
    const chosen = this.#choices.chosen;
    if (event.key !== "Enter" || !chosen) return;
    event.preventDefault();
    chosen.click();
  }
}

// What is offered, in this order.
const GROUPS = [
  { heading: text.roomsHeading, has: (/** @type {HTMLElement} */ row) => !isPerson(row) && !isCommand(row) && !isDirect(row) },
  { heading: text.directHeading, has: isDirect },
  { heading: text.peopleHeading, has: isPerson },
  { heading: text.commandsHeading, has: isCommand },
];

/** @param {HTMLElement} row */
function isCommand(row) {
  return row.dataset.command !== undefined;
}

/** @param {HTMLElement} row */
function isDirect(row) {
  return !isCommand(row) && (row.getAttribute("href") ?? "").startsWith(DIRECT);
}

/** @param {HTMLElement} row */
function isPerson(row) {
  return row.dataset.username !== undefined;
}

// Where a row leads, or to whom.
/** @param {HTMLElement | undefined} row */
function destination(row) {
  return row?.getAttribute("href") ?? row?.dataset.username;
}

let groups = 0;

/**
 * @param {string} heading
 * @param {HTMLElement[]} rows
 * @param {string} typed
 */
function group(heading, rows, typed) {
  const whole = document.createElement("div");
  if (!rows.length) return whole;
  const title = document.createElement("p");
  title.className = "jump-heading";
  title.id = `jump-group-${++groups}`;
  title.textContent = heading;
  whole.role = "group";
  whole.setAttribute("aria-labelledby", title.id);
  whole.append(title, ...rows);
  for (const row of rows) {
    row.role = "option";
    row.tabIndex = -1;
    mark(get(row, ".jump-name"), typed);
  }
  return whole;
}

/**
 * @param {HTMLElement} name
 * @param {string} typed
 */
function mark(name, typed) {
  const whole = name.textContent ?? "";
  const [before, found, after] = marked(whole, typed) ?? [];
  if (found === undefined) return;
  const part = document.createElement("mark");
  part.textContent = found;
  name.replaceChildren(before ?? "", part, after ?? "");
}
