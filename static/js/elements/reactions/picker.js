// Chooses a reaction among all emoji, by looking or by a few letters of a name; or a word, which is none. Fetched when it is first
// wanted, and so is the list of emoji.

/** @import { UserStorage } from "../../lib/storage.js" */
/** @import { Emoji, Group } from "../../models/emoji.js" */
import { customEmoji, imageOf } from "../../lib/custom_emoji.js";
import { ask, closest, fetchPage, find, findAll, get, isTouch, setText } from "../../lib/dom.js";
import * as text from "../../lib/messages.js";
import { sheetOf, styled } from "../../lib/styled.js";
import { search, toneCount, toned, walk, wordOf } from "../../models/emoji.js";
import { place } from "./place.js";

const TONE = "skin-tone";
const COLUMNS = 8;
const HAND = /** @type {Emoji} */ (["✋", "", "", "✋🏻"]);

/** @type {Promise<Group[]> | undefined} */
let list;

/** @returns {Promise<Group[]>} */
function emojiList() {
  const { emoji: address = "" } = get(document, "hub-timeline[data-emoji]").dataset;
  list ??= ask(address).then((answer) => {
    if (!answer.ok) throw new Error("the list of emoji is not there");
    return answer.json();
  });
  list.catch(() => (list = undefined));
  return list;
}

/** @type {Promise<HTMLElement> | undefined} */
let drawn;

/**
 * What it is made of.
 *
 * @returns {Promise<HTMLElement>}
 */
function drawing() {
  drawn ??= fetchPage("/picker").then(({ page }) => /** @type {HTMLElement} */ (document.adoptNode(get(page, ".picker"))));
  drawn.catch(() => (drawn = undefined));
  return drawn;
}

/**
 * Answers what was chosen; nothing where it was closed.
 *
 * @param {HTMLElement} beside what it was asked for with
 * @param {{ storage: UserStorage, recent: string[] }} memory
 * @returns {Promise<string | undefined>}
 */
export async function openPicker(beside, { storage, recent }) {
  const own = customEmoji({ anew: true }).catch(() => /** @type {Map<string, string>} */ (new Map()));
  const [groups, custom, box] = await Promise.all([emojiList(), own, drawing(), styled(sheetOf("picker"))]);
  return new Promise((done) => new Picker(box, beside, { groups, custom }, { storage, recent }, done));
}

class Picker {
  #groups;
  #custom;
  #storage;
  #recent;
  #done;
  #box;
  #field;
  #results;
  #tone = 0;

  /**
   * @param {HTMLElement} drawn
   * @param {HTMLElement} beside
   * @param {{ groups: Group[], custom: Map<string, string> }} emoji
   * @param {{ storage: UserStorage, recent: string[] }} memory
   * @param {(reaction: string | undefined) => void} done
   */
  constructor(drawn, beside, { groups, custom }, { storage, recent }, done) {
    this.#box = /** @type {HTMLElement} */ (drawn.cloneNode(true));
    this.#field = get(this.#box, "input", HTMLInputElement);
    this.#results = get(this.#box, ".picker-results");
    this.#groups = [...groupOf(custom), ...groups];
    this.#custom = custom;
    this.#storage = storage;
    this.#recent = recent;
    this.#done = done;
    this.#tone = storage.get(TONE) ?? 0;
    const box = this.#box;
    get(box, "[data-to=custom]").hidden = custom.size === 0;
    box.addEventListener("click", (event) => this.#clicked(event));
    box.addEventListener("keydown", (event) => this.#pressed(event));
    box.addEventListener("toggle", (event) => /** @type {ToggleEvent} */ (event).newState === "closed" && this.#close());
    this.#field.addEventListener("input", () => this.#show());
    document.body.append(box);
    this.#show();
    box.showPopover();
    place(box, beside);
    if (!isTouch()) this.#field.focus();
  }

  get #buttons() {
    return findAll(this.#results, ".emoji-button");
  }

  // What is typed, or everything.
  #show() {
    const typed = this.#field.value;
    const found = typed.trim() ? [this.#found(typed)] : [this.#lately(), ...this.#groups.map((group) => this.#group(group))];
    this.#results.replaceChildren(...found.flat());
    this.#results.scrollTop = 0;
    const [first] = this.#buttons;
    if (first) first.tabIndex = 0;
    this.#showTone();
    if (typed.trim()) setText(get(this.#box, "[role=status]"), text.emojiFound(this.#buttons.length));
  }

  /** @param {string} typed */
  #found(typed) {
    const found = search(this.#groups, typed);
    const word = wordOf(typed);
    const grid = found.length ? [this.#grid(found.map((emoji) => this.#button(toned(emoji, this.#tone), emoji[1])))] : [];
    return word === undefined ? grid : [...grid, wordButton(word)];
  }

  #lately() {
    const names = new Map(this.#groups.flatMap(({ emoji }) => emoji.map(([one, name]) => [one, name])));
    return this.#section("recent", this.#recent.map((reaction) => this.#button(reaction, names.get(reaction) ?? reaction)));
  }

  /** @param {Group} group */
  #group({ name, emoji }) {
    return this.#section(name, emoji.map((one) => this.#button(toned(one, this.#tone), one[1])));
  }

  /**
   * @param {string} name
   * @param {HTMLElement[]} buttons
   */
  #section(name, buttons) {
    const section = document.createElement("section");
    section.dataset.group = name;
    const heading = document.createElement("h3");
    heading.textContent = find(this.#box, `[data-to="${name}"]`)?.title ?? "";
    section.setAttribute("aria-label", heading.textContent);
    section.append(heading, this.#grid(buttons));
    return section;
  }

  /** @param {HTMLElement[]} buttons */
  #grid(buttons) {
    const grid = document.createElement("div");
    grid.className = "emoji-grid";
    grid.append(...buttons);
    return grid;
  }

  /**
   * @param {string} reaction
   * @param {string} name
   */
  #button(reaction, name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "emoji-button";
    button.value = reaction;
    const picture = this.#custom.get(reaction);
    if (picture) button.append(imageOf(reaction, picture));
    else button.textContent = reaction;
    button.title = name;
    button.setAttribute("aria-label", name);
    button.tabIndex = -1;
    return button;
  }

  #showTone() {
    const button = get(this.#box, ".picker-tone");
    setText(button, toned(HAND, this.#tone));
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const chosen = closest(event, ".emoji-button, .word-button");
    if (chosen instanceof HTMLButtonElement) return this.#choose(chosen.value);
    const tab = closest(event, "[data-to]");
    if (tab) find(this.#results, `[data-group="${tab.dataset.to}"]`)?.scrollIntoView({ block: "start" });
    if (closest(event, ".picker-tone")) this.#nextTone();
  }

  // One button that goes through them all: which it is now, it shows.
  #nextTone() {
    this.#tone = (this.#tone + 1) % toneCount;
    this.#storage.set(TONE, this.#tone);
    const { scrollTop } = this.#results;
    this.#show();
    this.#results.scrollTop = scrollTop;
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      return this.#box.hidePopover();
    }
    if (event.target === this.#field) return this.#pressedInField(event);
    const at = event.target instanceof HTMLElement ? this.#buttons.indexOf(event.target) : -1;
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(Arrow|Home|End)/u.test(event.key)) {
      event.preventDefault();
      return this.#walk(event.key, /** @type {HTMLElement} */ (event.target));
    }
    // Whoever goes on typing goes on searching.
    if (event.key.length === 1 && event.key !== " ") this.#field.focus();
  }

  /** @param {KeyboardEvent} event */
  #pressedInField(event) {
    const [first] = findAll(this.#results, ".emoji-button, .word-button");
    if (event.key === "ArrowDown" && first) {
      event.preventDefault();
      first.focus();
    } else if (event.key === "Enter" && !event.isComposing && this.#field.value.trim() && first instanceof HTMLButtonElement) {
      event.preventDefault();
      this.#choose(first.value);
    }
  }

  /**
   * @param {string} key
   * @param {HTMLElement} from
   */
  #walk(key, from) {
    const grids = findAll(this.#results, ".emoji-grid");
    const here = grids.findIndex((grid) => grid.contains(from));
    const buttons = [...grids[here].children];
    const at = buttons.indexOf(from);
    const inline = document.dir === "rtl" ? { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" } : {};
    const to = walk(/** @type {Record<string, string>} */ (inline)[key] ?? key, at, buttons.length, COLUMNS);
    const target = to === at ? this.#beyond(key, at, grids, here) : buttons[to];
    if (!(target instanceof HTMLElement)) return;
    from.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
  }

  /**
   * Above the first row and below the last the next group goes on, in the same column.
   *
   * @param {string} key
   * @param {number} at
   * @param {HTMLElement[]} grids
   * @param {number} here
   */
  #beyond(key, at, grids, here) {
    if (key === "ArrowUp" && here === 0) return this.#field;
    const next = grids[here + (key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0)];
    if (!next || next === grids[here]) return undefined;
    const column = at % COLUMNS;
    const { length } = next.children;
    const row = key === "ArrowDown" ? 0 : Math.floor((length - 1) / COLUMNS) * COLUMNS;
    return next.children[Math.min(row + column, length - 1)];
  }

  /** @param {string} reaction */
  #choose(reaction) {
    this.#done(reaction);
    this.#box.hidePopover();
  }

  #close() {
    this.#box.remove();
    this.#done(undefined);
  }
}

/**
 * Those of the installation's own as a group, where there are some.
 *
 * @param {Map<string, string>} custom
 * @returns {Group[]}
 */
function groupOf(custom) {
  const emoji = [...custom.keys()].map((name) => /** @type {Emoji} */ ([name, name, name.replace(/[:_+-]+/gu, " ").trim()]));
  return emoji.length ? [{ name: "custom", emoji }] : [];
}

/** @param {string} word */
function wordButton(word) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "word-button";
  button.value = word;
  button.textContent = text.reactWith(word);
  return button;
}
