// How the reader writes times and dates. Run: npm test

import assert from "node:assert/strict";
import { test } from "node:test";

import { readerLocale } from "../../../static/js/models/locale.js";

test("times are written in the language of the page, as the reader's country writes them", () => {
  assert.equal(readerLocale("en", ["de-DE", "en-GB", "en-US"]), "en-GB");
  assert.equal(readerLocale("de", ["en-US", "en"]), "de");
  assert.equal(readerLocale("fr", ["FR-ca"]), "FR-ca");
  assert.equal(readerLocale("fr", []), "fr");
});
