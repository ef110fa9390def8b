// The elements scripts work with: found, made from what the page brings along, changed only where something differs.

/**
 * The first match, if there is one.
 *
 * @param {ParentNode | null | undefined} root
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function find(root, selector) {
  return root?.querySelector(selector) ?? null;
}

/**
 * The first match. Throws where there is none: then page and scripts do not belong together.
 *
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode | null} root
 * @param {string} selector
 * @param {new () => T} [type]
 * @returns {T}
 */
export function get(root, selector, type) {
  const found = root?.querySelector(selector);
  if (!found || (type && !(found instanceof type))) throw new TypeError(`no ${selector}`);
  return /** @type {T} */ (found);
}

/**
 * All matches, in the order of the page.
 *
 * @param {ParentNode | null} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export function findAll(root, selector) {
  return [...(root?.querySelectorAll(selector) ?? [])].map((element) => /** @type {HTMLElement} */ (element));
}

/**
 * What an event happened in, from its target upwards.
 *
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function closest({ target }, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}

/**
 * Whether a click is one that nobody else has dealt with, and asks for no other tab or window.
 *
 * @param {MouseEvent} event
 */
export function isPlainClick(event) {
  const { metaKey, ctrlKey, shiftKey, altKey } = event;
  return event.button === 0 && !event.defaultPrevented && !(metaKey || ctrlKey || shiftKey || altKey);
}

/**
 * A copy of what stands in a template of the page.
 *
 * @param {string} id
 * @returns {DocumentFragment}
 */
export function template(id) {
  return /** @type {DocumentFragment} */ (get(document, `#${id}`, HTMLTemplateElement).content.cloneNode(true));
}

/**
 * The elements of something drawn by the server.
 *
 * @param {string} html
 * @returns {HTMLElement[]}
 */
export function parse(html) {
  const box = document.createElement("template");
  box.innerHTML = html;
  return [...box.content.children].map((element) => /** @type {HTMLElement} */ (element));
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// A gateway gives itself 25 s for a page; whoever hears nothing for longer has lost it.
const PATIENCE = 30_000;

/**
 * As `fetch`, but rejects when the whole answer has not come within half a minute.
 *
 * @param {string | URL} address
 * @param {RequestInit} [options]
 */
export function ask(address, { signal, ...options } = {}) {
  const late = AbortSignal.timeout(PATIENCE);
  return fetch(address, { ...options, signal: signal ? AbortSignal.any([signal, late]) : late });
}

/**
 * A page of this site, as it is now. Rejects where it cannot be reached, and where it is another person's than this one: they
 * have signed in since.
 *
 * @param {string | URL} address
 * @param {AbortSignal} [signal]
 */
export async function fetchPage(address, signal) {
  const response = await ask(address, { signal, headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const { user } = page.body.dataset;
  if (user && user !== document.body.dataset.user) throw new Error("a page of somebody else");
  return { response, page };
}

/**
 * Writes into a text box, in place of what stands from one place to another, as if it were typed: it can be undone.
 *
 * @param {HTMLTextAreaElement | HTMLInputElement} box
 * @param {string} text
 * @param {number} from
 * @param {number} to
 */
export function insertText(box, text, from, to = box.selectionEnd ?? from) {
  box.setSelectionRange(from, to);
  // Deprecated, and the one way into the browser's own history.
  if (document.execCommand("insertText", false, text)) return;
  box.setRangeText(text, from, to, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Makes a text box as high as its text, where the browser does not.
 *
 * @param {HTMLTextAreaElement} box
 */
export function fitToText(box) {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.blockSize = "auto";
  box.style.blockSize = `${box.scrollHeight}px`;
}

// Whether a finger is the main way to point.
export const isTouch = () => matchMedia("(pointer: coarse)").matches;

// And the only one: there is no keyboard either, in all likelihood.
export const isTouchOnly = () => matchMedia("(pointer: coarse) and (not (any-pointer: fine))").matches;
