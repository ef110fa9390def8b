// What `@room` and `@here` do, said above the composer while they are typed: how many people they call. The button says the number, too:
// that is all the asking there is. The words come with the option that is offered for them, and only where that many are called. Loaded
// with the first `@`.

import { fetchOptions } from "./suggestions.js";
import { broadcastIn } from "../models/broadcast.js";
import { find, get, parse, setText } from "../lib/dom.js";
import { sheetOf, styled } from "../lib/styled.js";

// How long the number is as good as new, in ms.
const KEPT = 30_000;

/** @typedef {{ says: string, send: string } | undefined} Warning */

/**
 * @param {HTMLElement} composer
 * @param {HTMLTextAreaElement} box
 * @param {() => string} address where options are asked for
 */
export function watchBroadcast(composer, box, address) {
  /** @type {Map<string, { at: number, warning: Promise<Warning> }>} */
  const asked = new Map();
  const warningOf = (/** @type {string} */ word) => {
    const key = `${address()}?${word}`;
    const known = asked.get(key);
    if (known && Date.now() - known.at < KEPT) return known.warning;
    const warning = ask(address(), word).catch(() => undefined);
    asked.set(key, { at: Date.now(), warning });
    return warning;
  };
  const look = async () => {
    const word = broadcastIn(box.value);
    const warning = word && (await warningOf(word));
    // It may be another by now.
    if (broadcastIn(box.value) === word) show(composer, warning);
  };
  box.addEventListener("input", look);
  // What was sent is gone from the box without a stroke.
  composer.addEventListener("message-sent", look);
  void begin();

  async function begin() {
    await styled(sheetOf("broadcast"));
    await look();
  }
}

/**
 * @param {string} address
 * @param {string} word
 * @returns {Promise<Warning>}
 */
async function ask(address, word) {
  const options = await fetchOptions(address, word, AbortSignal.timeout(4_000));
  const option = parse(options ?? "").find(({ dataset }) => dataset.username === word);
  const { says, send } = option?.dataset ?? {};
  return says && send ? { says, send } : undefined;
}

/**
 * @param {HTMLElement} composer
 * @param {Warning} warning
 */
function show(composer, warning) {
  const button = get(composer, ".send");
  const line = find(composer, ".calls-line");
  if (!line && !warning) return;
  button.dataset.label ??= button.getAttribute("aria-label") ?? "";
  button.setAttribute("aria-label", warning?.send ?? button.dataset.label);
  put(line ?? composer.insertBefore(made("p", "calls-line"), composer.firstChild), warning?.says);
  put(find(button, ".send-to") ?? button.appendChild(made("span", "send-to")), warning?.send);
}

/**
 * @param {"p" | "span"} tag
 * @param {string} name
 */
function made(tag, name) {
  const element = Object.assign(document.createElement(tag), { className: name });
  if (tag === "p") element.setAttribute("role", "status");
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {string | undefined} words
 */
function put(element, words) {
  setText(element, words ?? "");
  element.hidden = words === undefined;
}
