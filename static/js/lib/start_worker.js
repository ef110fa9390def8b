// The service worker is started. What it begins with may not all have come: the browser would ask for that again only with the next
// page, and this one may stay open all day.

/** @typedef {Pick<ServiceWorkerContainer, "register">} Workers */

/**
 * @param {Workers} workers
 * @param {{ tries?: number, pause?: number }} how often in all, and how long after one has failed, in ms
 */
export async function startWorker(workers, { tries = 5, pause = 3000 } = {}) {
  // Nothing that is seen depends on it.
  const again = () => void (tries > 1 && setTimeout(() => startWorker(workers, { tries: tries - 1, pause }), pause));
  const registration = await workers.register("/sw.js", { updateViaCache: "none" }).catch(() => undefined);
  if (registration?.active) return;
  const worker = registration?.installing ?? registration?.waiting;
  // It failed before it was heard of here.
  if (!worker || worker.state === "redundant") return again();
  worker.addEventListener("statechange", () => {
    if (worker.state === "redundant" && !registration?.active) again();
  });
}
