// `<hub-composer>`: where messages are written. They are kept with every stroke, the same in every tab, and leave only into the
// outbox.
//
// Tells its room (events on `main`): `typed`, `message-sent`, `edit-last`. Hears there: `compose`, with text to be edited, and
// `reply`, with the message to be answered.

/** @import { Context } from "../lib/context.js" */
/** @import { Answered } from "../models/frames.js" */
/** @import { FileOfEntry, InInbox } from "../models/outbox.js" */
/** @import { Suggestions } from "./suggestions.js" */
import { newNonce } from "../lib/command.js";
import { DraftKeeper } from "../lib/draft_keeper.js";
import { find, fitToText, get, isTouchOnly } from "../lib/dom.js";
import * as text from "../lib/messages.js";
import { paste } from "../lib/paste.js";
import { answeringStrip } from "../lib/quotes.js";
import { bytesLeft, isComposing, isSendKey } from "../models/composing.js";
import { commandOf } from "../models/keys.js";
import { LiveElement } from "./live_element.js";

export class Composer extends LiveElement {
  #storage;
  #outbox;
  #room = "";
  /** @type {number | undefined} the thread that is written in; none: in the room */
  #thread;
  /** @type {DraftKeeper | undefined} */
  #draft;
  /** @type {Answered | undefined} */
  #answers;
  /** @type {Map<string, Suggestions | undefined>} by what begins them; none yet while they are being loaded */
  #suggestions = new Map();
  /**
   * What the next message has besides words; `lib/attachments.js` puts it here. `take` answers nothing as long as something is wrong with one.
   *
   * @type {{ count: number, take: () => FileOfEntry[] | undefined } | undefined}
   */
  files;
  /**
   * The conversation of the inbox that is answered here; `answers` is the message that an answer names.
   *
   * @type {(InInbox & { answers?: Answered }) | undefined}
   */
  inbox;
  /** @type {((event: KeyboardEvent, box: HTMLTextAreaElement) => boolean) | undefined} */
  #formatKey;

  /** @param {Pick<Context, "storage" | "outbox">} context */
  constructor({ storage, outbox }) {
    super();
    this.#storage = storage;
    this.#outbox = outbox;
  }

  connectedCallback() {
    this.#room = this.dataset.room ?? "";
    this.#thread = Number(this.dataset.thread) || undefined;
    this.#box.required = false;
    this.#form.onsubmit = (event) => this.#send(event);
    this.#box.onkeydown = (event) => this.#key(event);
    this.#box.oninput = () => this.#input();
    this.#box.onpaste = (event) => paste(event, this.#box);
    const place = this.closest(".room, .inbox-row") ?? this;
    this.listen(place, "compose", ({ detail }) => this.#compose(detail));
    this.listen(place, "reply", ({ detail }) => this.#reply(detail));
    this.#keepDraft();
    this.#measure();
    if (!isTouchOnly() && matchMedia("(width >= 640px)").matches) this.focus();
  }

  // What is kept of it, and above that what a refused form gives back.
  #keepDraft() {
    const isFirst = !this.#draft;
    const given = this.#box.value;
    const draft = (this.#draft ??= new DraftKeeper(this.#storage, this.#draftKey, (text, answers) => this.#show(text, answers)));
    this.listen(window, "pagehide", () => draft.save());
    this.untilDisconnected(draft.follow(), () => draft.save());
    if (isFirst && given.trim() && !draft.text.includes(given)) {
      this.#show(draft.text, draft.answers);
      this.#compose(given);
    }
  }

  // What is begun in a thread, or in the inbox, is no draft of the room's.
  get #draftKey() {
    if (this.inbox) return `inbox-draft:${this.#room}:${this.inbox.root}`;
    return this.#thread ? `thread-draft:${this.#room}:${this.#thread}` : `draft:${this.#room}`;
  }

  /**
   * @param {string} text
   * @param {Answered} [answers]
   */
  #show(text, answers) {
    this.#box.value = text;
    this.#showAnswered(answers);
    this.#measure();
  }

  // From now on this message is answered, or none.
  /** @param {Answered} [answers] */
  #reply(answers) {
    this.#showAnswered(answers);
    this.#changed();
    this.focus();
  }

  /** @param {Answered} [answers] */
  #showAnswered(answers) {
    if (this.#answers?.seq === answers?.seq) return;
    this.#answers = answers;
    find(this, ".answering")?.remove();
    if (!answers) return;
    const strip = answeringStrip(answers);
    get(strip, "button").onclick = () => this.#reply();
    this.#form.prepend(strip);
  }

  focus() {
    this.#box.focus({ preventScroll: true });
  }

  get #form() {
    return get(this, "form", HTMLFormElement);
  }

  get #box() {
    return get(this, "textarea", HTMLTextAreaElement);
  }

  /** @param {string} type */
  #tell(type) {
    this.dispatchEvent(new Event(type, { bubbles: true }));
  }

  // Puts text back to be edited, above whatever has been typed since. Without any, all there is to do is to go on writing.
  /** @param {string | null} body */
  #compose(body) {
    if (body !== null) {
      this.#box.value = this.#box.value.trim() ? `${body}\n${this.#box.value}` : body;
      this.#changed();
    }
    this.focus();
  }

  #input() {
    this.#changed();
    this.#suggest();
    this.#loadFormat();
    if (this.#box.value.trim()) this.#tell("typed");
  }

  // Marks are put around what is there: whoever has typed something may want some.
  async #loadFormat() {
    if (this.#formatKey) return;
    this.#formatKey = () => false;
    this.#formatKey = await import("../lib/format_keys.js").then(({ formatKey }) => formatKey, () => undefined);
  }

  #suggest() {
    const { value } = this.#box;
    if (value.includes("@")) this.#load("@", () => this.#names());
    if (/:[a-z0-9+-]{2}/.test(value)) this.#load(":", async () => new (await import("./emoji_suggestions.js")).EmojiSuggestions(this.#form, this.#box));
    if (value.startsWith("/")) this.#load("/", async () => new (await import("./slash_suggestions.js")).SlashSuggestions(this.#form, this.#box));
  }

  async #names() {
    const { MentionSuggestions } = await import("./mention_suggestions.js");
    const address = () => (this.#form.getAttribute("action") ?? "").replace(/(messages|t\/\d+|m\/\d+\/reply)$/, "names");
    if (!this.#thread) import("./broadcast.js").then(({ watchBroadcast }) => watchBroadcast(this, this.#box, address), () => undefined);
    return new MentionSuggestions(this.#form, this.#box, address);
  }

  // For whoever types what begins them for the first time.
  /**
   * @param {string} sign
   * @param {() => Promise<Suggestions>} load
   */
  async #load(sign, load) {
    if (this.#suggestions.has(sign)) return;
    this.#suggestions.set(sign, undefined);
    try {
      const suggestions = await load();
      this.#suggestions.set(sign, suggestions);
      suggestions.update();
    } catch {
      // It can be typed.
      this.#suggestions.delete(sign);
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (isComposing(event) || [...this.#suggestions.values()].some((list) => list?.key(event)) || this.#formatKey?.(event, this.#box)) return;
    if (commandOf(event, ["writing"]) === "edit-last" && !this.#box.value) {
      event.preventDefault();
      this.#tell("edit-last");
      return;
    }
    if (event.key === "Escape" && this.#answers) {
      event.preventDefault();
      return this.#reply();
    }
    if (!isSendKey(event, isTouchOnly())) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  /** @param {SubmitEvent} event */
  #send(event) {
    event.preventDefault();
    const body = this.#box.value;
    if (!body.trim() && !this.files?.count) return this.focus();
    if ((bytesLeft(body) ?? 0) < 0) return this.#measure();
    if (/^\/(?!\/)/.test(body)) return void this.#command(body);
    const files = this.files?.take();
    if (this.files && !files) return;
    // After a form that did not come through, its nonce goes on: the words may have been said all the same.
    const notice = find(this, ".notice");
    const tried = notice ? get(this.#form, "[name=nonce]", HTMLInputElement).value : undefined;
    const { answers, ...inbox } = this.inbox ?? { root: 0, upto: 0 };
    const how = { answers: this.#answers ?? answers, thread: this.#inThread(), files, ...(this.inbox && { inbox }) };
    this.#outbox.add(this.#room, body.replace(/^\/\//, "/"), { tried, ...how });
    notice?.remove();
    this.#clear();
    this.#tell("message-sent");
  }

  #clear() {
    this.#showAnswered();
    this.#box.value = "";
    this.#draft?.clear();
    this.#box.removeAttribute("aria-invalid");
    this.#measure();
    this.focus();
  }

  // What begins with a slash is done by the server, or explained: then it stays in the box.
  /** @param {string} body */
  async #command(body) {
    const { carryOut } = await import("../lib/slash_command.js");
    const { path, refused } = await carryOut(this.#form);
    get(this.#form, "[name=nonce]", HTMLInputElement).value = newNonce();
    if (refused !== undefined) return this.#explain(refused);
    if (this.#box.value === body) this.#clear();
    if (path === "/" || (path && !location.pathname.startsWith(path) && !this.#thread)) location.assign(path);
  }

  // In the place of the counter, until something else is typed.
  /** @param {string} words */
  #explain(words) {
    const counter = get(this, ".counter");
    counter.hidden = false;
    counter.textContent = words;
    this.focus();
  }

  // Whether it is said in the room, too, is asked anew for each.
  #inThread() {
    if (!this.#thread) return undefined;
    const also = find(this.#form, "[name=also_in_room]");
    if (!(also instanceof HTMLInputElement)) return { root: this.#thread, isAlsoInRoom: false };
    const thread = { root: this.#thread, isAlsoInRoom: also.checked };
    also.checked = false;
    return thread;
  }

  #changed() {
    this.#measure();
    this.#draft?.typed(this.#box.value, this.#answers);
  }

  #measure() {
    fitToText(this.#box);
    const left = bytesLeft(this.#box.value);
    const counter = get(this, ".counter");
    counter.hidden = left === undefined;
    counter.classList.toggle("over", (left ?? 0) < 0);
    counter.textContent = left === undefined ? "" : left < 0 ? text.overTheLimit(-left) : text.bytesLeft(left);
  }
}
