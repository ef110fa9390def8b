// Web push: this browser is told by its push service while no page is open here (`worker.js` shows it). Which devices are told stands in
// the settings; here is what the browser itself has to do for it.

import { ask } from "./dom.js";
import { CHOICES } from "./notifications.js";

/** @import { Context } from "./context.js" */

/** @typedef {{ endpoint: string, key: string, auth: string }} Target */

/** Where it was told last, as the server has it. */
const TOLD = "push-endpoint";
const DEVICES = "/settings/notifications/devices";

export const isPossible = () => "PushManager" in globalThis && Boolean(navigator.serviceWorker);

/**
 * Asks the push service for an address. One that was given for another key is given back first.
 *
 * @param {string} key of the server, in base64url
 * @returns {Promise<Target>}
 */
export async function subscribe(key) {
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const former = await pushManager.getSubscription();
  if (former && keyOf(former) !== key) await former.unsubscribe();
  return targetOf(await pushManager.subscribe(options));
}

export async function unsubscribe() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}

/**
 * Whoever wants it on this device has it after they have signed in again, too, and when their browser has another address.
 *
 * @param {Pick<Context, "me" | "storage">} context
 */
export async function renew({ me, storage }) {
  const { push, words = true } = storage.get(CHOICES) ?? {};
  if (typeof push !== "string" || !isPossible() || Notification.permission !== "granted") return;
  const target = await subscribe(push).catch(() => undefined);
  if (!target || target.endpoint === storage.get(TOLD)) return;
  const body = new URLSearchParams({ person: me, ...target, words: words ? "yes" : "" });
  const sent = await ask(DEVICES, { method: "POST", body, redirect: "manual" }).catch(() => undefined);
  if (sent?.type === "opaqueredirect") storage.set(TOLD, target.endpoint);
}

/**
 * @param {Pick<Context, "storage">} context
 * @param {string | undefined} endpoint
 */
export function noteTold({ storage }, endpoint) {
  if (endpoint === undefined) storage.remove(TOLD);
  else storage.set(TOLD, endpoint);
}

/**
 * @param {PushSubscription} subscription
 * @returns {Target}
 */
function targetOf(subscription) {
  const { endpoint = "", keys = {} } = subscription.toJSON();
  return { endpoint, key: keys.p256dh ?? "", auth: keys.auth ?? "" };
}

/** @param {PushSubscription} subscription */
function keyOf({ options }) {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
