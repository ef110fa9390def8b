// Forms that change a small thing about what is on the page: sent without leaving it. What has changed comes by the socket.

import { ask } from "./dom.js";

export function watchFormsInPlace() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.inPlace === undefined || event.defaultPrevented) return;
    event.preventDefault();
    sendInPlace(form, event.submitter);
  });
}

/**
 * Answers what was sent, if it was done.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
export async function sendInPlace(form, submitter) {
  const fields = new FormData(form, submitter);
  const body = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
  const sent = await ask(form.action, { method: "POST", body, redirect: "manual" }).catch(() => undefined);
  if (sent?.type === "opaqueredirect") return body;
  // Whatever is wrong, a page says what.
  HTMLFormElement.prototype.submit.call(withField(form, submitter));
  return undefined;
}

/**
 * The form with what its button says, which is not sent when nobody presses it.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
function withField(form, submitter) {
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value });
    form.append(field);
  }
  return form;
}
