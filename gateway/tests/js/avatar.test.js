// Faces. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { hue, initials } from "../../../static/js/models/avatar.js";

test("faces are the same as the server's", () => {
  assert.equal(initials("Ana María del Río"), "AR");
  assert.equal(initials("(Jo)"), "J");
  assert.equal(initials("Rosa Silva (\u2066@rosa\u2069)"), "RS");
  assert.equal(initials("🎉"), "🎉");
  assert.equal(initials("🇩🇪 🇫🇷"), "🇩🇪", "not half a flag");
  assert.equal(initials("👋🏽"), "👋🏽", "with its tone");
  assert.equal(initials("👩\u200d💻 Ada"), "A");
  assert.equal(initials("e\u0301va"), "E\u0301");
  assert.equal(hue("00000000-0000-0000-0000-0000000000a1"), 0xa1 % 12);
});
