// A durable command that is no new message: it goes again under the same nonce until its fate is known.

import { wait } from "./backoff.js";

const TRY_AGAIN = new Set(["rate_limited", "busy", "unavailable"]);

// Answers the ack; throws what was refused for good.
export async function carryOut(ask, frame, pause = (ms) => new Promise((done) => setTimeout(done, ms))) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask(attempt > 0 ? { ...frame, again: true } : frame);
    } catch (error) {
      if (error.code && !TRY_AGAIN.has(error.code)) throw error;
      await pause(error.retryMs ?? wait(Math.min(attempt, 5)));
    }
  }
}
