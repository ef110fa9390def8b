// A small page shown over the one that is there: a form, which is sent from here and drawn again where it is refused. Without a
// script it is the page itself.

import { ask, closest, fetchPage, find, get } from "./dom.js";

const BODY = "[data-dialog-body]";

/**
 * Shows the page at an address, or goes there where it cannot be shown so.
 *
 * @param {string} address
 */
export async function openPage(address) {
  try {
    const { page } = await fetchPage(address);
    show(document.adoptNode(get(page, BODY)));
  } catch {
    location.assign(address);
  }
}

/** @param {HTMLElement} body */
function show(body) {
  const dialog = document.createElement("dialog");
  dialog.className = "page-dialog";
  dialog.append(body);
  const next = find(body, "input[name=next]");
  if (next instanceof HTMLInputElement) next.value = location.pathname;
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (!closest(event, "[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement) submit(dialog, event.target, event.submitter);
  });
  document.body.append(dialog);
  shown(dialog);
  dialog.showModal();
}

/** @param {HTMLDialogElement} dialog */
function shown(dialog) {
  dialog.setAttribute("aria-labelledby", get(dialog, "h1").id);
  document.dispatchEvent(new Event("part-shown"));
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLFormElement} form with `data-stay`: nothing else is shown once it is done
 * @param {HTMLElement | null} submitter the button that was pressed
 */
async function submit(dialog, form, submitter) {
  const button = submitter instanceof HTMLButtonElement ? submitter : get(form, "button.primary", HTMLButtonElement);
  if (button.disabled) return;
  const fields = new FormData(form, button);
  button.disabled = true;
  try {
    const body = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
    const response = await ask(form.action, { method: "POST", body, headers: { accept: "text/html" } });
    if (response.redirected) return "stay" in form.dataset ? dialog.close() : leave(dialog, response.url);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    get(dialog, BODY).replaceWith(document.adoptNode(get(page, BODY)));
    shown(dialog);
    find(dialog, "[autofocus], [aria-invalid]")?.focus();
  } catch {
    // The browser itself tells what is wrong, and keeps what was typed.
    button.disabled = false;
    form.submit();
  }
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {string} address
 */
function leave(dialog, address) {
  dialog.close();
  // What was done is no other page: it is told to this one.
  if (new URL(address).pathname === location.pathname) return;
  const link = document.createElement("a");
  link.href = address;
  document.body.append(link);
  link.click();
  link.remove();
}
