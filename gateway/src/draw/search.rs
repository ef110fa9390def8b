//! What was found: messages with the words that were looked for marked in them, and what else is called so.

mod address;
mod marked;
mod offers;
mod rows;

pub use address::SearchAddress;
pub use offers::{OffersPage, SearchOffer, Wanted};
pub use rows::{HitRow, HitRows};

use proto::auth::Person;
use proto::room::search::{SearchHit, Term};
use proto::room::{Kind, Listing, RoomView};
use proto::{At, Seq};
use serde::Serialize;

use self::marked::{Part, marked};
use super::file::DrawnFile;
use super::home::Named;
use super::{Errors, ListingRow, Page, Sidebar};

/// `GET /search`
#[derive(Clone, Debug, Serialize)]
pub struct SearchPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// What is looked for, and which part of what was found this is.
    pub address: SearchAddress,
    /// Where it can be looked for, each with its address.
    scopes: Vec<Way>,
    /// The orders it can be in.
    orders: Vec<Way>,
    /// The room that it was looked for from.
    here: Option<String>,
    /// It was looked for, and this is what was found.
    pub hits: Option<Vec<HitRow>>,
    /// Where what was found goes on.
    next: Option<String>,
    /// It does not begin on this page.
    first: Option<String>,
    people: Vec<Named>,
    rooms: Vec<ListingRow>,
    files: Vec<FoundFile>,
    /// Why nothing was looked for.
    pub errors: Errors,
}

/// A choice, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Way {
    name: &'static str,
    address: String,
    now: bool,
}

/// What else is called like what is looked for.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// People.
    pub people: Vec<Person>,
    /// Rooms.
    pub rooms: Vec<Listing>,
    /// Files.
    pub files: Vec<FoundFile>,
}

/// A file that was found by its name.
#[derive(Clone, Debug, Serialize)]
pub struct FoundFile {
    #[serde(flatten)]
    file: DrawnFile,
    parts: Vec<Part>,
    /// Where the message is that has it.
    message: String,
}

impl Beside {
    /// Of the files of these messages those that are called so, at most `most`.
    pub fn called(hits: &[SearchHit], terms: &[Term], most: usize) -> Vec<FoundFile> {
        let of = |hit: &SearchHit| {
            let message = rows::address_of(hit);
            hit.files.iter().map(|file| (file.clone(), message.clone())).collect::<Vec<_>>()
        };
        let drawn = |(file, message): (proto::room::File, String)| {
            let parts = marked(file.name.as_str(), terms, usize::MAX);
            let is_called = parts.iter().any(Part::is_found);
            is_called.then(|| FoundFile { file: DrawnFile::of(&file), parts, message })
        };
        hits.iter().flat_map(of).filter_map(drawn).take(most).collect()
    }
}

impl SearchPage {
    /// The page before anything is found, perhaps asked for from a room.
    pub fn new(sidebar: Sidebar, address: SearchAddress, here: Option<&RoomView>) -> Self {
        let mut address = address;
        if here.is_none() {
            address.room = None;
        }
        let scope = |name: &'static str| Way {
            name,
            address: address.within(name).to_string(),
            now: address.scope() == name,
        };
        let here_scope =
            here.filter(|here| here.kind != Kind::Direct || !here.name.is_empty()).map(|_| scope("room"));
        let order = |name: &'static str| Way {
            name,
            address: address.sorted(name).to_string(),
            now: address.sort() == name,
        };
        Self {
            scopes: here_scope.into_iter().chain([scope("everywhere"), scope("direct")]).collect(),
            orders: vec![order("newest"), order("relevance")],
            here: here.map(|here| here.name.clone()),
            sidebar,
            hits: None,
            next: None,
            first: address.is_further().then(|| address.first().to_string()),
            people: Vec::new(),
            rooms: Vec::new(),
            files: Vec::new(),
            errors: Errors::none(),
            address,
        }
    }

    /// Puts the messages on it that were found.
    pub fn show(&mut self, found: &HitRows<'_>, now: At) {
        self.next = found
            .hits
            .last()
            .filter(|_| found.more)
            .map(|last| self.address.after(last, found.hits.len()).to_string());
        self.hits = Some(found.rows(&self.address, self.sidebar.me.id, now));
    }

    /// Puts beside them what else is called so.
    pub fn put_beside(&mut self, beside: Beside) {
        let now = At::now_utc();
        self.people = beside.people.iter().map(Named::from).collect();
        self.rooms = beside.rooms.into_iter().map(|room| ListingRow::of(room, now)).collect();
        self.files = beside.files;
    }
}

impl Page for SearchPage {
    const TEMPLATE: &'static str = "search/search.html";
}

/// A message, as it is named in an address.
fn name_of(hit: &SearchHit) -> String {
    let seq: Seq = hit.message.seq;
    format!("{}.{seq}", hit.message.room)
}
