// Questions to the gateway over HTTP. A gateway gives itself 25 s for a page; whoever hears nothing for longer has lost it.

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
