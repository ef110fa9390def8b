//! One room, and the pages of its messages.

mod list;
pub(super) mod offers;
mod one;
mod reply;
mod welcome;

pub use list::ListPage;
pub use offers::{Chosen, Offer, Offers};
pub use one::{DeletePage, EditPage};
pub use reply::ReplyPage;
pub use welcome::Welcome;

use std::collections::HashMap;

use proto::auth::{Person, Session};
use proto::room::permissions::Asker;
use proto::room::{ActionKind, MessageList, Role, RoomView};
use proto::{Nonce, Reason, Refusal, Seq, UserId};
use serde::Serialize;

use super::blocked::{folded_in, is_pair};
use super::{Face, Page, Participant, Rights, SeenFace, Sidebar, Timeline};
use crate::catalogue::Text;

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
    pub present: Vec<SeenFace>,
    /// Whether there is a composer.
    pub viewer: Viewer,
    /// They wait between two messages.
    pub waits: bool,
    /// What is offered to be done to messages.
    pub offers: Offers,
    /// The one message the page is about.
    pub chosen: Option<Chosen>,
    /// Where a new person begins.
    pub welcome: Option<Welcome>,
    /// The lists of messages that the room keeps.
    pub lists: Vec<MessageList>,
    /// What may be done with the room and its people.
    pub rights: Rights,
    /// If it is a direct conversation: the others in it.
    pub others: Vec<Participant>,
    /// What those say whom they have blocked is folded.
    pub folds: bool,
    /// Files can be sent.
    pub files: bool,
    /// The search that somebody came from, as it stands in its address.
    pub results: Option<String>,
}

/// What the looking person may do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Viewer {
    /// A member: the composer is there.
    Member,
    /// Not a member of this public room: read, and a button to join.
    Visitor,
    /// A member of an announcement room, where moderators alone post.
    Announced,
    /// In a conversation of two, of whom one has blocked the other.
    Blocked,
    /// A member who may say nothing for a while.
    Muted,
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
    /// It calls many people, which was said: sent once more, it is meant.
    pub sure: bool,
}

impl Composer {
    /// What was typed, and why it was not sent.
    pub fn refused(body: &str, nonce: Nonce, refusal: &Refusal) -> Self {
        let sure = matches!(refusal.reason, Reason::BroadcastUnconfirmed { .. });
        Self { body: body.to_owned(), nonce, error: Some(refusal.into()), sure }
    }

    /// An empty one with a fresh nonce.
    pub fn fresh() -> Self {
        Self { body: String::new(), nonce: Nonce::new(), error: None, sure: false }
    }
}

impl Viewer {
    fn of(asker: &Asker) -> Self {
        match asker.may(ActionKind::Post) {
            true => Self::Member,
            false if asker.archived => Self::Archived,
            false if asker.blocked => Self::Blocked,
            false if asker.muted_until.is_some() => Self::Muted,
            false if asker.is_inside() => Self::Announced,
            false => Self::Visitor,
        }
    }
}

/// In slow mode everyone but moderators waits between two messages.
pub(super) fn waits(session: &Session, room: &RoomView) -> bool {
    !room.settings.slow_mode.is_off() && Asker::viewing(session.org_role, room).power() < Role::Moderator
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
        present: Vec<SeenFace>,
    ) -> Self {
        let read: Option<Seq> = room.mine.map(|mine| mine.read_seq);
        let mut timeline = Timeline::new(messages, read);
        if room.mine.is_some() {
            timeline.name(session.person.id);
        }
        timeline.fold(folded_in(&room, &sidebar.blocked));
        timeline.link_rooms(|slug| sidebar.has_room(slug));
        Self {
            timeline,
            sidebar,
            viewer: Viewer::of(&Asker::viewing(session.org_role, &room)),
            waits: waits(session, &room),
            offers: Offers::of(session, &room),
            rights: Rights::of(session, &room),
            lists: MessageList::all().collect(),
            chosen: None,
            welcome: None,
            others: Vec::new(),
            folds: !is_pair(room.kind, room.others.len()),
            files: false,
            results: None,
            room,
            composer,
            present,
        }
    }

    /// The same, with the others in a direct conversation, as far as they are known.
    #[must_use]
    pub fn among(mut self, people: &HashMap<UserId, Person>) -> Self {
        let participant = |user: &UserId| Participant::of(*user, people.get(user));
        self.others = self.room.others.iter().map(participant).collect();
        self
    }

    /// The same, with where a new person begins: on top of a short room, else before what came after they joined.
    #[must_use]
    pub fn welcoming(mut self, mut welcome: Welcome, person: &Person) -> Self {
        let joined = self.room.mine.map_or(0, |mine| mine.since);
        welcome.on_top = !self.timeline.more.before && !self.timeline.more.after;
        if !welcome.on_top {
            self.timeline.welcome_after(joined);
        }
        welcome.tick(person, &self.sidebar, self.timeline.has_spoken(person.id));
        self.welcome = Some(welcome);
        self
    }

    /// The same, about one of its messages; none if that is not there.
    #[must_use]
    pub fn chosen(mut self, seq: Seq, session: &Session) -> Option<Self> {
        let message = self.timeline.choose(seq)?;
        let offers = if message.is_gone() { &Offers::default() } else { &self.offers };
        self.chosen = Some(Chosen::new(offers, session, &self.room, message));
        Some(self)
    }
}

impl Page for RoomPage {
    const TEMPLATE: &'static str = "rooms/room.html";

    fn timeline(&self) -> Option<&Timeline> {
        Some(&self.timeline)
    }
}
