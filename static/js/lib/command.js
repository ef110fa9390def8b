// Durable commands that are no new message: sent again under the same nonce until their outcome is known.

/** @import { AckFrame } from "../models/frames.js" */
import { backoff, outcome } from "../models/retry.js";

/** @typedef {{ t: string, [field: string]: unknown }} Command */

/**
 * Answers the ack. Throws what was refused for good.
 *
 * @param {(frame: Command) => Promise<AckFrame>} request
 * @param {Command} frame
 * @param {(ms: number) => Promise<unknown>} pause
 * @returns {Promise<AckFrame>}
 */
export async function sendCommand(request, frame, pause = (ms) => new Promise((done) => setTimeout(done, ms))) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await request(attempt > 0 ? { ...frame, again: true } : frame);
    } catch (error) {
      const failure = /** @type {import("../models/retry.js").Failure} */ (error);
      if (["refused", "session"].includes(outcome(failure))) throw error;
      await pause(failure.retryMs ?? backoff(Math.min(attempt, 5)));
    }
  }
}

/** A fresh nonce: a random UUID. */
export function newNonce() {
  // Only on https and localhost; a chat at home may be on neither.
  if (crypto.randomUUID !== undefined) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
