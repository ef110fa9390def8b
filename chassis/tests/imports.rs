//! Imports point one way: in no crate do more than three files import each other in a circle.
//!
//! Read from the `use` items and from paths written out, tests left out. What a module's file takes from its own ancestors (`super::State` in
//! a file that holds a part of its `impl`) is no arrow: that is how Rust spreads one module over several files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The most files that may import each other in a circle.
const MOST: usize = 3;

/// A module by its path below the crate's root; the root is empty.
type Module = Vec<String>;

/// The modules of one crate that are files of their own, each with what it imports and what it gives on.
#[derive(Default)]
struct Crate(BTreeMap<Module, Vec<Import>>);

/// One name out of a `use` item.
struct Import {
    path: Vec<String>,
    /// The name it is given here.
    name: String,
    /// `pub`, with or without a scope: others may take it from here.
    public: bool,
}

#[test]
fn no_more_than_three_files_import_each_other_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let crates = ["auth-service", "chassis", "e2e", "gateway", "infra/hubbub", "infra/services", "proto"];
    let circles: Vec<String> = crates
        .into_iter()
        .chain(["room-service"])
        .flat_map(|name| {
            let read = Crate::read(&root.join(name).join("src"));
            assert!(!read.0.is_empty(), "no source in {name}");
            let circles = read.circles().into_iter().filter(|circle| circle.len() > MOST);
            circles.map(|circle| format!("{name}: {}", circle.join(", "))).collect::<Vec<_>>()
        })
        .collect();
    assert!(circles.is_empty(), "files that import each other in a circle:\n{}", circles.join("\n"));
}

/// Where the time of day is read: to show times, to name a moment in a record, and to ask auth about a session that may have
/// expired, about a person who has not shown their password lately, whether a reminder is due, and whether it is time to tell somebody of a message. Everything that waits, withholds or decides goes by a clock that only ever goes on.
const WALL_CLOCK: &[&str] = &[
    "auth-service/src/commands/register.rs",
    "auth-service/src/commands/sign_in.rs",
    "chassis/src/peers/heartbeat.rs",
    "chassis/src/telemetry/logs.rs",
    "gateway/src/actions/inbox.rs",
    "gateway/src/actions/saved.rs",
    "gateway/src/draw/members.rs",
    "gateway/src/draw/search.rs",
    "gateway/src/draw/sidebar.rs",
    "gateway/src/draw/styleguide/people.rs",
    "gateway/src/live/sessions.rs",
    "gateway/src/live/socket/requests.rs",
    "gateway/src/live/statuses.rs",
    "gateway/src/pages/admin/overview.rs",
    "gateway/src/pages/admin/people.rs",
    "gateway/src/pages/admin/rooms.rs",
    "gateway/src/pages/home.rs",
    "gateway/src/pages/inbox.rs",
    "gateway/src/pages/messages.rs",
    "gateway/src/pages/messages/why.rs",
    "gateway/src/pages/people.rs",
    "gateway/src/pages/profile.rs",
    "gateway/src/pages/proof.rs",
    "gateway/src/pages/queries.rs",
    "gateway/src/pages/reports.rs",
    "gateway/src/pages/rooms.rs",
    "gateway/src/pages/saved.rs",
    "gateway/src/pages/search.rs",
    "gateway/src/pages/search/resolve.rs",
    "gateway/src/pages/settings.rs",
    "gateway/src/pages/settings/notifications.rs",
    "gateway/src/pages/status.rs",
    "gateway/src/pages/threads.rs",
    "gateway/src/pages/well_known.rs",
    "gateway/src/push/send.rs",
    "infra/hubbub/src/admin/seed.rs",
    "room-service/src/admin.rs",
    "room-service/src/followers/link_previews.rs",
    "room-service/src/followers/notifier.rs",
    "room-service/src/followers/runner.rs",
    "room-service/src/store/mail.rs",
    "room-service/src/store/mail/take.rs",
    "room-service/src/store/push/orders.rs",
    "room-service/src/store/push/wanted.rs",
];

/// Any of these reads it.
const READS_IT: [&str; 4] = ["now_utc", "now_local", "UtcDateTime::now", "SystemTime"];

#[test]
fn the_time_of_day_is_read_only_where_it_is_shown_or_asked_about() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for name in
        ["auth-service", "chassis", "gateway", "infra/hubbub", "infra/services", "proto", "room-service"]
    {
        let mut folders = vec![root.join(name).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("a file").path();
                let below = path.strip_prefix(&root).expect("below").display().to_string();
                let text = || fs::read_to_string(&path).expect("a text");
                if path.is_dir() {
                    folders.push(path);
                } else if !below.contains("/tests") && READS_IT.iter().any(|word| text().contains(word)) {
                    found.push(below);
                }
            }
        }
    }
    found.sort();
    assert_eq!(found, WALL_CLOCK, "who needs the time of day for more than showing it depends on a clock");
}

#[test]
fn a_circle_is_found_through_what_others_give_on() {
    let file = |text: &str| imports(text);
    let mut four = Crate::default();
    four.0.insert(module("a"), file("use crate::b::{B, self as other};"));
    four.0.insert(module("b"), file("pub use c::B;\nmod c;"));
    four.0.insert(module("b::c"), file("use super::super::d::D;\nuse super::Above;"));
    four.0.insert(
        module("d"),
        file("pub(crate) use crate::a::A;\n#[cfg(test)]\nmod tests {\n    use crate::e::E;\n}"),
    );
    four.0.insert(module("e"), Vec::new());
    assert_eq!(four.circles(), [["a", "b", "b::c", "d"]]);
}

fn module(path: &str) -> Module {
    path.split("::").map(str::to_owned).collect()
}

impl Crate {
    fn read(src: &Path) -> Self {
        let mut read = Self::default();
        read.add(src, &[]);
        read
    }

    fn add(&mut self, folder: &Path, at: &[String]) {
        let entries = folder.read_dir().expect("a folder").map(|entry| entry.expect("an entry").path());
        for path in entries.collect::<BTreeSet<PathBuf>>() {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            if name == "tests" {
                continue;
            }
            let mut module = at.to_vec();
            if !matches!(name.as_str(), "lib" | "main" | "mod") {
                module.push(name);
            }
            if path.is_dir() {
                self.add(&path, &module);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                self.0.entry(module).or_default().extend(imports(&text));
            }
        }
    }

    /// The file that holds what `path` names from inside `from`; none if it is of another crate.
    fn resolve(&self, from: &Module, path: &[String], depth: usize) -> Option<Module> {
        let (mut at, mut rest) = match path.first()?.as_str() {
            "crate" => (Vec::new(), &path[1..]),
            "self" => (from.clone(), &path[1..]),
            "super" => (from[..from.len().checked_sub(1)?].to_vec(), &path[1..]),
            _ if self.has_child(from, &path[0]) => (from.clone(), path),
            _ => return None,
        };
        while let Some((step, further)) = rest.split_first() {
            if step == "super" {
                at.pop()?;
            } else if self.has_child(&at, step) {
                at.push(step.clone());
            } else {
                return Some(self.given_on(&at, step, depth).unwrap_or(at));
            }
            rest = further;
        }
        Some(at)
    }

    /// Where a name comes from that a module gives on.
    fn given_on(&self, at: &Module, name: &str, depth: usize) -> Option<Module> {
        let import = self.0.get(at)?.iter().find(|import| import.public && import.name == name)?;
        if depth == 0 { None } else { self.resolve(at, &import.path, depth - 1) }
    }

    fn has_child(&self, at: &[String], name: &str) -> bool {
        let mut child = at.to_vec();
        child.push(name.to_owned());
        self.0.keys().any(|module| module.starts_with(&child))
    }

    fn arrows(&self) -> BTreeMap<&Module, BTreeSet<Module>> {
        let arrow = |from: &Module, import: &Import| {
            self.resolve(from, &import.path, 8).filter(|to| !from.starts_with(to) && self.0.contains_key(to))
        };
        self.0
            .iter()
            .map(|(from, imports)| (from, imports.iter().filter_map(|one| arrow(from, one)).collect()))
            .collect()
    }

    /// The files that can be reached from each other, circle by circle.
    fn circles(&self) -> Vec<Vec<String>> {
        let arrows = self.arrows();
        let reached: BTreeMap<&Module, BTreeSet<&Module>> =
            arrows.keys().map(|&from| (from, reach(&arrows, from))).collect();
        let circles: BTreeSet<Vec<String>> = reached
            .iter()
            .filter(|(from, to)| to.contains(*from))
            .map(|(&from, to)| {
                to.iter()
                    .filter(|other| reached[*other].contains(from))
                    .map(|module| module.join("::"))
                    .collect()
            })
            .collect();
        circles.into_iter().collect()
    }
}

fn reach<'a>(arrows: &'a BTreeMap<&'a Module, BTreeSet<Module>>, from: &'a Module) -> BTreeSet<&'a Module> {
    let (mut found, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(at) = next.pop() {
        next.extend(arrows[at].iter().filter(|to| found.insert(*to)));
    }
    found
}

/// What a file imports outside its tests.
fn imports(text: &str) -> Vec<Import> {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut imports = Vec::new();
    for (line, _) in code.match_indices("use ") {
        let before = code[..line].rsplit('\n').next().unwrap_or_default().trim();
        let item = code[line + 4..].split(';').next().unwrap_or_default();
        if before.is_empty() || before.starts_with("pub") {
            let item: String = item.split_whitespace().collect::<Vec<_>>().join(" ");
            spread(&[], &item, !before.is_empty(), &mut imports);
        }
    }
    imports.extend(written_out(&code));
    imports
}

/// Paths that stand in the code itself: `crate::a::b()`, or `child::b()`.
fn written_out(code: &str) -> impl Iterator<Item = Import> {
    let words = code.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'));
    words.filter(|word| word.contains("::") && !word.starts_with(':')).map(|word| {
        let path = word.split("::").filter(|step| !step.is_empty()).map(str::to_owned).collect();
        Import { path, name: String::new(), public: false }
    })
}

/// `a::{b, c::d as e}` is three names.
fn spread(before: &[String], item: &str, public: bool, into: &mut Vec<Import>) {
    let item = item.trim();
    if let Some((head, tail)) = item.split_once("::").filter(|(head, _)| !head.contains('{')) {
        let path = [before, &[head.trim().to_owned()]].concat();
        return spread(&path, tail, public, into);
    }
    if let Some(list) = item.strip_prefix('{') {
        return parts(list.strip_suffix('}').unwrap_or(list))
            .into_iter()
            .for_each(|part| spread(before, part, public, into));
    }
    let (name, alias) = item.split_once(" as ").unwrap_or((item, item));
    let path = if name == "self" { before.to_vec() } else { [before, &[name.to_owned()]].concat() };
    into.push(Import { path, name: alias.to_owned(), public });
}

/// The parts of a list, commas inside further braces left alone.
fn parts(list: &str) -> Vec<&str> {
    let (mut parts, mut begin, mut depth) = (Vec::new(), 0, 0);
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[begin..]);
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect()
}
