// Whether people are here: the marks at their faces and the words after their names.

/** @import { Statuses } from "../models/statuses.js" */
import { find, findAll, setText } from "./dom.js";
import { seen as words } from "./messages.js";
import { showQuiet } from "./own_quiet.js";

/**
 * @param {HTMLElement} root
 * @param {Statuses} statuses
 */
export function drawSeen(root, statuses) {
  for (const mark of findAll(root, "[data-seen-of]")) {
    const seen = toldOf(statuses, mark, mark.dataset.seenOf);
    if (seen !== undefined) mark.dataset.seen = seen;
  }
  for (const heard of findAll(root, "[data-seen-words]")) {
    const seen = toldOf(statuses, heard, heard.dataset.seenWords);
    if (seen !== undefined) setText(heard, seen && `, ${words[seen]()}`);
  }
  const own = find(root, ".own-invisible");
  const me = document.body.dataset.user ?? "";
  const quiet = statuses.quiet(me);
  if (quiet !== undefined) showQuiet(quiet);
  const isInvisible = statuses.isInvisible(me);
  if (own && isInvisible !== undefined) own.hidden = !isInvisible;
}

// In the list of conversations everyone is told of who is here; elsewhere others stand, too. Who has the room open, its own frames tell.
/**
 * @param {Statuses} statuses
 * @param {HTMLElement} mark
 */
function toldOf(statuses, mark, person = "") {
  if (mark.closest("hub-presence")) return undefined;
  return statuses.seen(person) ?? (mark.closest(".direct-list") && statuses.isTold(person) ? "" : undefined);
}
