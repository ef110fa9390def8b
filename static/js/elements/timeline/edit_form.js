// A message of mine edited where it stands. The form is the server's own (`…/edit` without a script), put into the row.

/** @import { Context } from "../../lib/context.js" */
/** @import { MentionSuggestions } from "../mention_suggestions.js" */
/** @import { Failure } from "../../models/retry.js" */
/** @import { ScrollView } from "./scroll_view.js" */
import { newNonce, sendCommand } from "../../lib/command.js";
import { closest, fetchPage, find, findAll, fitToText, get, insertText, isTouchOnly, template } from "../../lib/dom.js";
import { note } from "../../lib/message_rows.js";
import * as text from "../../lib/messages.js";
import { paste } from "../../lib/paste.js";
import { isComposing, isSendKey, said } from "../../models/composing.js";

/**
 * The messages around the one that is edited.
 *
 * @typedef {object} Host
 * @property {string} room
 * @property {HTMLElement} list
 * @property {HTMLElement[]} lists with whatever messages stand outside of it
 * @property {ScrollView} view
 * @property {(change: () => void) => void} keepStill
 * @property {(seq: number) => HTMLElement | null} rowAt
 * @property {(row: HTMLElement) => string} addressOf
 * @property {() => string} namesAddress where people are searched for
 */

/** @typedef {Pick<Context, "connection" | "storage">} Parts */

/**
 * What was typed over a message, and over which words of it.
 *
 * @typedef {{ text: string, text_rev: number }} KeptEdit
 */

/**
 * Puts the form into the row. One at a time: an open one is gone back to.
 *
 * @param {Parts} context
 * @param {Host} host
 * @param {HTMLElement} row
 */
export async function edit(context, host, row) {
  const open = () => host.lists.map((list) => find(list, ".edit-form textarea")).find((box) => box);
  const box = open();
  if (box) return box.focus();
  const form = await fetchForm(host.addressOf(row), row);
  // The row may have been drawn anew meanwhile.
  const present = host.rowAt(Number(row.dataset.seq));
  if (!form || !present || open()) return;
  new EditForm(context, host, document.adoptNode(form), Number(present.dataset.seq)).open(present);
}

/**
 * @param {string} address of the message
 * @param {HTMLElement} row
 */
async function fetchForm(address, row) {
  try {
    const { page } = await fetchPage(`${address}/edit`);
    const form = page.querySelector("form.edit-form");
    if (form instanceof HTMLFormElement) return form;
    note(row, find(page, "main p")?.textContent ?? text.notEditable(), true);
  } catch {
    note(row, text.notEditableOffline(), true);
  }
  return undefined;
}

/** @param {HTMLElement} form */
function textRevOf(form) {
  return Number(get(form, "[name=text_rev]", HTMLInputElement).value);
}

class EditForm {
  #connection;
  #storage;
  #host;
  #form;
  #seq;
  #box;
  #before;
  // The seq of the last change of those words.
  #textRev;
  #key;
  /** @type {MentionSuggestions | undefined} */
  #suggestions;
  /** @type {((event: KeyboardEvent, box: HTMLTextAreaElement) => boolean) | undefined} */
  #formatKey;

  /**
   * @param {Parts} context
   * @param {Host} host
   * @param {HTMLFormElement} form
   * @param {number} seq
   */
  constructor({ connection, storage }, host, form, seq) {
    this.#connection = connection;
    this.#storage = storage;
    this.#host = host;
    this.#form = form;
    this.#seq = seq;
    this.#box = get(form, "textarea", HTMLTextAreaElement);
    this.#before = this.#box.value;
    this.#textRev = textRevOf(form);
    this.#key = `edit:${host.room}:${seq}`;
    form.onsubmit = (event) => this.#save(event);
    form.onkeydown = (event) => this.#pressed(event);
    form.onclick = (event) => this.#clicked(event);
    this.#box.onpaste = (event) => paste(event, this.#box);
    this.#box.oninput = () => {
      fitToText(this.#box);
      this.#keep();
    };
    this.#loadSuggestions();
  }

  async #loadSuggestions() {
    const { MentionSuggestions } = await import("../mention_suggestions.js");
    this.#suggestions = new MentionSuggestions(this.#form, this.#box, this.#host.namesAddress);
    this.#formatKey = (await import("../../lib/format_keys.js")).formatKey;
  }

  /** @param {HTMLElement} row */
  open(row) {
    this.#box.rows = 1;
    this.#takeUp(this.#storage.get(this.#key));
    this.#host.keepStill(() => {
      row.classList.add("editing");
      row.append(this.#form);
      fitToText(this.#box);
    });
    this.#host.view.reveal(row);
    this.#box.focus({ preventScroll: true });
    this.#box.setSelectionRange(this.#box.value.length, this.#box.value.length);
  }

  /**
   * What was typed before the page was loaded again goes on, if the message still says what it was typed over.
   *
   * @param {KeptEdit | undefined} kept
   */
  #takeUp(kept) {
    if (kept?.text_rev === this.#textRev) this.#box.value = kept.text;
    else if (kept && said(kept.text) !== said(this.#before)) this.#showBeside(text.typedBefore(), kept.text);
  }

  #keep() {
    /** @type {KeptEdit} */
    const kept = { text: this.#box.value, text_rev: this.#textRev };
    this.#storage.set(this.#key, kept);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    // The row and its list have keys of their own.
    event.stopPropagation();
    if (isComposing(event)) return;
    if (event.target === this.#box && (this.#suggestions?.key(event) || this.#formatKey?.(event, this.#box))) return;
    if (event.key === "Escape") {
      event.preventDefault();
      return this.#cancel();
    }
    if (event.target !== this.#box || !isSendKey(event, isTouchOnly())) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    if (closest(event, '[data-action="use"]')) return this.#useBeside();
    if (!closest(event, '[data-action="cancel"]')) return;
    event.preventDefault();
    event.stopPropagation();
    this.#cancel();
  }

  get #isBusy() {
    return this.#form.ariaBusy === "true";
  }

  set #isBusy(isBusy) {
    this.#form.ariaBusy = String(isBusy);
    this.#box.readOnly = isBusy;
    get(this.#form, ".primary").textContent = isBusy ? text.saving() : text.save();
  }

  #cancel() {
    if (this.#isBusy) return;
    this.#storage.remove(this.#key);
    this.#close();
  }

  #close() {
    const row = this.#form.closest(".message");
    const main = this.#host.list.closest(".room");
    const hadFocus = this.#form.contains(document.activeElement);
    this.#host.keepStill(() => {
      row?.classList.remove("editing");
      this.#form.remove();
    });
    if (hadFocus) main?.dispatchEvent(new CustomEvent("compose"));
  }

  /** @param {SubmitEvent} event */
  async #save(event) {
    event.preventDefault();
    const body = this.#box.value;
    if (this.#isBusy) return;
    const without = findAll(this.#form, "[name=without]:checked").map((box) => /** @type {HTMLInputElement} */ (box).value);
    if (said(body) === said(this.#before) && !without.length) return this.#cancel();
    const nonce = get(this.#form, "[name=nonce]", HTMLInputElement);
    const frame = {
      t: "command",
      action: "edit",
      room: this.#host.room,
      nonce: nonce.value,
      target: this.#seq,
      body,
      text_rev: this.#textRev,
      ...(without.length && { without }),
    };
    this.#isBusy = true;
    try {
      const { cancelled } = await sendCommand((sent) => this.#connection.request(sent), frame);
      if (cancelled) throw new Error(text.notSaved());
      this.#storage.remove(this.#key);
      this.#close();
    } catch (error) {
      // Whatever was refused under that nonce stays refused.
      nonce.value = newNonce();
      this.#isBusy = false;
      const failure = /** @type {Failure} */ (error);
      this.#fail(failure.message);
      if (failure.code === "outdated") await this.#compare();
    }
  }

  // The message was changed elsewhere meanwhile: what it says now stands beside what would replace it.
  async #compare() {
    const row = this.#form.closest(".message");
    const fresh = row instanceof HTMLElement && (await fetchForm(this.#host.addressOf(row), row));
    if (!fresh) return;
    this.#before = get(fresh, "textarea", HTMLTextAreaElement).value;
    this.#textRev = textRevOf(fresh);
    this.#keep();
    this.#showBeside(text.saysNow(), this.#before);
  }

  /**
   * Other words than those in the box, to be read and perhaps used.
   *
   * @param {string} label
   * @param {string} words
   */
  #showBeside(label, words) {
    find(this.#form, ".beside")?.remove();
    const beside = get(template("template-beside"), ".beside");
    get(beside, ".label").textContent = label;
    get(beside, "blockquote").textContent = words;
    this.#box.before(beside);
  }

  #useBeside() {
    const beside = get(this.#form, ".beside");
    const words = get(beside, "blockquote").textContent ?? "";
    beside.remove();
    this.#box.focus({ preventScroll: true });
    insertText(this.#box, words, 0, this.#box.value.length);
  }

  /** @param {string} words */
  #fail(words) {
    const notice = find(this.#form, ".notice") ?? document.createElement("p");
    notice.className = "notice wrong";
    notice.setAttribute("role", "alert");
    notice.textContent = words;
    this.#form.prepend(notice);
  }
}
