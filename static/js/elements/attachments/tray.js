// The files of the message that is being written: above its words, in the order in which they will be shown.

/** @import { FileOfEntry } from "../../models/outbox.js" */
/** @import { Place, Upload } from "../../models/upload.js" */
/** @import { Uploader } from "../../lib/uploader.js" */
/** @import { Parts } from "./parts.js" */
import { newNonce } from "../../lib/command.js";
import { get } from "../../lib/dom.js";
import { isSameFile, kept, moved, newUpload } from "../../models/upload.js";
import { reorder } from "./reorder.js";
import { TrayRow } from "./tray_row.js";

/**
 * What the composer asks: how many there are, and for them, to be sent. Nothing is answered as long as something is wrong with one.
 *
 * @typedef {{ count: number, take: () => FileOfEntry[] | undefined }} TrayFiles
 */

/** @implements {TrayFiles} */
export class Tray {
  #parts;
  #at;
  #uploader;
  #taken;
  #changed;
  #keys;
  /** @type {Map<Upload, TrayRow>} in the order of their files */
  #rows = new Map();

  /**
   * @param {object} parts
   * @param {Parts} parts.parts
   * @param {Place} parts.at
   * @param {Uploader} parts.uploader
   * @param {(uploads: Upload[]) => void} parts.taken they are part of a message now
   * @param {() => void} parts.changed there are others, or they say something else
   */
  constructor({ parts, at, uploader, taken, changed }) {
    this.#parts = parts;
    this.#at = at;
    this.#uploader = uploader;
    this.#taken = taken;
    this.#changed = changed;
    this.element = parts.copy(".tray");
    get(this.element, ".tray-keys").id = this.#keys = `tray-keys-${at.thread ?? ""}`;
    reorder(this.#list, (row, place) => this.#move(row, place));
  }

  get #list() {
    return get(this.element, ".tray-files");
  }

  get uploads() {
    return [...this.#rows.keys()];
  }

  get count() {
    return this.#rows.size;
  }

  take() {
    const wrong = this.uploads.find(({ state }) => state === "failed" || state === "lost");
    if (wrong) {
      this.#note(this.#parts.say("not-ready"));
      this.#rows.get(wrong)?.focus();
      return undefined;
    }
    const { uploads } = this;
    this.#taken(uploads);
    for (const upload of uploads) this.#drop(upload);
    this.#note("");
    this.#changed();
    return uploads.map(kept);
  }

  /** @param {File[]} files */
  async add(files) {
    this.#note("");
    const { say, max } = this.#parts;
    const left = [];
    let added = 0;
    for (const file of files) {
      const same = this.uploads.find((upload) => isSameFile(upload, file));
      if (!same && this.count >= max) left.push(file.name);
      else if (await isReadable(file)) {
        added += 1;
        this.#start(same ?? newUpload(newNonce(), this.#at, file), file);
      } else this.#note(say("unreadable", { name: file.name }));
    }
    const names = left.join(", ");
    if (names) this.#note(say("too-many", { max, names }));
    if (added) this.#tell(say("added", { count: added }));
    this.#changed();
  }

  /** @param {Upload[]} uploads that an earlier page or a message has left */
  putBack(uploads) {
    for (const upload of uploads) {
      if (!this.#rows.has(upload)) this.#append(upload);
      // Whether it is still there.
      if (upload.state === "done") this.#uploader.start(upload);
    }
    this.#changed();
  }

  /** @param {Upload} upload it has changed */
  show(upload) {
    const row = this.#rows.get(upload);
    if (!row) return;
    const { say } = this.#parts;
    const { name, state, error } = upload;
    if (row.show()) {
      if (state === "done") this.#tell(say("is-done", { name }));
      if (state === "failed") this.#tell(say("failed", { name, why: error || say("no-answer") }));
      this.#changed();
    }
  }

  /**
   * @param {Upload} upload
   * @param {File} file
   */
  #start(upload, file) {
    upload.file = file;
    if (!this.#rows.has(upload)) this.#append(upload);
    this.#rows.get(upload)?.picture();
    this.#uploader.start(upload);
  }

  /** @param {Upload} upload */
  #append(upload) {
    const row = new TrayRow(this.#parts, upload, {
      remove: () => this.#remove(upload),
      retry: () => this.#uploader.start(upload),
      choose: (file) => this.add([file]),
      described: () => this.#changed(),
    });
    get(row.element, ".tray-move").setAttribute("aria-describedby", this.#keys);
    this.#rows.set(upload, row);
    this.#list.append(row.element);
    this.#number();
  }

  /** @param {Upload} upload */
  #remove(upload) {
    const place = this.uploads.indexOf(upload);
    this.#uploader.remove(upload);
    this.#drop(upload);
    this.#note("");
    this.#changed();
    const next = this.uploads[place] ?? this.uploads[place - 1];
    if (next) this.#rows.get(next)?.focus();
    else this.element.parentElement?.querySelector("textarea")?.focus();
  }

  /** @param {Upload} upload */
  #drop(upload) {
    this.#rows.get(upload)?.element.remove();
    this.#rows.delete(upload);
    this.#number();
  }

  /**
   * @param {HTMLElement} element
   * @param {number} place
   */
  #move(element, place) {
    const found = [...this.#rows].find(([, row]) => row.element === element);
    if (!found) return;
    this.#rows = new Map(moved([...this.#rows], found, place));
    this.#number();
    this.#tell(this.#parts.say("moved", { name: found[0].name, place: this.uploads.indexOf(found[0]) + 1, count: this.count }));
    this.#changed();
  }

  #number() {
    [...this.#rows.values()].forEach((row, place) => row.number(place + 1, this.count));
    this.element.hidden = this.count === 0 && !get(this.element, ".tray-note").textContent;
  }

  // Shown, and read out at once.
  /** @param {string} words */
  #note(words) {
    const note = get(this.element, ".tray-note");
    note.textContent = words;
    note.hidden = !words;
    this.#number();
  }

  /** @param {string} words */
  #tell(words) {
    get(this.element, "[role=status]").textContent = words;
  }
}

// A folder that is dropped looks like a file until somebody reads it.
/** @param {File} file */
async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
