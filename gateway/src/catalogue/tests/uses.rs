//! Where messages are said: `t(key="…", …)` in templates, `Text::new("…").with("…", …)` in source, `say("…", { … })` in scripts,
//! and refusals by their reason.

use std::collections::BTreeSet;
use std::path::Path;

use proto::{Reason, Refusal};

use crate::catalogue::Text;

/// A message that is said, and what it is given.
pub(super) struct Said {
    pub(super) file: String,
    pub(super) key: String,
    pub(super) arguments: BTreeSet<String>,
}

pub(super) fn all() -> Vec<Said> {
    let mut said = Vec::new();
    for (file, text) in files("../templates", "html") {
        calls(&text, "t(key=\"").for_each(|(key, rest)| said.push(of(&file, key, named(rest))));
    }
    for (file, text) in files("src", "rs") {
        calls(&text, "Text::new(\"").for_each(|(key, rest)| said.push(of(&file, key, with(rest))));
    }
    for (file, text) in files("../static/js/lib", "js") {
        calls(&text, "say(\"")
            .for_each(|(key, rest)| said.push(of(&file, &format!("script-{key}"), gaps(rest))));
    }
    for (file, text) in files("../static/js/elements/attachments", "js") {
        calls(&text, "say(\"")
            .for_each(|(key, rest)| said.push(of(&file, &format!("tray-{key}"), gaps(rest))));
    }
    said.extend(Reason::examples().into_iter().map(|reason| {
        let text = Text::from(&Refusal::new(reason));
        let arguments = text.arguments.keys().map(ToString::to_string).collect();
        of("proto/src/refusal/reason.rs", text.key(), arguments)
    }));
    said
}

/// All files below a folder of this kind, with their text.
pub(super) fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("catalogue/tests") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                found.push((path.display().to_string(), std::fs::read_to_string(&path).expect("text")));
            }
        }
    }
    found
}

fn of(file: &str, key: &str, arguments: BTreeSet<String>) -> Said {
    Said { file: file.to_owned(), key: key.to_owned(), arguments }
}

/// Each key after `opening`, and what follows it.
fn calls<'a>(text: &'a str, opening: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let rests = text.match_indices(opening).map(move |(at, _)| &text[at + opening.len()..]);
    rests.filter_map(|rest| rest.split_once('"'))
}

/// The names in `, name=…, other=…)`, up to the parenthesis that closes the call.
fn named(rest: &str) -> BTreeSet<String> {
    let (mut names, mut name, mut depth, mut quoted) = (BTreeSet::new(), String::new(), 0, false);
    for c in rest.chars() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => return names,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => name.clear(),
            '=' if depth == 0 => {
                names.insert(std::mem::take(&mut name));
            }
            c if c.is_alphanumeric() || c == '_' => name.push(c),
            _ => {}
        }
    }
    panic!("a call that does not end: {}", &rest[..rest.len().min(80)]);
}

/// The names in `, { name, other: … })`.
fn gaps(rest: &str) -> BTreeSet<String> {
    let inside =
        rest.strip_prefix(", {").and_then(|rest| rest.split_once('}')).map_or("", |(inside, _)| inside);
    let names = inside.split(',').map(|gap| gap.split(':').next().unwrap_or_default().trim().to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// The names in `).with("name", …).with("other", …)`.
fn with(rest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = rest.strip_prefix(')').unwrap_or(rest).trim_start();
    while let Some((name, after)) = rest.strip_prefix(".with(\"").and_then(|rest| rest.split_once('"')) {
        names.insert(name.to_owned());
        let mut depth = 0;
        let end = after.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth < 0
        });
        rest = after[end.expect("a call that ends") + 1..].trim_start();
    }
    names
}
