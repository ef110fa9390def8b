// The words of the catalogue for scripts, where there is no page that brings them along.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const CATALOGUE = fileURLToPath(new URL("../../locales/en.ftl", import.meta.url));

/** @type {Record<string, Record<string, string>>} */
const words = {};
let key = "";
for (const line of readFileSync(CATALOGUE, "utf8").split("\n")) {
  const [, name, form, text] = /^(?:([a-z-]+)| {4}\.([a-z]+)) = (.+)$/.exec(line) ?? [];
  if (name) key = name;
  if (text) (words[key.replace(/^script-/, "")] ??= {})[form ?? "other"] = text.replace(/\{ (\$\w+) \}/g, "{$1}");
}

class Template {
  content = { textContent: JSON.stringify(words) };
}

globalThis.HTMLTemplateElement = Template;
globalThis.document = { documentElement: { lang: "en" }, querySelector: () => new Template() };
