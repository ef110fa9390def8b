// The line about the connection. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import "./words.js";

class Element extends EventTarget {
  textContent = "";
  append(...parts) {
    this.textContent += parts.map((part) => part.textContent ?? part).join("");
  }
  replaceChildren(...parts) {
    this.textContent = "";
    this.append(...parts);
  }
}
globalThis.HTMLElement = Element;
globalThis.window = new EventTarget();
globalThis.navigator = { onLine: true };
globalThis.location = { pathname: "/r/general", search: "" };
Object.assign(globalThis.document, {
  addEventListener: () => {},
  body: { dataset: {} },
  createElement: () => new Element(),
});

const { Status } = await import("../../../static/js/elements/status.js");

test("what ended a moment after all was fine stays said", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const heard = new Map();
  const connection = { state: "connecting", reason: null, on: (name, then) => (heard.set(name, then), () => {}) };
  const status = new Status({ connection });
  status.connectedCallback();
  const becomes = (state, reason = null) => {
    Object.assign(connection, { state, reason });
    heard.get("state-changed")();
  };
  becomes("open");
  t.mock.timers.tick(500);
  becomes("ended", "session");
  t.mock.timers.tick(60_000);
  assert.match(status.textContent, /^Your session has ended/);
});
