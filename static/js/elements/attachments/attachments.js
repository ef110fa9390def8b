// The files of messages that are being written, and of those that wait for them in the outbox. One for all rooms: switching rooms
// stops nothing.

/** @import { Context } from "../../lib/context.js" */
/** @import { Entry, FileOfEntry } from "../../models/outbox.js" */
/** @import { Place, Upload } from "../../models/upload.js" */
/** @import { TrayFiles } from "./tray.js" */
import { findAll, get } from "../../lib/dom.js";
import { Uploader } from "../../lib/uploader.js";
import { missing } from "../../models/outbox.js";
import { kept, keptUpload } from "../../models/upload.js";
import { DropTarget } from "./drop_target.js";
import { loadParts } from "./parts.js";
import { askForPicture } from "./picture_menu.js";
import { Tray } from "./tray.js";

/** @typedef {HTMLElement & { files?: TrayFiles }} Composer */

// In this tab: what was chosen in it, no other has.
const KEPT = "hubbub:files";

export class Attachments {
  #me;
  #outbox;
  #uploader;
  #drop = new DropTarget();
  /** @type {Map<string, Tray>} by the place they are in */
  #trays = new Map();
  /** @type {Map<string, Upload>} those of messages in the outbox, by their keys */
  #held = new Map();
  /** @type {Set<Upload>} of whose failure their messages say so */
  #told = new Set();

  /** @param {Pick<Context, "me" | "connection" | "outbox">} context */
  constructor({ me, connection, outbox }) {
    this.#me = me;
    this.#outbox = outbox;
    this.#uploader = new Uploader({ me });
    this.#uploader.on("changed", (upload) => this.#changed(upload));
    outbox.on("changed", (room) => this.#settleRoom(room));
    connection.on("welcome", () => this.#uploader.goOn());
    addEventListener("online", () => this.#uploader.goOn());
    addEventListener("offline", () => this.#uploader.pause());
    for (const shown of ["page-shown", "part-shown"]) document.addEventListener(shown, () => this.#mount());
    this.#mount();
  }

  /** @param {HTMLElement} composer what is dragged would go there */
  target(composer) {
    this.#drop.show(composer);
  }

  /**
   * @param {HTMLElement} composer
   * @param {HTMLElement} button
   */
  ask(composer, button) {
    return this.#with(composer, (parts) => askForPicture(parts, button, (files) => this.add(composer, files)));
  }

  /**
   * @param {HTMLElement} composer
   * @param {File[]} files
   */
  add(composer, files) {
    this.#drop.hide();
    return this.#with(composer, async () => {
      const tray = await this.#tray(placeOf(composer));
      await tray.add(files);
      this.#mount();
    });
  }

  /**
   * A message is written again, or is not wanted: its files come back, or go.
   *
   * @param {{ entry: Entry, isWanted: boolean }} what
   */
  async back({ entry, isWanted }) {
    const { room, thread, files = [] } = entry;
    const at = { room, thread: thread?.root };
    const uploads = files.map((file) => this.#held.get(file.key) ?? keptUpload(at, file));
    for (const { key } of files) this.#held.delete(key);
    if (!isWanted) return uploads.forEach((upload) => this.#uploader.remove(upload));
    (await this.#tray(at)).putBack(uploads);
    this.#mount();
  }

  // Where nothing can be uploaded at the moment, that is said in place of the counter, until something is typed.
  /**
   * @param {HTMLElement} composer
   * @param {(parts: Awaited<ReturnType<typeof loadParts>>) => unknown} use
   */
  async #with(composer, use) {
    try {
      await use(await loadParts());
    } catch (error) {
      const counter = get(composer, ".counter");
      counter.hidden = false;
      counter.textContent = error instanceof Error ? error.message : "";
    }
  }

  /** @param {Place} at */
  async #tray(at) {
    const parts = await loadParts();
    const found = this.#trays.get(keyOf(at));
    if (found) return found;
    const taken = (/** @type {Upload[]} */ uploads) => uploads.forEach((upload) => this.#held.set(upload.key, upload));
    const tray = new Tray({ parts, at, uploader: this.#uploader, taken, changed: () => this.#keep() });
    this.#trays.set(keyOf(at), tray);
    tray.putBack(this.#kept()[keyOf(at)]?.map((file) => keptUpload(at, file)) ?? []);
    return tray;
  }

  // Puts each tray into the box it belongs to.
  async #mount() {
    for (const composer of /** @type {Composer[]} */ (findAll(document, "hub-composer"))) {
      const at = placeOf(composer);
      if (!this.#trays.has(keyOf(at)) && !this.#kept()[keyOf(at)]) continue;
      const tray = await this.#tray(at).catch(() => undefined);
      if (!tray || composer.files === tray) continue;
      composer.files = tray;
      get(composer, ".composer").prepend(tray.element);
    }
  }

  /** @returns {Record<string, FileOfEntry[]>} */
  #kept() {
    try {
      const { user, trays } = JSON.parse(sessionStorage[KEPT]);
      return user === this.#me ? trays : {};
    } catch {
      return {};
    }
  }

  #keep() {
    const trays = this.#kept();
    for (const [key, tray] of this.#trays) trays[key] = tray.uploads.map(kept);
    for (const [key, files] of Object.entries(trays)) if (!files.length) delete trays[key];
    try {
      if (Object.keys(trays).length) sessionStorage[KEPT] = JSON.stringify({ user: this.#me, trays });
      else delete sessionStorage[KEPT];
    } catch {
      // As long as this page is there it knows.
    }
  }

  /** @param {Upload} upload */
  #changed(upload) {
    if (this.#held.get(upload.key) === upload) this.#settleRoom(upload.room);
    else for (const tray of this.#trays.values()) tray.show(upload);
  }

  /** @param {string} room */
  #settleRoom(room) {
    const entries = this.#outbox.of(room);
    for (const entry of entries) if (missing(entry).length) this.#settle(entry);
    // A message that is gone was said, or is about to be written again.
    const keys = new Set(entries.flatMap(({ files = [] }) => files.map(({ key }) => key)));
    setTimeout(() => {
      for (const [key, upload] of this.#held) {
        if (upload.room !== room || keys.has(key)) continue;
        this.#held.delete(key);
        if (upload.state !== "done") this.#uploader.remove(upload);
      }
    });
  }

  // What became of the files of a message.
  /** @param {Entry} entry */
  #settle(entry) {
    const uploads = (entry.files ?? []).flatMap(({ key }) => this.#held.get(key) ?? []);
    const failed = uploads.find(({ state }) => state === "failed");
    if (entry.state === "waiting" && failed) {
      // Said already, and tried again by whoever read it.
      if (this.#told.delete(failed)) return this.#uploader.start(failed);
      this.#told.add(failed);
      return void this.#fail(entry, failed);
    }
    for (const upload of uploads) if (upload.state === "done" && upload.told !== upload.alt) this.#uploader.describe(upload);
    const ids = new Map(uploads.flatMap(({ key, id, state, told, alt }) => (state === "done" && told === alt ? [[key, id]] : [])));
    const files = (entry.files ?? []).map((file) => ({ ...file, id: file.id ?? ids.get(file.key) }));
    if (files.some(({ id }, n) => id !== entry.files?.[n]?.id)) this.#outbox.update(entry, { files });
  }

  /**
   * @param {Entry} entry
   * @param {Upload} upload
   */
  async #fail(entry, { name, error }) {
    const { say } = await loadParts();
    this.#outbox.update(entry, { state: "failed", isRefused: true, error: say("failed", { name, why: error || say("no-answer") }) });
  }
}

/**
 * @param {HTMLElement} composer
 * @returns {Place}
 */
function placeOf({ dataset }) {
  return { room: dataset.room ?? "", thread: Number(dataset.thread) || undefined };
}

const keyOf = (/** @type {Place} */ { room, thread }) => `${room}:${thread ?? ""}`;
