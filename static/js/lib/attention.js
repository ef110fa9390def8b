// Tells the server whether this page is in use, so that others see whether one is here. Loaded once the page is shown.

/** @import { Context } from "./context.js" */
import { Attention } from "../models/attention.js";

const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll", "focus"];
// Signs that come sooner after one another, in ms, say nothing new.
const PACE = 1000;

/** @param {Pick<Context, "connection">} context */
export function watchAttention({ connection }) {
  const attention = new Attention(Date.now());
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let toldAt = 0;
  const tell = () => connection.isOpen && connection.tell({ t: "attention", here: attention.isHere });
  const look = () => {
    const now = Date.now();
    if (attention.news(now) !== undefined) tell();
    clearTimeout(timer);
    if (attention.isHere) timer = setTimeout(look, attention.endsAt - now);
  };
  const used = () => {
    const now = Date.now();
    if (now - toldAt < PACE || document.visibilityState !== "visible") return;
    toldAt = now;
    attention.used(now);
    look();
  };
  const shown = () => {
    attention.shown(document.visibilityState === "visible", Date.now());
    look();
  };
  for (const sign of SIGNS) addEventListener(sign, used, { capture: true, passive: true });
  document.addEventListener("visibilitychange", shown);
  // A socket counts as in use until it is said otherwise.
  connection.on("welcome", () => attention.isHere || tell());
  shown();
}
