//! The pages inside: my rooms, all public rooms, one room.

mod list;
pub(super) mod offers;
mod one;

pub use list::ListPage;
pub use offers::{Chosen, Offer, Offers};
pub use one::{DeletePage, EditPage};

use proto::auth::Session;
use proto::room::permissions::Asker;
use proto::room::{ActionKind, Kind, Listing, MessageList, RoomView};
use proto::{At, Nonce, Seq};
use serde::Serialize;

use super::when::ago;
use super::{Errors, Face, Page, Rights, Sidebar, Timeline};
use crate::catalogue::Text;

/// `GET /`: my rooms with what is unread; on a phone, the room list itself.
#[derive(Clone, Debug, Serialize)]
pub struct HomePage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
}

/// `GET /rooms`: public rooms, and the form to make one; `POST /rooms` gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct BrowsePage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// This page of the list.
    pub rooms: Vec<ListingRow>,
    /// The list is of one's own rooms (`?mine`), not of the public ones.
    pub mine: bool,
    /// What was looked for (`?q=`); empty: everything.
    pub search: String,
    /// The same, as an address holds it.
    pub search_encoded: String,
    /// How many rooms come before this page (`?offset=`).
    pub offset: u32,
    /// Rooms to a page, for the links to the pages before and after.
    pub per_page: u32,
    /// There are further rooms.
    pub more: bool,
    /// The form.
    pub form: NewRoomForm,
}

/// One room of the list.
#[derive(Clone, Debug, Serialize)]
pub struct ListingRow {
    /// As it was found.
    #[serde(flatten)]
    pub room: Listing,
    /// "12 minutes ago": when something last happened there.
    pub active: Text,
}

/// Anything, as the value in a query holds it.
pub(crate) fn in_query(text: &str) -> String {
    text.bytes().fold(String::new(), |mut query, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => query.push(byte.into()),
            _ => query.extend(['%', hex(byte >> 4), hex(byte & 15)]),
        }
        query
    })
}

fn hex(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or('0')
}

impl ListingRow {
    /// A room as it is listed now.
    pub fn of(room: Listing, now: At) -> Self {
        Self { active: ago(room.active_at, now), room }
    }
}

/// The form that makes a room: `POST /rooms` (`name`, `kind`, `nonce`).
#[derive(Clone, Debug, Serialize)]
pub struct NewRoomForm {
    /// As typed.
    pub name: String,
    /// Open to whom, as chosen.
    pub kind: Kind,
    /// A fresh one for each time the form is drawn, except after a try-again refusal: then the same.
    pub nonce: Nonce,
    /// The name looks like another room's: sent once more, it is meant.
    pub alike: bool,
    /// What was wrong; field `name`.
    pub errors: Errors,
}

/// `GET /r/{slug}`: a room, for those inside and for those who look in; `POST /r/{slug}/messages` gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct RoomPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room as they see it; `mine` is none for somebody who only looks in.
    pub room: RoomView,
    /// Its messages: the last 50, or those before `?before=`.
    pub timeline: Timeline,
    /// The form to write with.
    pub composer: Composer,
    /// Who has it open at the moment; kept current by the socket.
    pub present: Vec<Face>,
    /// Whether there is a composer.
    pub viewer: Viewer,
    /// What is offered to be done to messages.
    pub offers: Offers,
    /// The one message the page is about.
    pub chosen: Option<Chosen>,
    /// The lists of messages that the room keeps.
    pub lists: Vec<MessageList>,
    /// What may be done with the room and its people.
    pub rights: Rights,
}

/// What the looking person may do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Viewer {
    /// A member: the composer is there.
    Member,
    /// Not a member of this public room: read, and a button to join.
    Visitor,
    /// Archived: read only.
    Archived,
}

/// The form that says something: `POST /r/{slug}/messages` (`body`, `nonce`).
#[derive(Clone, Debug, Serialize)]
pub struct Composer {
    /// As typed.
    pub body: String,
    /// Fresh, except after a try-again refusal: then the same.
    pub nonce: Nonce,
    /// Why it was not sent.
    pub error: Option<Text>,
}

impl Composer {
    /// An empty one with a fresh nonce.
    pub fn fresh() -> Self {
        Self { body: String::new(), nonce: Nonce::new(), error: None }
    }
}

impl NewRoomForm {
    /// An empty one with a fresh nonce.
    pub fn fresh() -> Self {
        Self {
            name: String::new(),
            kind: Kind::Public,
            nonce: Nonce::new(),
            alike: false,
            errors: Errors::none(),
        }
    }
}

impl Viewer {
    fn of(asker: &Asker) -> Self {
        match asker.may(ActionKind::Post) {
            true => Self::Member,
            false if asker.archived => Self::Archived,
            false => Self::Visitor,
        }
    }
}

impl RoomPage {
    /// The page of a room. `messages` is the stretch to show, `latest` whether it is the newest (no `?before=`):
    /// then the New line stands at the reader's marker.
    pub fn new(
        session: &Session,
        sidebar: Sidebar,
        room: RoomView,
        messages: &proto::room::Page,
        composer: Composer,
        present: Vec<Face>,
    ) -> Self {
        let read: Option<Seq> = room.mine.map(|mine| mine.read_seq);
        let mut timeline = Timeline::new(messages, read);
        if room.mine.is_some() {
            timeline.name(session.person.id);
        }
        Self {
            timeline,
            sidebar,
            viewer: Viewer::of(&Asker::viewing(session.org_role, &room)),
            offers: Offers::of(session, &room),
            rights: Rights::of(session, &room),
            lists: MessageList::all().collect(),
            chosen: None,
            room,
            composer,
            present,
        }
    }

    /// The same, about one of its messages; none if that is not there.
    #[must_use]
    pub fn chosen(mut self, seq: Seq, session: &Session) -> Option<Self> {
        let (author, is_gone) = self.timeline.choose(seq)?;
        let offers = if is_gone { &Offers::default() } else { &self.offers };
        self.chosen = Some(Chosen::new(offers, session, &self.room, (seq, author)));
        Some(self)
    }
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "rooms/home.html";
}

impl Page for BrowsePage {
    const TEMPLATE: &'static str = "rooms/browse.html";
}

impl Page for RoomPage {
    const TEMPLATE: &'static str = "rooms/room.html";

    fn timeline(&self) -> Option<&Timeline> {
        Some(&self.timeline)
    }
}
