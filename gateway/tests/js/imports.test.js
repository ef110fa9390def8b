// Which module may import which. Run: npm test

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../static/js/", import.meta.url));
const ALL_LAYERS = ["models", "lib", "elements"];
const PAGES = ["main.js", "gate.js", "worker.js"];
const MAY_IMPORT = { models: ["models"], lib: ["models", "lib"], elements: ALL_LAYERS, "main.js": [...ALL_LAYERS, "later.js"], "later.js": ALL_LAYERS, "gate.js": ALL_LAYERS, "worker.js": ["models", "lib"] };

/** All modules below a folder, as paths from the root. */
function modules(folder = "") {
  return readdirSync(ROOT + folder, { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? modules(path) : [path];
  });
}

/** The source of a module without its comments. */
function code(module) {
  return readFileSync(ROOT + module, "utf8").replace(/\/\*\*.*?\*\/|^\s*\/\/.*?$/gms, "");
}

function imports(module, pattern) {
  return [...code(module).matchAll(pattern)].map(([, path]) => posix.join(posix.dirname(module), path));
}

const STATIC = /^(?:import|export)\b[^;]*?"(\.[^"]+)";/gm;
const DYNAMIC = /\bimport\("(\.[^"]+)"\)/g;
const ALL = modules();
const graph = new Map(ALL.map((module) => [module, imports(module, STATIC)]));

function reachable(from, edges) {
  const [found, left] = [new Set(), [from]];
  for (let module = left.pop(); module !== undefined; module = left.pop()) {
    if (found.has(module)) continue;
    found.add(module);
    left.push(...edges(module));
  }
  return found;
}

test("imports point from elements to lib to models, and never back", () => {
  for (const module of ALL) {
    const layer = module.split("/")[0];
    for (const imported of [...graph.get(module), ...imports(module, DYNAMIC)]) {
      assert.ok(ALL.includes(imported), `${module} imports ${imported}, which is not there`);
      assert.ok(MAY_IMPORT[layer]?.includes(imported.split("/")[0]), `${module} must not import ${imported}`);
    }
  }
});

test("what the service worker loads needs no page", () => {
  const all = reachable("worker.js", (module) => graph.get(module));
  for (const module of all) assert.doesNotMatch(code(module), /\b(document|window|localStorage)\b/, module);
});

test("no module imports itself, over however many others", () => {
  for (const module of ALL) {
    for (const imported of graph.get(module)) {
      assert.ok(!reachable(imported, (next) => graph.get(next)).has(module), `${module} and ${imported} import each other`);
    }
  }
});

test("every module is loaded by some page or by the service worker, but for the one that holds nothing but types", () => {
  const used = PAGES.map((page) => reachable(page, (module) => [...graph.get(module), ...imports(module, DYNAMIC)]));
  assert.deepEqual(ALL.filter((module) => !used.some((modules) => modules.has(module))), ["models/frames.js"]);
});

test("models reach for nothing outside: no page, no network, no clock", () => {
  const outside = /\b(document|window|globalThis|location|navigator|localStorage|fetch|WebSocket|setTimeout|setInterval|Date\.now)\b/;
  for (const module of ALL.filter((module) => module.startsWith("models/"))) assert.doesNotMatch(code(module), outside, module);
});

test("every model is tested", () => {
  const tests = readdirSync(fileURLToPath(new URL(".", import.meta.url)));
  const models = ALL.filter((module) => module.startsWith("models/") && module !== "models/frames.js");
  assert.deepEqual(models.filter((model) => !tests.includes(posix.basename(model).replace(".js", ".test.js"))), []);
});

test("whoever asks the gateway over HTTP waits no longer than it may", () => {
  // The service worker has a time of its own, after which it shows what it keeps.
  for (const module of ALL.filter((path) => !["lib/dom.js", "worker.js"].includes(path))) assert.doesNotMatch(code(module), /(?<![#.\w]|async )fetch\(/, module);
});
