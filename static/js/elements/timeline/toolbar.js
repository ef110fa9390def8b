// What may be done to a message: one toolbar, over the row where the pointer or the focus is; for a finger, a sheet. Rows are the
// same for everyone; what is mine to do is found here.

/** @import { Context } from "../../lib/context.js" */
/** @import { Viewer } from "../../models/message_actions.js" */
/** @import { Host as EditHost } from "./edit_form.js" */
/** @import { ActionSheet } from "./action_sheet.js" */
/** @import { MoreTools } from "./more_tools.js" */
/** @import { Reactions } from "./reactions.js" */
import { newNonce, sendCommand } from "../../lib/command.js";
import { openDialog } from "../../lib/dialog_links.js";
import { closest, find, findAll, get, isTouch, setText, template } from "../../lib/dom.js";
import { note } from "../../lib/message_rows.js";
import { ownAlike } from "../../lib/reaction_chips.js";
import * as text from "../../lib/messages.js";
import { isAllowed } from "../../models/message_actions.js";

/**
 * @typedef {EditHost & {
 *   reactions: Reactions,
 *   viewer: () => Viewer,
 *   markUnread: (row: HTMLElement) => boolean,
 *   reply: (row: HTMLElement) => void,
 *   openThread: (row: HTMLElement) => void,
 * }} Host
 */

export class Toolbar {
  #context;
  #host;
  #bar = get(template("template-tools"), ".tools");
  /** @type {MoreTools | undefined} what is done seldom: loaded when it is first asked for */
  #more;
  /** @type {ActionSheet | undefined} for a finger: loaded with its first touch */
  #sheet;

  /**
   * @param {Pick<Context, "me" | "connection" | "storage" | "personal">} context
   * @param {Host} host
   */
  constructor(context, host) {
    this.#context = context;
    this.#host = host;
    for (const list of host.lists) this.#watch(list);
    // What is mine to do may be something else by now.
    host.list.addEventListener("room-changed", () => this.#offer());
    host.list.addEventListener("reactions-changed", () => this.#offer());
    context.personal.on("changed", () => this.#offer());
  }

  /** @param {HTMLElement} list */
  #watch(list) {
    list.addEventListener("pointerover", (event) => event.pointerType === "mouse" && this.#pointedAt(closest(event, ".message")));
    list.addEventListener("pointerleave", () => this.#more?.isOpen || this.#hide());
    list.addEventListener("focusin", (event) => this.#focused(closest(event, ".message")));
    list.addEventListener("click", (event) => this.#clicked(event));
    // By a key: `lib/keyboard.js` says which.
    list.addEventListener("act", (event) => this.#asked(/** @type {CustomEvent<string>} */ (event)));
  }

  /** @param {HTMLElement} row */
  async edit(row) {
    this.#bar.remove();
    const { edit } = await import("./edit_form.js");
    await edit(this.#context, this.#host, row);
  }

  // On the way to what stands below the bar, the pointer may cross other messages.
  /** @param {HTMLElement | null} row */
  #pointedAt(row) {
    if (!this.#more?.isOpen) this.#show(row);
  }

  /** @param {HTMLElement | null} row */
  #show(row) {
    if (!row || row === this.#bar.parentElement) return;
    if (row.matches(".gone, .editing")) return this.#hide();
    this.#offer(row);
    row.append(this.#bar);
  }

  // A finger gives the focus as well; what it is offered is the sheet.
  /** @param {HTMLElement | null} row */
  #focused(row) {
    if (row?.matches(":focus-visible, :has(:focus-visible)")) this.#show(row);
  }

  #offer(row = this.#bar.parentElement) {
    if (!row) return;
    for (const button of findAll(this.#bar, "[data-action]")) button.hidden = !this.isAllowed(actionOf(button), row);
    const quick = findAll(this.#bar, ".quick");
    const reactions = this.isAllowed("react", row) ? this.#host.reactions.lately(quick.length) : [];
    for (const [n, button] of quick.entries()) offerReaction(button, reactions[n], row);
  }

  #hide() {
    if (!this.#bar.contains(document.activeElement)) this.#bar.remove();
  }

  /**
   * @param {string} action
   * @param {HTMLElement} row
   */
  isAllowed(action, row) {
    const { seq, author } = row.dataset;
    const message = { seq: Number(seq), isMine: author === this.#context.me, isGone: row.matches(".gone"), hasPreviews: find(row, ":scope > .link-previews") !== null };
    return isAllowed(action, message, this.#host.viewer());
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const row = closest(event, ".message");
    if (!row) return;
    const button = closest(event, ".tools button");
    if (button?.dataset.reaction) return this.#react(row, button.dataset.reaction);
    if (button?.dataset.more !== undefined) return this.#showMore();
    if (button) return this.#do(actionOf(button), row);
    if (isTap(event) && !row.matches(".gone, .editing") && !closest(event, "a, button, textarea, input, label")) this.#ask(row);
  }

  async #showMore() {
    this.#more ??= new (await import("./more_tools.js")).MoreTools(this.#bar);
    this.#more.show();
  }

  /** @param {HTMLElement} row */
  async #ask(row) {
    const { reactions } = this.#host;
    const isOffered = (/** @type {string} */ offered) => this.isAllowed(offered, row);
    this.#sheet ??= new (await import("./action_sheet.js")).ActionSheet();
    const { action, reaction } = await this.#sheet.choose(row, isOffered, reactions);
    if (reaction) await reactions.toggle(row, reaction);
    else if (action) this.#do(action, row);
  }

  /** @param {CustomEvent<string>} event */
  #asked(event) {
    const row = closest(event, ".message");
    if (!row || !this.isAllowed(event.detail, row)) return;
    event.preventDefault();
    this.#do(event.detail, row);
  }

  /**
   * @param {string} action
   * @param {HTMLElement} row
   */
  #do(action, row) {
    switch (action) {
      case "react":
        return this.#host.reactions.pick(row, this.#bar.isConnected ? this.#bar : row);
      case "edit":
        return this.edit(row);
      case "reply":
        return this.#host.reply(row);
      case "thread":
        return this.#host.openThread(row);
      case "delete":
        return this.#delete(row);
      case "unread":
        return this.#markUnread(row);
      case "save":
      case "unsave":
        return this.#save(row, action === "save");
      case "report":
        return this.#report(row);
      case "why":
        return openDialog(`${this.#host.addressOf(row)}/why`);
      case "link":
        return this.#copyLink(row);
      default:
        return this.#send(action, row);
    }
  }

  /**
   * @param {HTMLElement} row
   * @param {string} reaction
   */
  async #react(row, reaction) {
    await this.#host.reactions.toggle(row, reaction);
    this.#offer();
  }

  // My own goes a moment later and can be undone until then; of others' I am asked why.
  /** @param {HTMLElement} row */
  async #delete(row) {
    if (row.matches(".editing")) return row.focus();
    if (row.dataset.author === this.#context.me) return this.#deleteSoon(row);
    const reason = await confirm();
    if (reason === undefined) return row.focus();
    await this.#send("delete", row, reason ? { reason } : {});
  }

  /** @param {HTMLElement} row */
  async #deleteSoon(row) {
    const { deleterOf } = await import("../../lib/deleter.js");
    const target = Number(row.dataset.seq);
    const present = () => this.#host.rowAt(target) ?? row;
    const say = (/** @type {string} */ words, isWrong = false, /** @type {HTMLElement | undefined} */ way = undefined) => {
      present().classList.toggle("deleting", !isWrong);
      note(present(), words, isWrong, way);
    };
    const ended = () => {
      present().classList.remove("deleting");
      const said = find(present(), ":scope > .row-note");
      const had = said?.contains(document.activeElement);
      said?.remove();
      if (had) present().focus({ preventScroll: true });
    };
    deleterOf(this.#context).hold({ room: this.#host.room, target, address: this.#host.addressOf(row) }, { say, ended });
  }

  /**
   * What needs nothing but its message, and perhaps why.
   *
   * @param {string} action
   * @param {HTMLElement} row
   * @param {{ reason?: string }} [more]
   */
  async #send(action, row, more = {}) {
    const target = Number(row.dataset.seq);
    const frame = { t: "command", action, room: this.#host.room, nonce: newNonce(), target, ...more };
    try {
      await sendCommand((sent) => this.#context.connection.request(sent), frame);
    } catch (error) {
      note(this.#host.rowAt(target) ?? row, /** @type {Error} */ (error).message, true);
    }
  }

  /** @param {HTMLElement} row */
  #markUnread(row) {
    if (!this.#host.markUnread(row)) note(row, text.notUnreadOffline(), true);
  }

  /**
   * @param {HTMLElement} row
   * @param {boolean} isKept
   */
  async #save(row, isKept) {
    const { save } = await import("./save.js");
    await save(this.#context.me, this.#host.addressOf(row), row, isKept);
  }

  /** @param {HTMLElement} row */
  #report(row) {
    return openDialog(`${this.#host.addressOf(row)}/report`);
  }

  /** @param {HTMLElement} row */
  async #copyLink(row) {
    const address = new URL(this.#host.addressOf(row), location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      note(row, text.linkCopied());
    } catch {
      note(row, address);
    }
  }
}

/**
 * Whether a finger touched something, and did not end a selection.
 *
 * @param {MouseEvent} event
 */
function isTap(event) {
  const isFinger = event instanceof PointerEvent && event.pointerType ? event.pointerType === "touch" : isTouch();
  return isFinger && (getSelection()?.isCollapsed ?? true);
}

/**
 * A small button for a reaction that one uses.
 *
 * @param {HTMLElement} button
 * @param {string | undefined} reaction
 * @param {HTMLElement} row
 */
function offerReaction(button, reaction, row) {
  button.hidden = reaction === undefined;
  if (reaction === undefined) return;
  button.dataset.reaction = reaction;
  button.title = text.reactWith(reaction);
  button.setAttribute("aria-label", button.title);
  button.setAttribute("aria-pressed", String(ownAlike(row, reaction) !== undefined));
  setText(button, reaction);
}

/** @param {HTMLElement} button */
function actionOf(button) {
  return button.dataset.action ?? "";
}

/**
 * Whether one is sure to delete another's message, and why: nothing if not; the reason may be empty.
 *
 * @returns {Promise<string | undefined>}
 */
function confirm() {
  const dialog = get(document, "#delete-message", HTMLDialogElement);
  const reason = get(dialog, "input", HTMLInputElement);
  reason.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  const said = () => (dialog.returnValue === "yes" ? reason.value.trim() : undefined);
  return new Promise((done) => dialog.addEventListener("close", () => done(said()), { once: true }));
}
