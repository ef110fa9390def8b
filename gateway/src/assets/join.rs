//! Many small files as few large ones: a page asks for one script and one stylesheet, while whoever works on them keeps a file for
//! each thing and needs no build step.
//!
//! Scripts: everything that an entry module imports becomes part of it, each module a function that is called once, in the order in
//! which a browser would run them. Modules that are loaded later (`import("…")`) become files of their own, which take what they share
//! with the entry from it, so that no module is there twice. Stylesheets: an `@import "…";` is the sheet it names.

mod module;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use module::Module;

/// The script pages load.
const ENTRY: &str = "js/main.js";
/// The script of pages without rooms beside them: few, and small, so that it shares nothing with the other.
const GATE: &str = "js/gate.js";
/// The service worker: no page loads it, and it is no module.
const WORKER: &str = "js/worker.js";
/// The stylesheet pages load.
const SHEET: &str = "css/main.css";

/// The files as they are served: what became part of another is left out.
///
/// # Errors
/// A script imports what is not there, or says something that this file cannot join.
pub(super) fn join(mut files: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, String> {
    if let Some(sheet) = files.get(SHEET) {
        let (sheet, parts) = join_sheets(sheet, &files)?;
        files.retain(|name, _| !parts.contains(name));
        files.insert(SHEET.to_owned(), sheet);
    }
    if files.contains_key(ENTRY) {
        join_scripts(&mut files)?;
    }
    Ok(files)
}

fn join_sheets(sheet: &str, files: &BTreeMap<String, String>) -> Result<(String, BTreeSet<String>), String> {
    let (mut joined, mut parts) = (String::new(), BTreeSet::new());
    for line in sheet.lines() {
        let Some(name) = line.strip_prefix("@import \"").and_then(|rest| rest.strip_suffix("\";")) else {
            joined.extend([line, "\n"]);
            continue;
        };
        let name = module::resolve(SHEET, name);
        joined += files.get(&name).ok_or_else(|| format!("{SHEET} imports {name}, which is not there"))?;
        parts.insert(name);
    }
    Ok((joined, parts))
}

fn join_scripts(files: &mut BTreeMap<String, String>) -> Result<(), String> {
    let mut modules = BTreeMap::new();
    for (name, source) in files.iter().filter(|(name, _)| name.starts_with("js/")) {
        modules.insert(name.clone(), Module::read(name, source)?);
    }
    let in_entry = in_order(ENTRY, &modules, &BTreeSet::new())?;
    let shared: BTreeSet<&str> = in_entry.iter().map(String::as_str).collect();
    let mut served = BTreeMap::from([(ENTRY.to_owned(), joined_entry(&in_entry, &modules))]);
    if modules.contains_key(GATE) {
        let alone = in_order(GATE, &modules, &BTreeSet::new())?;
        served.insert(GATE.to_owned(), joined_entry(&alone, &modules));
    }
    if modules.contains_key(WORKER) {
        let alone = in_order(WORKER, &modules, &BTreeSet::new())?;
        served.insert(WORKER.to_owned(), joined(&alone, &modules));
    }
    let mut later: Vec<&str> =
        modules.values().flat_map(|module| module.later.iter()).map(String::as_str).collect();
    later.sort_unstable();
    later.dedup();
    for name in later {
        let own = in_order(name, &modules, &shared)?;
        served.insert(name.to_owned(), joined_later(name, &own, &modules));
    }
    files.retain(|name, _| !name.starts_with("js/"));
    files.append(&mut served);
    Ok(())
}

/// A module and all it imports, each behind those it imports itself; without what is `there` already.
fn in_order(
    entry: &str,
    modules: &BTreeMap<String, Module>,
    there: &BTreeSet<&str>,
) -> Result<Vec<String>, String> {
    fn visit(
        name: &str,
        modules: &BTreeMap<String, Module>,
        seen: &mut BTreeSet<String>,
        order: &mut Vec<String>,
    ) -> Result<(), String> {
        if !seen.insert(name.to_owned()) {
            return Ok(());
        }
        let module = modules.get(name).ok_or_else(|| format!("{name} is imported and not there"))?;
        for import in &module.imports {
            visit(&import.from, modules, seen, order)?;
        }
        order.push(name.to_owned());
        Ok(())
    }
    let mut seen: BTreeSet<String> = there.iter().map(|name| (*name).to_owned()).collect();
    let mut order = Vec::new();
    visit(entry, modules, &mut seen, &mut order)?;
    Ok(order)
}

fn joined(order: &[String], modules: &BTreeMap<String, Module>) -> String {
    order.iter().map(|name| modules[name].as_function()).collect()
}

/// What the modules export is exported once more, for those that are loaded later.
fn joined_entry(order: &[String], modules: &BTreeMap<String, Module>) -> String {
    let mut script = joined(order, modules);
    let shared = order.iter().map(|name| module::variable(name)).collect::<Vec<_>>().join(", ");
    // Writing to a string cannot fail.
    let _ = writeln!(script, "export {{ {shared} }};");
    script
}

/// The last of them is the module itself.
fn joined_later(name: &str, order: &[String], modules: &BTreeMap<String, Module>) -> String {
    let own: BTreeSet<&str> = order.iter().map(String::as_str).collect();
    let imports = order.iter().flat_map(|name| &modules[name].imports).map(|import| import.from.as_str());
    // It may be part of the entry itself.
    let shared: BTreeSet<String> =
        imports.chain([name]).filter(|from| !own.contains(from)).map(module::variable).collect();
    let mut script = String::new();
    if !shared.is_empty() {
        let shared = shared.into_iter().collect::<Vec<_>>().join(", ");
        let _ = writeln!(script, "import {{ {shared} }} from \"{}\";", module::relative(name, ENTRY));
    }
    for own in order {
        script += &seen_from(name, &modules[own]);
    }
    let exports = modules[name].exports.join(", ");
    let _ = writeln!(script, "export const {{ {exports} }} = {};", module::variable(name));
    script
}

/// A module whose file is not the entry's, so that what it loads later is seen from elsewhere.
fn seen_from(file: &str, module: &Module) -> String {
    module.later.iter().fold(module.as_function(), |script, later| {
        let import = |from| format!("import(\"{}\")", module::relative(from, later));
        script.replace(&import(ENTRY), &import(file))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(all: &[(&str, &str)]) -> BTreeMap<String, String> {
        all.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn what_an_entry_imports_becomes_part_of_it_once_and_in_order() {
        let joined = join(files(&[
            (
                "js/main.js",
                "import { a } from \"./lib/a.js\";\nimport * as b from \"./lib/b.js\";\na(b.x);\n",
            ),
            (
                "js/lib/a.js",
                "import { x as y } from \"./b.js\";\nexport function a(z) {\n  return y + z;\n}\n",
            ),
            ("js/lib/b.js", "export const x = 1;\n"),
            ("js/lib/unused.js", "export const never = 0;\n"),
        ]));
        let joined = joined.expect("joined");
        assert_eq!(joined.keys().collect::<Vec<_>>(), ["js/main.js"]);
        assert_eq!(
            joined["js/main.js"],
            "const js_lib_b = (() => {\nconst x = 1;\nreturn { x };\n})();\n\
             const js_lib_a = (() => {\nconst { x: y } = js_lib_b;\nfunction a(z) {\n  return y + z;\n}\nreturn { a };\n})();\n\
             const js_main = (() => {\nconst { a } = js_lib_a;\nconst b = js_lib_b;\na(b.x);\nreturn {  };\n})();\n\
             export { js_lib_b, js_lib_a, js_main };\n"
        );
    }

    #[test]
    fn the_service_worker_is_joined_by_itself_and_exports_nothing() {
        let joined = join(files(&[
            ("js/main.js", "import { a } from \"./a.js\";\na();\n"),
            ("js/worker.js", "import { a } from \"./a.js\";\naddEventListener(\"fetch\", a);\n"),
            ("js/a.js", "export function a() {}\n"),
        ]));
        assert_eq!(
            joined.expect("joined")["js/worker.js"],
            "const js_a = (() => {\nfunction a() {}\nreturn { a };\n})();\n\
             const js_worker = (() => {\nconst { a } = js_a;\naddEventListener(\"fetch\", a);\nreturn {  };\n})();\n"
        );
    }

    #[test]
    fn what_is_loaded_later_takes_what_it_shares_from_the_entry() {
        let joined = join(files(&[
            ("js/main.js", "import { a } from \"./a.js\";\nconst open = () => import(\"./late/menu.js\");\n"),
            ("js/a.js", "export class A {}\nexport const a = 1;\n"),
            (
                "js/late/menu.js",
                "import { a } from \"../a.js\";\nimport { b } from \"./own.js\";\nexport const menu = a + b;\n",
            ),
            ("js/late/own.js", "export const b = 2;\n"),
        ]));
        let joined = joined.expect("joined");
        assert_eq!(joined.keys().collect::<Vec<_>>(), ["js/late/menu.js", "js/main.js"]);
        assert!(joined["js/main.js"].contains("import(\"./late/menu.js\")"), "{}", joined["js/main.js"]);
        assert_eq!(
            joined["js/late/menu.js"],
            "import { js_a } from \"../main.js\";\n\
             const js_late_own = (() => {\nconst b = 2;\nreturn { b };\n})();\n\
             const js_late_menu = (() => {\nconst { a } = js_a;\nconst { b } = js_late_own;\nconst menu = a + b;\nreturn { menu };\n})();\n\
             export const { menu } = js_late_menu;\n"
        );
    }

    #[test]
    fn an_address_that_is_loaded_later_is_seen_from_the_entry() {
        let joined = join(files(&[
            ("js/main.js", "import { open } from \"./lib/open.js\";\nopen();\n"),
            ("js/lib/open.js", "export const open = () => import(\"../late.js\");\n"),
            ("js/late.js", "export const late = 1;\n"),
        ]));
        assert!(joined.expect("joined")["js/main.js"].contains("import(\"./late.js\")"));
    }

    #[test]
    fn an_address_that_a_later_module_loads_is_seen_from_there() {
        let joined = join(files(&[
            ("js/main.js", "const open = () => import(\"./late/menu.js\");\nopen();\n"),
            ("js/late/menu.js", "export const open = () => import(\"../lib/later.js\");\n"),
            ("js/lib/later.js", "export const later = 1;\n"),
        ]));
        let joined = joined.expect("joined");
        assert!(
            joined["js/late/menu.js"].contains("import(\"../lib/later.js\")"),
            "{}",
            joined["js/late/menu.js"]
        );
    }

    #[test]
    fn what_is_loaded_later_and_part_of_the_entry_is_taken_from_there() {
        let joined = join(files(&[
            ("js/main.js", "import { a } from \"./a.js\";\nconst open = () => import(\"./a.js\");\na();\n"),
            ("js/a.js", "export function a() {}\n"),
        ]));
        assert_eq!(
            joined.expect("joined")["js/a.js"],
            "import { js_a } from \"./main.js\";\nexport const { a } = js_a;\n"
        );
    }

    #[test]
    fn sheets_are_joined_where_they_are_imported() {
        let joined = join(files(&[
            ("css/main.css", "@import \"a.css\";\n@import \"b.css\";\nmain {}\n"),
            ("css/a.css", "a {}\n"),
            ("css/b.css", "b {}\n"),
            ("css/admin.css", "i {}\n"),
        ]));
        let joined = joined.expect("joined");
        assert_eq!(joined["css/main.css"], "a {}\nb {}\nmain {}\n");
        assert_eq!(joined.keys().collect::<Vec<_>>(), ["css/admin.css", "css/main.css"]);
    }

    #[test]
    fn what_cannot_be_joined_is_said() {
        for (script, why) in [
            ("import { a } from \"./gone.js\";\n", "js/gone.js"),
            ("export default 1;\n", "js/main.js:1"),
            ("export { a } from \"./b.js\";\n", "js/main.js:1"),
            ("\nimport a from \"./b.js\";\n", "js/main.js:2"),
            ("export let a = 1;\n", "js/main.js:1"),
            ("const a = import(`./b.js`), b = (import(\"./b.js\"));\n", "js/main.js:1"),
        ] {
            let error = join(files(&[("js/main.js", script)])).expect_err(script);
            assert!(error.contains(why), "{script}: {error}");
        }
    }
}
