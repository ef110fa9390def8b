//! `/admin/messages`: what is said in the rooms.

use proto::auth::Person;
use proto::room::{FoundMessage, Kind, RoomRecord};
use proto::{Nonce, RoomId, Seq};
use serde::Serialize;

use crate::catalogue::Text;
use crate::draw::message::Drawn;
use crate::draw::when::iso;
use crate::draw::{Errors, Face, Page, Sidebar};

/// `GET /admin/messages`
#[derive(Clone, Debug, Serialize)]
pub struct AllMessagesPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// Part of what was said.
    pub search: String,
    /// By whom: a username as typed.
    pub author: String,
    /// From this day on.
    pub from: String,
    /// Up to this day.
    pub to: String,
    /// Rooms to choose from.
    pub rooms: Vec<RoomChoice>,
    /// It is about a private room that who looks is not in.
    pub looking: Option<Looking>,
    /// They have not looked into it, and see nothing.
    pub closed: bool,
    /// Something is looked for.
    pub filtered: bool,
    /// This page's address, for the forms to come back to.
    pub here: String,
    /// This page of those found, newest first.
    pub messages: Vec<FoundRow>,
    /// The address of the page of older ones, if there are any.
    pub older: Option<String>,
    /// It is the first page.
    pub newest: bool,
    /// A sentence above the list that is no error.
    pub notice: Option<Text>,
    /// What was wrong; fields `author`, `from`, `to`.
    pub errors: Errors,
}

/// A room to be chosen.
#[derive(Clone, Debug, Serialize)]
pub struct RoomChoice {
    /// Which.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Only members know of it.
    pub private: bool,
    /// It is the one.
    pub chosen: bool,
}

/// A private room, and the form to look into it.
#[derive(Clone, Debug, Serialize)]
pub struct Looking {
    /// Which.
    pub room: RoomId,
    /// Its name.
    pub name: String,
    /// For the form.
    pub nonce: Nonce,
}

/// A message that was found.
#[derive(Clone, Debug, Serialize)]
pub struct FoundRow {
    /// Where.
    pub room: RoomId,
    /// What that room is called.
    pub room_name: String,
    /// The room's address.
    pub address: String,
    /// Its seq there.
    pub seq: Seq,
    /// Who said it.
    pub face: Face,
    /// Their username, where it is known at the moment.
    pub username: String,
    at: String,
    message: Box<Drawn>,
    /// Who is looking may see it in its place.
    pub open: bool,
    /// For the form that deletes it.
    pub nonce: Nonce,
}

impl RoomChoice {
    /// One of the rooms, of which one may be chosen.
    pub fn of(room: &RoomRecord, chosen: Option<RoomId>) -> Self {
        Self {
            id: room.room,
            name: room.name.clone(),
            private: room.kind != Kind::Public,
            chosen: chosen == Some(room.room),
        }
    }
}

impl FoundRow {
    /// A message as it is listed.
    pub fn of(found: &FoundMessage, author: Option<&Person>, open: bool) -> Self {
        let message = &found.message;
        Self {
            room: found.room,
            room_name: found.room_name.clone(),
            address: found.address.to_string(),
            seq: message.seq,
            face: Face::shown(message.author, &message.name, message.avatar),
            username: author.map(|person| person.username.clone()).unwrap_or_default(),
            at: iso(message.at),
            message: Box::new(Drawn::of(message, false)),
            open,
            nonce: Nonce::new(),
        }
    }
}

impl Page for AllMessagesPage {
    const TEMPLATE: &'static str = "admin/messages.html";
}
