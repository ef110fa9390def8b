// The service worker is started. What it begins with may not all have come: the browser would ask for that again only with the next
// page, and this one may stay open all day.

/** @typedef {Pick<ServiceWorkerContainer, "register">} Workers */

/**
 * @param {Workers} workers
 * @param {{ tries?: number, pause?: number }} how often in all, and how long after one has failed, in ms
 */
export async function startWorker(workers, { tries = 5, pause = 3000 } = {}) {
  const registration = await workers.register("/sw.js", { updateViaCache: "none" });
  const { installing } = registration;
  installing?.addEventListener("statechange", () => {
    if (installing.state !== "redundant" || registration.active || tries <= 1) return;
    // Nothing that is seen depends on it.
    setTimeout(() => startWorker(workers, { tries: tries - 1, pause }).catch(() => {}), pause);
  });
}
