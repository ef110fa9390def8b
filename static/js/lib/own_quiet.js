// When I do not want to be disturbed, as the page shows it beside my name: it came with the page, and follows what is told since.

/** @import { Quiet } from "../models/frames.js" */
import { isQuiet } from "../models/quiet.js";
import { find } from "./dom.js";

// How often it is looked whether hours have begun or ended, in ms.
const EVERY = 20_000;

const mark = () => find(document, ".own-quiet");

/** @returns {Quiet | undefined} */
function chosen() {
  const text = mark()?.dataset.quiet;
  return text ? JSON.parse(text) : undefined;
}

export const isQuietNow = () => isQuiet(chosen(), Date.now());

/** @param {Quiet | null} quiet what was told */
export function showQuiet(quiet) {
  const shown = mark();
  if (!shown) return;
  shown.dataset.quiet = quiet ? JSON.stringify(quiet) : "";
  draw();
}

function draw() {
  const shown = mark();
  if (shown) shown.hidden = !isQuietNow();
}

setInterval(draw, EVERY);
