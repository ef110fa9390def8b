// `<hub-inbox>`: what waits for me. It follows what happens and what I do on other devices; keys walk its rows and deal with them.

/** @import { Context } from "../lib/context.js" */
import { closest, fetchPage, find, findAll, isTouch } from "../lib/dom.js";
import { sendInPlace } from "../lib/in_place.js";
import { localMoments } from "../lib/local_moments.js";
import { briefTimes } from "../lib/local_times.js";
import { isComposing } from "../models/composing.js";
import { commandOf, isCharacter } from "../models/keys.js";
import { momentOf } from "../models/reminder.js";
import { countForMe } from "../models/rooms.js";
import { LiveElement } from "./live_element.js";

// What changes within so many ms is shown at once.
const PAUSE = 300;
const ROW = ".inbox-row";

export class Inbox extends LiveElement {
  #rooms;
  #personal;
  #storage;
  /** @type {AbortController | undefined} */
  #request;
  /** @type {number | undefined} */
  #timer;
  /** Where it is shown, with what was done last. */
  #address = location.href;
  /** How it stands, as far as this page tells. */
  #known = "";

  /** @param {Pick<Context, "personal" | "rooms" | "storage">} context */
  constructor({ personal, rooms, storage }) {
    super();
    this.#personal = personal;
    this.#rooms = rooms;
    this.#storage = storage;
  }

  connectedCallback() {
    this.#known = this.#state();
    this.untilDisconnected(
      this.#rooms.on("changed", () => this.#changed()),
      this.#personal.on("changed", () => this.#changed()),
      () => clearTimeout(this.#timer),
      () => this.#request?.abort(),
    );
    this.listen(this, "submit", (event) => this.#submit(/** @type {SubmitEvent} */ (event)));
    this.listen(this, "toggle", (event) => this.#toggled(event), { capture: true });
    this.listen(this, "compose", (event) => this.#compose(event), { capture: true });
    this.listen(this, "message-sent", (event) => close(closest(event, "details")));
    this.listen(this, "keydown", (event) => this.#escaped(/** @type {KeyboardEvent} */ (event)));
    this.listen(this, "pointerdown", (event) => this.#touched(/** @type {PointerEvent} */ (event)));
    this.listen(document, "inbox-said", ({ detail }) => this.#wasSaid(detail));
    this.listen(document, "keydown", (event) => this.#pressed(/** @type {KeyboardEvent} */ (event)));
    if (isTouch()) this.#loadSwipes();
    this.#draw();
    // What happened between the page and this was told to nobody.
    if (this.#rooms.isWhole) this.#soon();
  }

  #draw() {
    briefTimes(this);
    localMoments(this);
    for (const zone of findAll(this, ".inbox-zone")) zone.hidden = true;
    const notice = find(this, ".inbox-said");
    if (!notice || !this.#said) return;
    find(notice, "a")?.setAttribute("href", this.#said);
    notice.hidden = false;
  }

  #state() {
    const now = Date.now();
    const rooms = this.#rooms.all().map((status) => [status.room, countForMe(status, now), status.away?.msg, status.away?.until].join());
    return `${rooms.sort().join(" ")} ${this.#personal.waiting(now)}`;
  }

  #changed() {
    const state = this.#state();
    if (state === this.#known) return;
    this.#known = state;
    this.#soon();
  }

  #soon() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#refresh();
    }, PAUSE);
  }

  async #refresh() {
    this.#request?.abort();
    const { signal } = (this.#request = new AbortController());
    try {
      const { page } = await fetchPage(this.#address, signal);
      const fresh = find(page, "hub-inbox");
      if (!fresh || !this.isConnected) return;
      if (this.#isInHand()) return void (this.#isStale = true);
      this.#replace(fresh);
    } catch {
      // The next change asks again.
    }
  }

  #isStale = false;
  #isUnderFinger = false;

  // What somebody is choosing, or draws aside, stays until they have.
  #isInHand() {
    return this.#isUnderFinger || Boolean(find(this, "details[open]"));
  }

  #catchUp() {
    if (!this.#isStale || this.#isInHand()) return;
    this.#isStale = false;
    this.#soon();
  }

  /** @param {Event} event */
  #toggled({ target }) {
    if (!(target instanceof HTMLDetailsElement)) return;
    if (target.open) return void (target.matches(".inbox-reply") && this.#write(target));
    this.#catchUp();
  }

  /** @param {HTMLDetailsElement} details */
  async #write(details) {
    const row = /** @type {HTMLElement} */ (details.closest(ROW));
    try {
      (await import("../lib/inbox_reply.js")).composeIn(row, details);
    } catch {
      // The form is sent as it is.
      find(details, "textarea")?.focus();
    }
  }

  // The text of an answer that was not said comes back to be edited.
  /** @param {CustomEvent<string | null>} event */
  async #compose(event) {
    const row = closest(event, ROW);
    const details = find(row, ".inbox-reply");
    if (typeof event.detail !== "string" || !row || !(details instanceof HTMLDetailsElement)) return;
    details.open = true;
    if (find(details, "hub-composer")) return;
    await this.#write(details);
    if (find(details, "hub-composer")) row.dispatchEvent(new CustomEvent("compose", { detail: event.detail }));
  }

  // A finger draws a row aside; what is open in it has its own ways.
  /** @param {PointerEvent} event */
  async #touched(event) {
    const row = closest(event, ROW);
    if (event.pointerType !== "touch" || !event.isPrimary || !row || find(row, "details[open]")) return;
    if (!this.#swipes) return void this.#loadSwipes();
    this.#isUnderFinger = true;
    const side = await this.#swipes.followFinger(row, event);
    this.#isUnderFinger = false;
    if (side) this.#do(side === "end" ? "inbox-done" : "inbox-snooze", event, row);
    this.#catchUp();
  }

  /** @type {typeof import("../lib/inbox_swipe.js") | undefined} */
  #swipes;

  async #loadSwipes() {
    this.#swipes ??= await import("../lib/inbox_swipe.js").catch(() => undefined);
  }

  /** @param {KeyboardEvent} event */
  #escaped(event) {
    const details = closest(event, "details[open]");
    if (event.key !== "Escape" || event.defaultPrevented || isComposing(event) || !details) return;
    event.preventDefault();
    close(details);
  }

  /** Where an answer was said. @type {string | undefined} */
  #said;

  /** @param {{ room: string, seq?: number }} said */
  #wasSaid({ room, seq }) {
    const address = this.#rooms.get(room)?.address;
    this.#said = address && (seq ? `${address}/m/${seq}#m-${seq}` : address);
    this.#soon();
  }

  // Whoever was at a row is at the one in its place.
  /** @param {HTMLElement} fresh */
  #replace(fresh) {
    const had = this.contains(document.activeElement);
    const at = this.#rowsOf().indexOf(this.#current() ?? this);
    this.replaceChildren(...document.adoptNode(fresh).childNodes);
    this.#draw();
    if (!had) return;
    const rows = this.#rowsOf();
    if (!focusRow(rows[Math.min(Math.max(at, 0), rows.length - 1)])) find(document, "main")?.focus({ preventScroll: true });
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    const { target: form, submitter } = event;
    // A composer's words are sent by itself.
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
    event.preventDefault();
    this.#said = undefined;
    chooseMoment(form, submitter);
    const sent = await sendInPlace(form, submitter);
    if (!sent) return;
    this.#address = addressAfter(form, sent);
    closest(event, "details")?.removeAttribute("open");
    this.#isStale = false;
    await this.#refresh();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.defaultPrevented || isComposing(event) || find(document, "dialog[open]") || closest(event, "textarea, input, select")) return;
    if (isCharacter(event) && this.#storage.get("letter-keys") === false) return;
    const command = commandOf(event, ["inbox"]);
    if (command && this.#do(command, event)) event.preventDefault();
  }

  /**
   * @param {string} command
   * @param {Event} event
   */
  #do(command, event, row = this.#current()) {
    const rows = this.#rowsOf();
    const at = row ? rows.indexOf(row) : -1;
    switch (command) {
      case "inbox-next":
        return focusRow(rows[at + 1]);
      case "inbox-previous":
        return focusRow(rows[at < 0 ? 0 : at - 1]);
      case "inbox-open":
        // What has the focus itself does what it does.
        return !closest(event, "a, button, summary") && press(find(row, ".home-row-name"));
      case "inbox-undo":
        return press(find(this, '[data-do="inbox-undo"]'));
      case "inbox-reply":
        return row !== undefined && open(row, ".inbox-reply");
      case "inbox-snooze":
        return row !== undefined && open(row, ".inbox-snooze", "form button");
      default:
        return press(find(row, `[data-do="${command}"]`));
    }
  }

  #rowsOf() {
    return findAll(this, ROW);
  }

  #current() {
    const row = document.activeElement?.closest(ROW);
    return row instanceof HTMLElement && this.contains(row) ? row : undefined;
  }
}

/**
 * The moment that is meant, in the zone of this browser.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
function chooseMoment(form, submitter) {
  const field = find(form, "[name=at]");
  if (!(field instanceof HTMLInputElement)) return;
  const fields = new FormData(form, submitter);
  const at = momentOf(String(fields.get("when") ?? ""), String(fields.get("date") ?? ""), new Date());
  field.value = at?.toISOString() ?? "";
}

/**
 * The address of this list, with what brings back what was done.
 *
 * @param {HTMLFormElement} form
 * @param {URLSearchParams} sent
 */
function addressAfter(form, sent) {
  const address = new URL(location.pathname, location.href);
  const show = new URL(location.href).searchParams.get("show");
  if (show) address.searchParams.set("show", show);
  const room = sent.get("room");
  if (new URL(form.action).pathname === "/inbox/done" && room) {
    address.searchParams.set("undo", room);
    address.searchParams.set("root", sent.get("root") ?? "0");
  }
  return address.href;
}

/** @param {Element | null | undefined} row */
function focusRow(row) {
  const link = find(row, ".home-row-name");
  link?.focus();
  return Boolean(link);
}

/** @param {HTMLElement | null} button */
function press(button) {
  button?.click();
  return Boolean(button);
}

/**
 * @param {HTMLElement} row
 * @param {string} which
 * @param {string} [first] what has the focus then
 */
function open(row, which, first) {
  const details = find(row, which);
  if (!(details instanceof HTMLDetailsElement)) return false;
  details.open = true;
  if (first) find(details, first)?.focus();
  return true;
}

// Whoever was in it is at its row.
/** @param {HTMLElement | null} details */
function close(details) {
  if (!details) return;
  const had = details.contains(document.activeElement);
  details.removeAttribute("open");
  if (had) focusRow(details.closest(ROW));
}
