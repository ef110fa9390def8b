// The service worker is started until there is one. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { startWorker } from "../../../static/js/lib/start_worker.js";

const settled = () => new Promise((done) => setImmediate(done));

/** Workers of which the first so many fail. */
function failing(fails) {
  let count = 0;
  const made = [];
  const register = async () => {
    const isLost = ++count <= fails;
    const installing = Object.assign(new EventTarget(), { state: "installing" });
    const registration = { installing, active: null };
    made.push(() => {
      installing.state = isLost ? "redundant" : "activated";
      if (!isLost) registration.active = installing;
      installing.dispatchEvent(new Event("statechange"));
    });
    return registration;
  };
  return { register, end: () => made.at(-1)(), count: () => count };
}

test("what failed is tried again until it is there, and not for ever", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  for (const [fails, tries] of [[0, 1], [1, 2], [2, 3], [9, 5]]) {
    const workers = failing(fails);
    await startWorker(workers);
    for (let n = 0; n < 8; n++) {
      workers.end();
      t.mock.timers.tick(3000);
      await settled();
    }
    assert.equal(workers.count(), tries, `${fails} fail`);
  }
});

test("what could not even begin, or failed unheard, is tried again, too", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const activated = { active: { state: "activated" } };
  const answers = [() => Promise.reject(new TypeError("no script")), async () => ({}), async () => ({ installing: { state: "redundant" } }), async () => activated];
  let count = 0;
  await startWorker({ register: () => answers[count++]() });
  for (let n = 0; n < 8; n++) {
    t.mock.timers.tick(3000);
    await settled();
  }
  assert.equal(count, answers.length);
});
