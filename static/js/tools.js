// What may be done to a message: one toolbar, in the row where the pointer or the focus is. Rows are the same for everyone;
// what is mine to do is found here.

import { app } from "./app.js";
import { carryOut } from "./durable.js";
import { edit, isEditing, note } from "./editing.js";
import { freshNonce } from "./outbox.js";

const isTouch = matchMedia("(pointer: coarse)");
const KEYS = { e: "edit", Delete: "delete", u: "unread", c: "link" };

export class Tools {
  #timeline;
  #bar = document.getElementById("template-tools").content.firstElementChild.cloneNode(true);

  constructor(timeline) {
    this.#timeline = timeline;
    const { list } = timeline;
    list.addEventListener("pointerover", (event) => event.pointerType === "mouse" && this.#show(event.target.closest(".message")));
    list.addEventListener("pointerleave", () => this.#hide());
    list.addEventListener("focusin", (event) => this.#show(event.target.closest(".message")));
    list.addEventListener("click", (event) => this.#clicked(event));
    list.addEventListener("keydown", (event) => this.#key(event));
  }

  // My last message, to be changed.
  async editLast() {
    const row = this.#timeline.myLastRow;
    if (!row) return;
    this.#timeline.view.reveal(row);
    await edit(this.#timeline, row);
  }

  #show(row) {
    if (!row || row === this.#bar.parentElement) return;
    if (row.matches(".gone, .editing")) return this.#hide();
    for (const button of this.#bar.querySelectorAll("[data-act]")) button.hidden = !this.#may(button.dataset.act, row);
    // Where fingers point it stands below the words, and takes its place.
    if (isTouch.matches) this.#timeline.keepStill(() => row.append(this.#bar));
    else row.append(this.#bar);
  }

  #hide() {
    if (!this.#bar.contains(document.activeElement)) this.#bar.remove();
  }

  #may(act, row) {
    if (row.matches(".gone")) return false;
    if (act === "link") return true;
    if (act === "unread") return this.#timeline.isMember;
    if (!this.#timeline.isWriter) return false;
    const isMine = row.dataset.author === app.me.id;
    return act === "delete" ? isMine || this.#timeline.isModerator : isMine;
  }

  #clicked(event) {
    const row = event.target.closest(".message");
    if (!row) return;
    const button = event.target.closest(".tools [data-act]");
    if (button) return this.#do(button.dataset.act, row);
    // Where there is no pointer to rest, a touch shows the tools.
    if (!event.target.closest("a, button, textarea")) this.#show(row);
  }

  #key(event) {
    const act = KEYS[event.key];
    const row = event.target;
    if (!act || !row.matches?.(".message") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.#may(act, row)) return;
    event.preventDefault();
    this.#do(act, row);
  }

  #do(act, row) {
    if (act === "edit") return this.#edit(row);
    if (act === "delete") return this.#delete(row);
    if (act === "unread") return this.#unread(row);
    return this.#copy(row);
  }

  #edit(row) {
    this.#bar.remove();
    edit(this.#timeline, row);
  }

  #unread(row) {
    if (!this.#timeline.markUnread(row)) note(row, "This is not possible while there is no connection.", true);
  }

  async #copy(row) {
    const address = new URL(this.#timeline.addressOf(row), location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      note(row, "The link is copied.");
    } catch {
      note(row, address);
    }
  }

  async #delete(row) {
    if (isEditing(row) || !(await isSure())) return row.focus();
    const target = Number(row.dataset.seq);
    try {
      await carryOut((frame) => app.connection.ask(frame), { t: "delete", room: this.#timeline.room, nonce: freshNonce(), target });
    } catch (error) {
      note(this.#timeline.rowAt(target) ?? row, error.message, true);
    }
  }
}

function isSure() {
  const dialog = document.getElementById("delete-message");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
}
