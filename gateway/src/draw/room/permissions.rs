//! What the looking person may do to messages. A row is the same for everyone, so the page says who looks; where there is
//! no script, the page of one message draws the actions that are theirs.

use proto::auth::Session;
use proto::room::{Message, OrgRole, Role, RoomView};
use proto::{Nonce, Seq, UserId};
use serde::Serialize;

use crate::catalogue::Text;
use crate::draw::message::Drawn;
use crate::draw::{Page, Sidebar};

/// What somebody may do in a room with messages; `room/rules.rs` of room-service has the last word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MessagePermissions {
    /// Is inside: what is read and unread is theirs.
    pub reads: bool,
    /// Is inside, and the room is open: changes and takes back their own.
    pub writes: bool,
    /// Takes back others' too.
    pub moderates: bool,
}

/// What somebody may do to one message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MessageActions {
    /// Which; 0 where there is none.
    pub seq: Seq,
    /// It is theirs to change.
    pub edit: bool,
    /// It is theirs to take back.
    pub delete: bool,
    /// It is theirs to pin and unpin.
    pub pin: bool,
    /// It can be unread to them, and what came after it.
    pub unread: bool,
}

impl MessagePermissions {
    /// Of this session in this room.
    pub fn of(session: &Session, room: &RoomView) -> Self {
        let Some(mine) = room.mine.filter(|_| !room.archived) else {
            return Self { reads: room.mine.is_some(), ..Self::default() };
        };
        let moderates = mine.role >= Role::Moderator || session.org_role >= OrgRole::Admin;
        Self { reads: true, writes: true, moderates }
    }

    /// On this message.
    pub fn on(self, session: &Session, seq: Seq, author: UserId, is_gone: bool) -> MessageActions {
        let is_open = self.writes && !is_gone;
        let is_mine = author == session.person.id;
        MessageActions {
            seq,
            edit: is_open && is_mine,
            delete: is_open && (is_mine || self.moderates),
            pin: is_open && self.moderates,
            unread: self.reads,
        }
    }
}

/// `GET /r/{slug}/m/{seq}/edit`, and its `POST` gone wrong: the words of a message, to be changed.
#[derive(Clone, Debug, Serialize)]
pub struct EditPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// Which message.
    pub seq: Seq,
    /// Its words, or what was typed instead.
    pub body: String,
    /// The seq of the last change of the words that are to be replaced.
    pub text_rev: Seq,
    /// What it says now, where it was edited while this was typed.
    pub now: Option<String>,
    /// Fresh, except after a try-again refusal: then the same.
    pub nonce: Nonce,
    /// Why it was not changed.
    pub error: Option<Text>,
}

/// `GET /r/{slug}/m/{seq}/delete`, and its `POST` gone wrong: are you sure?
#[derive(Clone, Debug, Serialize)]
pub struct DeletePage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// Which message.
    pub seq: Seq,
    /// It, as it stands.
    message: Box<Drawn>,
    /// Fresh, except after a try-again refusal: then the same.
    pub nonce: Nonce,
    /// Why it was not taken back.
    pub error: Option<Text>,
}

impl DeletePage {
    /// The query about this message.
    pub fn new(
        sidebar: Sidebar,
        room: RoomView,
        message: &Message,
        nonce: Nonce,
        error: Option<Text>,
    ) -> Self {
        Self { sidebar, room, seq: message.seq, message: Box::new(Drawn::of(message, false)), nonce, error }
    }
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "messages/edit.html";
}

impl Page for DeletePage {
    const TEMPLATE: &'static str = "messages/delete.html";
}
