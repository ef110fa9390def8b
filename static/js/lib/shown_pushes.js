// What the worker shows when something is pushed to this browser, and what it takes away when nobody is signed in any more.

import { readPushed } from "../models/pushed.js";

/** @typedef {{ registration: ServiceWorkerRegistration, clients: any }} Worker */

/**
 * Whoever looks at a page of ours has it before their eyes: that is the one case in which browsers let a push show nothing.
 *
 * @param {Worker} worker
 * @param {{ text(): string } | null} data
 */
export async function showPushed(worker, data) {
  const pushed = readPushed(data?.text());
  if (!pushed) return;
  const tabs = await worker.clients.matchAll();
  if (tabs.some((/** @type {any} */ { focused, visibilityState }) => focused && visibilityState === "visible")) return;
  const { title, body, tag, address, renotify } = pushed;
  const icon = "/apple-touch-icon.png";
  const options = { body, tag, renotify, icon, data: { address, isPushed: true, shownAt: Date.now() } };
  await worker.registration.showNotification(title, options);
}

/**
 * This browser is told nothing more: its push service learns that at once, the server with the next message for it.
 *
 * @param {Worker} worker
 */
export async function forgetPushes({ registration }) {
  for (const notification of await registration.getNotifications()) notification.close();
  const subscription = await registration.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}
