// Notifications of the desktop, one a room. The service worker shows them where there is one: a phone knows no other way.

/** What was chosen on this device: `desktop`, `sound`, `words`. */
export const CHOICES = "notifications";

/** @typedef {{ room: string, address: string, title: string, body: string, icon?: string }} Shown */

const registration = () => navigator.serviceWorker?.getRegistration("/").catch(() => undefined);

/** @type {Map<string, Notification>} shown without a worker */
const open = new Map();

/** @param {Shown} shown */
export async function show({ room, address, title, body, icon = "/apple-touch-icon.png" }) {
  if (Notification.permission !== "granted") return;
  const options = { body, tag: room, icon, data: { address } };
  const worker = await registration();
  // Silent: whoever wants a tone has chosen ours.
  if (worker?.active) return worker.showNotification(title, { ...options, silent: true });
  const notification = new Notification(title, { ...options, silent: true });
  open.set(room, notification);
  notification.addEventListener("click", () => {
    notification.close();
    window.focus();
    follow(address);
  });
}

/** @param {string} room */
export async function takeBack(room) {
  open.get(room)?.close();
  open.delete(room);
  const worker = await registration();
  for (const notification of (await worker?.getNotifications({ tag: room })) ?? []) notification.close();
}

/**
 * Of what was pushed while no page was open, what has been read since.
 *
 * @param {(tag: string, shownAt: number) => boolean} isRead
 */
export async function takeBackPushed(isRead) {
  const worker = await registration();
  for (const notification of (await worker?.getNotifications()) ?? []) {
    const { isPushed, shownAt = 0 } = notification.data ?? {};
    if (isPushed && isRead(notification.tag, shownAt)) notification.close();
  }
}

// The worker has brought this page to the front.
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (data?.t === "open" && typeof data.address === "string") follow(data.address);
});

/** @param {string} address */
function follow(address) {
  const link = document.createElement("a");
  link.href = address;
  if (link.origin !== location.origin) return;
  document.body.append(link);
  link.click();
  link.remove();
}
