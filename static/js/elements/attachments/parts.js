// What the files of a message are drawn from: templates and words of the page that files are sent from without a script.

import { fetchPage, find, get } from "../../lib/dom.js";
import * as text from "../../lib/messages.js";
import { styled } from "../../lib/styled.js";
import { Phrases } from "../../models/phrases.js";

/**
 * `copy` answers a copy of what stands in one of the templates. Throws why nothing can be uploaded, to be shown.
 *
 * @typedef {{ copy: (name: string) => HTMLElement, say: Phrases["say"], max: number, size: (bytes: number) => string, percent: (part: number) => string }} Parts
 */

/** @type {Promise<Parts> | undefined} */
let loading;

/** @returns {Promise<Parts>} */
export function loadParts() {
  loading ??= load();
  loading.catch(() => (loading = undefined));
  return loading;
}

async function load() {
  const link = get(document, ".attach", HTMLAnchorElement);
  const { page } = await fetchPage(link.href).catch(() => {
    throw new Error(text.notOffline());
  });
  const box = find(page, "#template-tray");
  // The page says why.
  if (!(box instanceof HTMLTemplateElement)) throw new Error(find(page, "main p")?.textContent ?? "");
  const { content } = document.importNode(box, true);
  await styled(get(content, "link", HTMLLinkElement));
  const { lang } = document.documentElement;
  const phrases = new Phrases(JSON.parse(get(content, ".tray-words").textContent ?? ""), lang);
  const say = phrases.say.bind(phrases);
  return {
    copy: (/** @type {string} */ name) => /** @type {HTMLElement} */ (get(content, name).cloneNode(true)),
    say,
    max: Number(box.dataset.max),
    size: (/** @type {number} */ bytes) => sized(say, bytes),
    percent: (/** @type {number} */ part) => part.toLocaleString(lang, { style: "percent" }),
  };
}

/**
 * As the cards of messages say it: in the largest unit of which there is one.
 *
 * @param {Phrases["say"]} say
 * @param {number} bytes
 */
function sized(say, bytes) {
  const unit = Math.min(3, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const amount = Math.round(bytes / 1024 ** unit);
  return [() => say("bytes", { amount }), () => say("kb", { amount }), () => say("mb", { amount }), () => say("gb", { amount })][unit]?.() ?? "";
}
