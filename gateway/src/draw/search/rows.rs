//! Rows of messages that were found.

use std::collections::HashMap;

use proto::auth::Person;
use proto::room::search::{SearchHit, Term};
use proto::room::{Kind, Message, MyRoom};
use proto::{At, RoomId, Seq, UserId};
use serde::Serialize;

use super::SearchAddress;
use super::marked::{Part, marked};
use crate::catalogue::Text;
use crate::draw::Face;
use crate::draw::excerpt::text;
use crate::draw::file::DrawnFile;
use crate::draw::when::{ago, iso};

/// Characters of a message that are shown.
const LONGEST: usize = 280;
/// Characters of what was said around it.
const AROUND: usize = 160;

/// What was found.
#[derive(Clone, Copy, Debug)]
pub struct HitRows<'a> {
    /// In order.
    pub hits: &'a [SearchHit],
    /// There are further ones.
    pub more: bool,
    /// What is marked in them.
    pub terms: &'a [Term],
    /// The rooms of who looks: direct conversations are called as they are there.
    pub rooms: &'a [MyRoom],
    /// Who wrote them, as far as somebody knows.
    pub people: &'a HashMap<UserId, Person>,
    /// Whom who looks has blocked: what they said is folded.
    pub blocked: &'a [UserId],
    /// What was said around one of them, itself included.
    pub context: Option<&'a ((RoomId, Seq), Vec<Message>)>,
}

/// A message that was found.
#[derive(Clone, Debug, Serialize)]
pub struct HitRow {
    /// It, among the others.
    id: String,
    /// Where it is, with the way back.
    address: String,
    author: Face,
    room: String,
    direct: bool,
    /// Its author is blocked: it is one line, which opens.
    folded: bool,
    thread: bool,
    at: String,
    ago: Text,
    parts: Vec<Part>,
    files: Vec<HitFile>,
    /// This page with what was said around it; without, where it is shown.
    way: String,
    /// What was said around it, as it is shown.
    before: Vec<Around>,
    after: Vec<Around>,
    open: bool,
}

/// A message that was said around it.
#[derive(Clone, Debug, Serialize)]
struct Around {
    author: String,
    text: String,
    /// Its author is blocked, and it is not shown.
    blocked: bool,
}

#[derive(Clone, Debug, Serialize)]
struct HitFile {
    #[serde(flatten)]
    file: DrawnFile,
    parts: Vec<Part>,
}

impl HitRows<'_> {
    pub(super) fn rows(&self, address: &SearchAddress, me: UserId, now: At) -> Vec<HitRow> {
        self.hits.iter().map(|hit| self.row(hit, address, me, now)).collect()
    }

    fn row(&self, hit: &SearchHit, address: &SearchAddress, me: UserId, now: At) -> HitRow {
        let message = &hit.message;
        let own = self.rooms.iter().find(|room| room.room == message.room);
        let (before, after, open) = self.around(hit);
        let file = |file: &proto::room::File| HitFile {
            file: DrawnFile::of(file),
            parts: marked(file.name.as_str(), self.terms, usize::MAX),
        };
        let _ = me;
        HitRow {
            id: format!("hit-{}-{}", message.room, message.seq),
            address: format!(
                "{}found={}#m-{}",
                with_question_mark(&address_of(hit)),
                address.around(None).in_query(),
                message.seq
            ),
            author: Face::known(message.author, self.people.get(&message.author), &message.name),
            room: own
                .filter(|_| hit.kind == Kind::Direct)
                .map_or_else(|| hit.name.clone(), |own| own.name.clone()),
            direct: hit.kind == Kind::Direct,
            folded: self.blocked.contains(&message.author),
            thread: hit.root.is_some(),
            at: iso(message.at),
            ago: ago(message.at, now),
            parts: marked(text(&message.html).trim(), self.terms, LONGEST),
            files: hit.files.iter().map(file).collect(),
            way: address.around((!open).then_some(hit)).to_string(),
            before,
            after,
            open,
        }
    }

    fn around(&self, hit: &SearchHit) -> (Vec<Around>, Vec<Around>, bool) {
        let is_this = |((room, seq), _): &&((RoomId, Seq), Vec<Message>)| {
            (*room, *seq) == (hit.message.room, hit.message.seq)
        };
        let Some(((_, seq), messages)) = self.context.filter(is_this) else {
            return (Vec::new(), Vec::new(), false);
        };
        let said = |message: &Message| Around {
            author: self.people.get(&message.author).map_or_else(|| message.name.clone(), Person::shown_name),
            text: shortened(text(&message.html).trim()),
            blocked: self.blocked.contains(&message.author),
        };
        let some = |wanted: fn(Seq, Seq) -> bool| {
            let there =
                messages.iter().filter(|message| message.deleted_at.is_none() && wanted(message.seq, *seq));
            there.map(said).collect()
        };
        (some(|seq, of| seq < of), some(|seq, of| seq > of), true)
    }
}

/// The address of a message that was found: what is said in a thread alone is there.
pub(super) fn address_of(hit: &SearchHit) -> String {
    match hit.root {
        Some(root) => format!("{}/t/{root}?m={}", hit.address, hit.message.seq),
        None => format!("{}/m/{}", hit.address, hit.message.seq),
    }
}

fn with_question_mark(address: &str) -> String {
    format!("{address}{}", if address.contains('?') { '&' } else { '?' })
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(AROUND) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
