// Reactions in a timeline: what happens to them is drawn where it stands, and a press on one adds mine or takes it back. The picker,
// and who reacted, are fetched when they are first wanted.

/** @import { Context } from "../../lib/context.js" */
/** @import { EventFrame, PageFrame, ReactionsFrame } from "../../models/frames.js" */
import { newNonce, sendCommand } from "../../lib/command.js";
import { closest } from "../../lib/dom.js";
import { note, seqOf } from "../../lib/message_rows.js";
import { ownAlike, ownReactions, pressThese, tokenOf, update } from "../../lib/reaction_chips.js";
import { ReactionLog } from "../../models/reaction_log.js";
import { lately, mostly, used } from "../../models/used_reactions.js";

const USED = "reactions";

/**
 * @typedef {object} Host
 * @property {string} room
 * @property {HTMLElement} list
 * @property {HTMLElement[]} lists with whatever messages stand outside of it
 * @property {(seq: number) => HTMLElement | null} rowAt
 * @property {(row: HTMLElement) => string} addressOf
 * @property {(row: HTMLElement) => boolean} isAllowed whether I may react to a message
 */

export class Reactions {
  #context;
  #host;
  #log = new ReactionLog();
  // What is on its way: a second press before the answer is no other wish.
  /** @type {Set<string>} */
  #underWay = new Set();

  /**
   * @param {Pick<Context, "me" | "connection" | "storage">} context
   * @param {Host} host
   */
  constructor(context, host) {
    this.#context = context;
    this.#host = host;
    for (const list of host.lists) this.#watch(list);
  }

  /** @param {HTMLElement} list */
  #watch(list) {
    list.addEventListener("click", (event) => this.#clicked(event));
    for (const type of ["pointerover", "focusin", "pointerdown"]) {
      list.addEventListener(type, (event) => this.#pointedAt(event), { passive: true });
    }
  }

  /**
   * A drawing for everyone becomes mine, and as new as anything known.
   *
   * @param {HTMLElement} row
   * @param {{ present?: HTMLElement | null, page?: PageFrame }} from the row that it replaces, or the page that it comes with
   */
  prepare(row, { present, page }) {
    const seq = seqOf(row);
    const mine = page ? page.mine?.find((own) => own.seq === seq)?.mine : present && ownReactions(present);
    pressThese(row, mine ?? []);
    update(row, this.#log.since(seq, Number(row.dataset.rev)));
  }

  /** @param {EventFrame} frame */
  happened({ target, seq, kind, actor, reaction }) {
    if (target === undefined || !reaction) return;
    const isMine = actor === this.#context.me ? kind === "reacted" : undefined;
    this.#log.happened(target, seq, reaction, isMine);
    this.#show(target);
  }

  /** @param {ReactionsFrame} frame */
  missed({ messages = [] }) {
    for (const standing of messages) {
      this.#log.stands(standing);
      this.#show(standing.seq);
    }
  }

  // Another log: nothing known counts.
  forget() {
    this.#log.clear();
  }

  /** @param {number} seq */
  #show(seq) {
    const row = this.#host.rowAt(seq);
    if (!row || row.matches(".gone")) return;
    update(row, this.#log.since(seq, Number(row.dataset.rev)));
    this.#host.list.dispatchEvent(new CustomEvent("reactions-changed"));
  }

  /** @returns {import("../../models/used_reactions.js").Used[]} */
  get #used() {
    return this.#context.storage.get(USED) ?? [];
  }

  /** @param {number} most */
  lately(most) {
    return lately(this.#used, most);
  }

  /** @param {number} most */
  mostly(most) {
    return mostly(this.#used, most);
  }

  /**
   * Adds my reaction, or takes it back where it is there.
   *
   * @param {HTMLElement} row
   * @param {string} reaction
   */
  toggle(row, reaction) {
    const own = ownAlike(row, reaction);
    if (own !== undefined) return this.#send(row, "unreact", own);
    this.#context.storage.set(USED, used(this.#used, reaction));
    return this.#send(row, "react", reaction);
  }

  /**
   * @param {HTMLElement} row
   * @param {"react" | "unreact"} action
   * @param {string} reaction
   */
  async #send(row, action, reaction) {
    const target = seqOf(row);
    const key = `${target} ${reaction}`;
    if (this.#underWay.has(key)) return;
    this.#underWay.add(key);
    const frame = { t: "command", action, room: this.#host.room, nonce: newNonce(), target, reaction };
    try {
      await sendCommand((sent) => this.#context.connection.request(sent), frame);
    } catch (error) {
      note(this.#host.rowAt(target) ?? row, /** @type {Error} */ (error).message, true);
    } finally {
      this.#underWay.delete(key);
    }
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const chip = closest(event, ".reactions > .reaction");
    const row = chip?.closest(".message");
    // Whoever may not is told why, by the answer to the form.
    if (!chip || !(row instanceof HTMLElement) || !this.#host.isAllowed(row)) return;
    event.preventDefault();
    if (chip.matches(".add")) return this.pick(row, chip);
    return this.toggle(row, tokenOf(chip));
  }

  /**
   * Lets one choose among all there are.
   *
   * @param {HTMLElement} row
   * @param {HTMLElement} beside what it was asked for with
   */
  async pick(row, beside) {
    try {
      const { openPicker } = await import("../reactions/picker.js");
      const reaction = await openPicker(beside, { storage: this.#context.storage, recent: this.lately(8) });
      const present = this.#host.rowAt(seqOf(row));
      if (document.activeElement === document.body) present?.focus({ preventScroll: true });
      if (reaction && present) await this.toggle(present, reaction);
    } catch {
      location.assign(`${this.#host.addressOf(row)}/react`);
    }
  }

  /** @param {Event} event */
  async #pointedAt(event) {
    const chip = closest(event, ".reactions > button.reaction");
    const row = chip?.closest(".message");
    if (!chip || !(row instanceof HTMLElement)) return;
    const { pointedAt } = await import("../reactions/who_reacted.js");
    pointedAt(event, chip, `${this.#host.addressOf(row)}/reactions`);
  }
}
