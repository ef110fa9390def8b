// What people are up to and whether they are here, beside their names: as the server tells it, until it ends. Loaded with the first that is told.

/** @import { Frames } from "../models/frames.js" */
import { Statuses } from "../models/statuses.js";
import { find, findAll, setText } from "./dom.js";
import { drawSeen } from "./seen_marks.js";

const ONLY_WORDS = "💬";
// No timer is set for longer, in ms: browsers take more for none.
const LONGEST = 2 ** 31 - 1;

const statuses = new Statuses();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** What takes in what is told from now on. */
export function watchStatuses() {
  const draw = () => drawAll(document.body);
  // Lists are made anew, and pages change.
  for (const shown of ["page-shown", "part-shown"]) document.addEventListener(shown, draw);
  const list = find(document, ".direct-list");
  if (list) new MutationObserver(draw).observe(list, { childList: true });
  return (/** @type {Frames["people"]} */ frame) => {
    statuses.tell(frame);
    draw();
  };
}

/** @param {HTMLElement} root */
function drawAll(root) {
  const now = Date.now();
  drawSeen(root, statuses);
  for (const mark of findAll(root, "[data-status-of]")) {
    const { statusOf: person = "", until } = mark.dataset;
    // What the page came with holds until something else is told.
    if (!statuses.isTold(person)) {
      if (until && Date.parse(until) <= now) show(mark, undefined);
    } else show(mark, statuses.of(person, now));
  }
  const ends = findAll(root, "[data-status-of][data-until]").map(({ dataset }) => Date.parse(dataset.until ?? ""));
  const next = Math.min(...ends.filter((end) => end > now));
  clearTimeout(timer);
  if (next < Infinity) timer = setTimeout(() => drawAll(root), Math.min(next - now, LONGEST));
}

/**
 * @param {HTMLElement} mark
 * @param {import("../models/frames.js").Status | undefined} status none: they are up to nothing
 */
function show(mark, status) {
  const { emoji = ONLY_WORDS, text = "", until } = status ?? {};
  mark.hidden = !status;
  const [shown, heard] = [find(mark, ".status-emoji"), find(mark, ".status-words")];
  if (shown) setText(shown, status ? emoji : "");
  if (heard) setText(heard, status ? `, ${text || emoji}` : "");
  mark.title = status ? text : "";
  if (until) mark.dataset.until = until;
  else delete mark.dataset.until;
}
