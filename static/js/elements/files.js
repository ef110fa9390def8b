// Files for a message: chosen, dropped anywhere in the room, pasted. What shows and sends them is loaded with the first.

/** @import { Context } from "../lib/context.js" */
/** @import { Attachments } from "./attachments/attachments.js" */
import { closest, find, isTouchOnly } from "../lib/dom.js";

const HERE = "hub-composer:has(.attach)";

/**
 * Called before addresses are followed in place.
 *
 * @param {Context} context
 */
export function watchFiles(context) {
  /** @type {Promise<Attachments> | undefined} */
  let loading;
  /** @param {(attachments: Attachments) => void} use */
  const use = async (use) => {
    try {
      loading ??= import("./attachments/attachments.js").then(({ Attachments }) => new Attachments(context));
      use(await loading);
    } catch {
      // Another time.
      loading = undefined;
    }
  };

  // What is dragged from this very page is no file.
  let isOurs = false;
  document.addEventListener("dragstart", () => (isOurs = true));
  document.addEventListener("dragend", () => (isOurs = false));
  for (const type of ["dragover", "drop", "paste"]) {
    document.addEventListener(type, (event) => {
      const { dataTransfer, clipboardData } = /** @type {DragEvent & ClipboardEvent} */ (event);
      const data = dataTransfer ?? clipboardData;
      const composer = composerFor(event);
      // A program that writes adds a picture of the words that are pasted.
      if (!composer || isOurs || !data?.types.includes("Files") || clipboardData?.getData("text/plain")) return;
      event.preventDefault();
      const files = [...data.files];
      if (type === "dragover") use((attachments) => attachments.target(composer));
      else use((attachments) => attachments.add(composer, files));
    });
  }
  document.addEventListener("click", (event) => {
    const link = closest(event, ".attach");
    const composer = link && composerFor(event);
    if (!composer || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // A phone is asked whether to use its camera.
    if (isTouchOnly()) return void use((attachments) => attachments.ask(composer, link));
    const input = find(link.parentElement, "input[type=file]") ?? document.createElement("input");
    if (!(input instanceof HTMLInputElement)) return;
    Object.assign(input, { type: "file", multiple: true, hidden: true });
    input.onchange = () => {
      const files = [...(input.files ?? [])];
      input.value = "";
      use((attachments) => attachments.add(composer, files));
    };
    link.before(input);
    input.click();
    use(() => {});
  });
  document.addEventListener("files-back", (event) => use((attachments) => attachments.back(/** @type {CustomEvent} */ (event).detail)));
  // What an earlier page has left.
  if (sessionStorage["hubbub:files"]) use(() => {});
}

/**
 * Where files go that are brought there: into the thread, if it is pointed at; else into the room. Text boxes of others are theirs.
 *
 * @param {Event} event
 */
function composerFor(event) {
  const own = closest(event, "hub-composer");
  if (event.type === "paste" && !own && closest(event, "input, textarea")) return null;
  return find(closest(event, ".room") ?? document, HERE);
}
