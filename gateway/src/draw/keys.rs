//! What each key does: `/keys` lists it, and tooltips name it. The table is the scripts' own, so none of them can say something else.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::{Page, Sidebar};
use crate::catalogue::{Language, Text};

/// The scripts' table, with what stands around it.
const SOURCE: &str = include_str!("../../../static/js/models/keys.js");

/// Where a key counts, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    Anywhere,
    Room,
    Page,
    Inbox,
    Message,
    Inside,
    Writing,
}

/// What is done, where, and by which key, such as `Mod+Shift+x`.
#[derive(Deserialize)]
struct Key(String, Place, String);

static TABLE: LazyLock<Vec<Key>> = LazyLock::new(|| {
    // A test reads it: it is never empty.
    let rows = SOURCE.split_once("([\n").and_then(|(_, rest)| rest.split_once("\n])"));
    rows.and_then(|(rows, _)| serde_json::from_str(&format!("[{rows}]")).ok()).unwrap_or_default()
});

/// `GET /keys`
#[derive(Clone, Debug, Serialize)]
pub struct KeysPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The keys by where they count.
    groups: Vec<KeyGroup>,
}

#[derive(Clone, Debug, Serialize)]
struct KeyGroup {
    place: Place,
    keys: Vec<KeyRow>,
}

#[derive(Clone, Debug, Serialize)]
struct KeyRow {
    command: &'static str,
    /// What is held down, and the key.
    parts: Vec<String>,
}

impl KeysPage {
    /// The page, for who looks.
    pub fn new(sidebar: Sidebar) -> Self {
        let mut groups: Vec<KeyGroup> = Vec::new();
        for Key(command, place, chord) in TABLE.iter() {
            let row = KeyRow { command, parts: parts(chord).into_iter().map(shown).collect() };
            match groups.iter_mut().find(|group| group.place == *place) {
                Some(group) => group.keys.push(row),
                None => groups.push(KeyGroup { place: *place, keys: vec![row] }),
            }
        }
        groups.sort_by_key(|group| group.place);
        Self { sidebar, groups }
    }
}

impl Page for KeysPage {
    const TEMPLATE: &'static str = "people/keys.html";
}

/// What a tooltip says of a key: as it is read, and as `aria-keyshortcuts` has it.
#[derive(Serialize)]
struct Shortcut {
    label: String,
    aria: String,
}

/// Gives templates `shortcut(of="reply")`: the key of an action on messages or of the composer; nothing where it has none.
pub(super) fn register(tera: &mut Tera, language: Language) {
    tera.register_function("shortcut", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let command = arguments.must_get::<&str>("of")?;
        let places = [Place::Message, Place::Inbox, Place::Writing];
        let key = TABLE.iter().find(|Key(name, place, _)| name == command && places.contains(place));
        Ok(key
            .map_or_else(Value::none, |Key(.., chord)| Value::from_serializable(&shortcut(chord, language))))
    });
}

fn shortcut(chord: &str, language: Language) -> Shortcut {
    let name = |part: &&str| language.catalogue().say(&Text::new("key-name").with("part", shown(part)));
    let aria = |part: &&str| match *part {
        "Mod" => "Control".to_owned(),
        "+" => "plus".to_owned(),
        part => part.to_owned(),
    };
    let all = parts(chord);
    let join = |names: Vec<String>, between: &str| names.join(between);
    Shortcut {
        label: join(all.iter().map(name).collect(), " "),
        aria: join(all.iter().map(aria).collect(), "+"),
    }
}

/// What is held down and the key, one after the other.
fn parts(chord: &str) -> Vec<&str> {
    if chord == "+" { vec![chord] } else { chord.split('+').collect() }
}

/// A letter as it stands on a keyboard.
fn shown(part: &str) -> String {
    if part.chars().count() == 1 { part.to_uppercase() } else { part.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_scripts_is_read_whole() {
        let rows = SOURCE.lines().filter(|line| line.starts_with("  [\"")).count();
        assert!(rows > 30, "{rows} rows");
        assert_eq!(TABLE.len(), rows);
    }

    #[test]
    fn every_key_is_described_in_every_language() {
        for language in Language::ALL {
            let say = |text: Text| language.catalogue().say(&text);
            let unknown = say(Text::new("key-does").with("command", "?"));
            for Key(command, ..) in TABLE.iter() {
                let words = say(Text::new("key-does").with("command", command.as_str()));
                assert_ne!(words, unknown, "{command} in {language:?}");
            }
        }
    }

    #[test]
    fn a_tooltip_names_the_key_as_the_reader_knows_it() {
        let label = |chord, language| shortcut(chord, language).label;
        assert_eq!(label("Mod+Shift+x", Language::English), "Ctrl Shift X");
        assert_eq!(label("Mod+b", Language::German), "Strg B");
        assert_eq!(label("+", Language::French), "+");
        assert_eq!(shortcut("Mod+b", Language::English).aria, "Control+b");
        assert_eq!(shortcut("+", Language::English).aria, "plus");
    }
}
