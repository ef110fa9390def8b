//! One script: what it imports and exports, and itself as a function that answers what it exports.
//!
//! Reads the forms our scripts are written in, each at the beginning of a line; another form is an error, never a guess.

/// A script, taken apart.
pub(super) struct Module {
    name: String,
    /// What it imports, in order.
    pub(super) imports: Vec<Import>,
    /// What it loads later, by name.
    pub(super) later: Vec<String>,
    /// The names it exports.
    pub(super) exports: Vec<String>,
    body: String,
}

/// One `import`.
pub(super) struct Import {
    /// The module, by its name.
    pub(super) from: String,
    /// What its exports are called here: `{ a, b: c }` or `all`.
    into: Option<String>,
}

impl Module {
    /// Takes a script apart.
    ///
    /// # Errors
    /// It imports or exports in a form that is not known here: which line.
    pub(super) fn read(name: &str, source: &str) -> Result<Self, String> {
        let mut module = Self {
            name: name.to_owned(),
            imports: Vec::new(),
            later: Vec::new(),
            exports: Vec::new(),
            body: String::new(),
        };
        for (n, line) in source.lines().enumerate() {
            module.take(line).ok_or_else(|| format!("{name}:{}: cannot be joined: {line}", n + 1))?;
        }
        Ok(module)
    }

    fn take(&mut self, line: &str) -> Option<()> {
        if let Some(import) = line.strip_prefix("import ") {
            let import = self.import(import)?;
            self.imports.push(import);
        } else if let Some(declared) = line.strip_prefix("export ") {
            if declared != "{};" {
                self.exports.push(exported(declared)?.to_owned());
                self.line(declared)?;
            }
        } else if !line.is_empty() {
            self.line(line)?;
        }
        Some(())
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let line = self.seen_from_entry(line)?;
        self.body.extend([line.as_str(), "\n"]);
        Some(())
    }

    fn import(&self, import: &str) -> Option<Import> {
        let statement = import.strip_suffix(';')?;
        let (into, from) = match statement.split_once(" from ") {
            Some((into, from)) => (Some(into), from),
            None => (None, statement),
        };
        let from = resolve(&self.name, from.strip_prefix('"')?.strip_suffix('"')?);
        let into = match into {
            Some(into) if into.starts_with("* as ") => Some(into["* as ".len()..].to_owned()),
            Some(into) if into.starts_with('{') && into.ends_with('}') => Some(into.replace(" as ", ": ")),
            Some(_) => return None,
            None => None,
        };
        Some(Import { from, into })
    }

    /// Where a line loads a module later, that is relative to the script that this one becomes part of.
    fn seen_from_entry(&mut self, line: &str) -> Option<String> {
        const LATER: &str = " import(\"";
        let Some((before, rest)) = line.split_once(LATER) else {
            // Types are imported in braces: `/** @type {import("./a.js").A} */`.
            let is_type = line.matches("import(\"").count() == line.matches("{import(\"").count();
            return is_type.then(|| line.to_owned());
        };
        let (path, after) = rest.split_once("\")")?;
        let later = resolve(&self.name, path);
        let path = relative(super::ENTRY, &later);
        self.later.push(later);
        Some(format!("{before}{LATER}{path}\"){after}"))
    }

    /// `const js_lib_dom = (() => { … return { find, get }; })();`
    pub(super) fn as_function(&self) -> String {
        let imports = self.imports.iter().filter_map(|import| {
            let into = import.into.as_ref()?;
            Some(format!("const {into} = {};\n", variable(&import.from)))
        });
        let (variable, exports) = (variable(&self.name), self.exports.join(", "));
        format!(
            "const {variable} = (() => {{\n{}{}return {{ {exports} }};\n}})();\n",
            imports.collect::<String>(),
            self.body
        )
    }
}

/// The name that `function find(…)`, `class Emitter …` or `const KEPT = …` declares.
fn exported(declared: &str) -> Option<&str> {
    let declared = declared.strip_prefix("async ").unwrap_or(declared);
    let named = ["function* ", "function ", "class ", "const "]
        .iter()
        .find_map(|word| declared.strip_prefix(word))?;
    let end = named.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$')?;
    Some(&named[..end]).filter(|name| !name.is_empty())
}

/// What a module is called in the joined script: `js_lib_dom`.
pub(super) fn variable(name: &str) -> String {
    let name = name.strip_suffix(".js").unwrap_or(name);
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

/// The file that `path` names as seen from another: `../models/retry.js` from `js/lib/command.js` is `js/models/retry.js`.
pub(super) fn resolve(from: &str, path: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                folders.pop();
            }
            part => folders.push(part),
        }
    }
    folders.join("/")
}

/// The other way round.
pub(super) fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let folders = from.len() - 1;
    let shared = from.iter().take(folders).zip(&to).take_while(|(one, other)| one == other).count();
    let up = "../".repeat(folders - shared);
    format!("{}{}", if up.is_empty() { "./" } else { &up }, to[shared..].join("/"))
}
