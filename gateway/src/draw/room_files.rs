//! The page of the files of a room.

use std::collections::HashMap;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proto::UserId;
use proto::auth::Person;
use proto::room::{FileKind, FileSearch, FoundFile, FoundFiles, RoomView};
use serde::Serialize;

use super::file::DrawnFile;
use super::when::iso;
use super::{Page, Sidebar};

/// `GET /r/{slug}/files`
#[derive(Clone, Debug, Serialize)]
pub struct RoomFilesPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// What is looked for, as it was typed.
    pub wanted: WantedFiles,
    /// Something is looked for in particular.
    pub searching: bool,
    /// Of which kinds there are files.
    pub kinds: [FileKind; 4],
    /// Who has sent files: their id and name.
    pub people: Vec<(UserId, String)>,
    /// What was found, the latest first.
    files: Vec<Row>,
    /// Where the next page is.
    pub next: Option<String>,
}

/// What is looked for, as it was typed and as it was understood.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WantedFiles {
    /// Part of the name.
    pub name: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// All of it.
    pub search: FileSearch,
}

/// A file, and the message that has it.
#[derive(Clone, Debug, Serialize)]
struct Row {
    #[serde(flatten)]
    file: DrawnFile,
    /// Where the message is.
    message: String,
    author: String,
    at: String,
}

impl RoomFilesPage {
    /// What was found in a room.
    pub fn new(
        sidebar: Sidebar,
        room: RoomView,
        wanted: WantedFiles,
        found: &FoundFiles,
        people: &HashMap<UserId, Person>,
    ) -> Self {
        let called = |id: UserId| people.get(&id).map(Person::shown_name);
        let row = |one: &FoundFile| Row {
            file: DrawnFile::of(&one.file),
            message: format!("{}/m/{}#m-{}", room.address, one.seq, one.seq),
            author: called(one.author).unwrap_or_else(|| one.name.clone()),
            at: iso(one.at),
        };
        let mut people: Vec<_> = found.authors.iter().filter_map(|id| Some((*id, called(*id)?))).collect();
        people.sort_by_cached_key(|(_, name)| name.to_lowercase());
        let last = found.files.last().filter(|_| found.more);
        Self {
            files: found.files.iter().map(row).collect(),
            next: last.map(|last| wanted.address(&room, last)),
            searching: FileSearch { after: None, ..wanted.search.clone() } != FileSearch::default(),
            kinds: FileKind::ALL,
            people,
            sidebar,
            room,
            wanted,
        }
    }
}

impl WantedFiles {
    /// Where what is behind this one is.
    fn address(&self, room: &RoomView, last: &FoundFile) -> String {
        let kind = self.search.kind.map(FileKind::name).unwrap_or_default();
        let by = self.search.author.map(|author| author.to_string()).unwrap_or_default();
        let after = format!("{}.{}", last.seq, last.place);
        let fields = [
            ("q", &*self.name),
            ("kind", kind),
            ("by", &by),
            ("from", &self.from),
            ("to", &self.to),
            ("after", &after),
        ];
        let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let fields =
            fields.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
        format!("{}/files?{}", room.address, fields.collect::<Vec<_>>().join("&"))
    }
}

impl Page for RoomFilesPage {
    const TEMPLATE: &'static str = "rooms/files.html";
}
