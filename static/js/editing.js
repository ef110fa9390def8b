// A message of mine changed where it stands. The form is the server's own (`…/edit` without a script), put into the row.

import { app } from "./app.js";
import { carryOut } from "./durable.js";
import { freshNonce } from "./outbox.js";

const isTouch = matchMedia("(pointer: coarse) and (not (any-pointer: fine))");

export function isEditing(row) {
  return row.classList.contains("editing");
}

// Puts the form into the row. One at a time: an open one is gone back to.
export async function edit(timeline, row) {
  const open = timeline.list.querySelector(".edit-form textarea");
  if (open) return open.focus();
  let form;
  try {
    const answer = await fetch(`${timeline.addressOf(row)}/edit`, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    form = page.querySelector(".edit-form");
    if (!form) return note(row, page.querySelector("main p")?.textContent ?? "This cannot be changed now.", true);
  } catch {
    return note(row, "This cannot be changed while there is no connection.", true);
  }
  // The row may have been drawn anew meanwhile.
  const place = timeline.rowAt(Number(row.dataset.seq));
  if (!place || timeline.list.querySelector(".edit-form")) return;
  new Form(timeline, document.adoptNode(form), Number(place.dataset.seq)).open(place);
}

// The row was drawn anew: words being changed go along, and so does the cursor. Of a message that was taken back they go
// to the composer: nothing typed is lost.
export function moveForm(from, to) {
  const form = from.querySelector(":scope > .edit-form");
  if (!form) return;
  const box = form.querySelector("textarea");
  if (to.matches(".gone")) {
    if (box.value.trim() !== box.defaultValue.trim()) from.closest("main").querySelector("hub-composer")?.take?.(box.value);
    return;
  }
  const focused = form.contains(document.activeElement) ? document.activeElement : undefined;
  const { selectionStart, selectionEnd } = box;
  to.classList.add("editing");
  to.append(form);
  focused?.focus({ preventScroll: true });
  box.setSelectionRange(selectionStart, selectionEnd);
}

// A short word below a message, for a while.
export function note(row, words, isWrong = false) {
  row.querySelector(":scope > .row-note")?.remove();
  const line = document.createElement("p");
  line.className = isWrong ? "row-note wrong" : "row-note";
  line.setAttribute("role", isWrong ? "alert" : "status");
  line.textContent = words;
  row.append(line);
  setTimeout(() => line.remove(), isWrong ? 15_000 : 3000);
}

class Form {
  constructor(timeline, form, seq) {
    this.timeline = timeline;
    this.form = form;
    this.seq = seq;
    this.box = form.querySelector("textarea");
    this.before = this.box.value;
    this.key = `edit:${timeline.room}:${seq}`;
    import("./names.js").then(({ Names }) => (this.names = new Names(form, this.box, () => `/r/${timeline.dataset.slug}/names`)));
    form.onsubmit = (event) => this.#save(event);
    form.onkeydown = (event) => this.#pressed(event);
    form.onclick = (event) => this.#clicked(event);
    this.box.oninput = () => {
      this.#grow();
      app.store.set(this.key, this.box.value);
    };
  }

  open(row) {
    this.box.rows = 1;
    this.box.value = app.store.get(this.key) ?? this.before;
    this.timeline.keepStill(() => {
      row.classList.add("editing");
      row.append(this.form);
      this.#grow();
    });
    this.timeline.view.reveal(row);
    this.box.focus({ preventScroll: true });
    this.box.setSelectionRange(this.box.value.length, this.box.value.length);
  }

  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.box.style.blockSize = "auto";
    this.box.style.blockSize = `${this.box.scrollHeight}px`;
  }

  #pressed(event) {
    // The row and its list have keys of their own.
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229) return;
    if (event.target === this.box && this.names?.key(event)) return;
    if (event.key === "Escape") {
      event.preventDefault();
      return this.#close();
    }
    if (event.key !== "Enter" || event.target !== this.box) return;
    if (!event.ctrlKey && !event.metaKey && (event.shiftKey || event.altKey || isTouch.matches)) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  #clicked(event) {
    if (!event.target.closest('[data-act="cancel"]')) return;
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  }

  #close() {
    if (this.form.ariaBusy === "true") return;
    app.store.remove(this.key);
    this.#leave();
  }

  #leave() {
    const row = this.form.closest(".message");
    const hadFocus = this.form.contains(document.activeElement);
    this.timeline.keepStill(() => {
      row?.classList.remove("editing");
      this.form.remove();
    });
    if (hadFocus) this.timeline.closest("main").querySelector(".composer textarea")?.focus({ preventScroll: true });
  }

  async #save(event) {
    event.preventDefault();
    const body = this.box.value;
    if (this.form.ariaBusy === "true") return;
    if (body.trim() === this.before.trim()) return this.#close();
    const { nonce } = this.form.elements;
    const frame = { t: "edit", room: this.timeline.room, nonce: nonce.value, target: this.seq, body };
    this.#busy(true);
    try {
      const answer = await carryOut((said) => app.connection.ask(said), frame);
      if (answer.cancelled) throw new Error("This was not saved. Save it again.");
      app.store.remove(this.key);
      this.#leave();
    } catch (error) {
      // Whatever was refused under that nonce stays refused.
      nonce.value = freshNonce();
      this.#busy(false);
      this.#wrong(error.message);
    }
  }

  #busy(isBusy) {
    this.form.ariaBusy = String(isBusy);
    this.box.readOnly = isBusy;
    this.form.querySelector("button").textContent = isBusy ? "Saving…" : "Save";
  }

  #wrong(words) {
    const line = this.form.querySelector(".notice") ?? document.createElement("p");
    line.className = "notice wrong";
    line.setAttribute("role", "alert");
    line.textContent = words;
    this.form.prepend(line);
  }
}
