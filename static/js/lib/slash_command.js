// What begins with a slash is carried out by the server, as the form without a script has it.

import { ask, find } from "./dom.js";
import * as text from "./messages.js";

/**
 * What came of it: where to go then, or why it was not done.
 *
 * @typedef {{ path: string, refused?: undefined } | { path?: undefined, refused: string }} Outcome
 */

/**
 * @param {HTMLFormElement} form of the composer, with what was typed in it
 * @returns {Promise<Outcome>}
 */
export async function carryOut(form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.set(name, String(value));
  try {
    const response = await ask(form.action, { method: "POST", body, headers: { accept: "text/html" } });
    if (response.ok) return { path: new URL(response.url).pathname };
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return { refused: (find(page, "#body-note") ?? find(page, "main p"))?.textContent ?? "" };
  } catch {
    return { refused: text.notOffline() };
  }
}
