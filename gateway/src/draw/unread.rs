//! All that is unread, on one page.

use std::cmp::Reverse;

use proto::room::{Kind, MyRoom, Page as Messages};
use proto::{RoomId, Seq, UserId};
use serde::Serialize;

use super::blocked::{folded, is_pair};
use super::message::Drawn;
use super::when::iso;
use super::{Page, Sidebar};

/// `GET /unread`
#[derive(Clone, Debug, Serialize)]
pub struct UnreadPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room where something happened last comes first.
    pub rooms: Vec<UnreadRoom>,
    /// Where the list goes on.
    pub next: Option<usize>,
}

/// A room, with the first of what is unread there.
#[derive(Clone, Debug, Serialize)]
pub struct UnreadRoom {
    /// Which.
    pub id: RoomId,
    /// Its address.
    pub address: String,
    /// What it is called.
    pub name: String,
    /// Only members know of it.
    pub private: bool,
    /// A direct conversation.
    pub direct: bool,
    /// How many messages are unread.
    pub unread: i64,
    /// How many of them are not shown.
    pub more: i64,
    /// When the first was written.
    pub since: Option<String>,
    /// The last seq shown.
    pub last: Seq,
    /// The generation of the marker that they come after.
    pub generation: i64,
    messages: Vec<Drawn>,
}

/// Rooms with something unread, the one where something happened last first.
pub fn unread_rooms(rooms: &[MyRoom]) -> Vec<&MyRoom> {
    let is_unread = |room: &&MyRoom| room.last_msg > room.read_msg && room.is_listed();
    let mut unread: Vec<&MyRoom> = rooms.iter().filter(is_unread).collect();
    unread.sort_by_key(|room| Reverse(room.active_at));
    unread
}

impl UnreadRoom {
    /// A room with these messages; what these people said is folded.
    pub fn new(room: &MyRoom, page: &Messages, blocked: &[UserId]) -> Self {
        let blocked = if is_pair(room.kind, room.others.len()) { &[] } else { blocked };
        let shown = page.messages.iter().filter(|message| message.deleted_at.is_none());
        let messages: Vec<_> = shown.map(|message| folded(Drawn::bare(message), blocked)).collect();
        let unread = (room.last_msg - room.read_msg).max(0);
        Self {
            id: room.room,
            address: room.address.to_string(),
            name: room.name.clone(),
            private: room.kind == Kind::Private,
            direct: room.kind == Kind::Direct,
            unread,
            more: if page.more.after { (unread - messages.len() as i64).max(1) } else { 0 },
            since: page.messages.first().map(|message| iso(message.at)),
            // Where nothing follows, nothing is left over either: reactions and the like.
            last: if page.more.after { page.messages.last().map_or(0, |last| last.seq) } else { page.head },
            generation: room.generation,
            messages,
        }
    }
}

impl Page for UnreadPage {
    const TEMPLATE: &'static str = "rooms/unread.html";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::styleguide::my_room;

    #[test]
    fn the_newest_room_comes_first_and_what_is_read_is_not_there() {
        let mut rooms = [my_room("a", "Boats", 2), my_room("b", "House", 0), my_room("c", "Tea", 1)];
        rooms[2].active_at = rooms[0].active_at + time::Duration::HOUR;
        let names: Vec<_> = unread_rooms(&rooms).iter().map(|room| &*room.name).collect();
        assert_eq!(names, ["Tea", "Boats"]);
        rooms[2].kind = Kind::Direct;
        rooms[2].hidden_msg = rooms[2].last_msg;
        let names: Vec<_> = unread_rooms(&rooms).iter().map(|room| &*room.name).collect();
        assert_eq!(names, ["Boats"], "what was taken off the list is not read here");
    }
}
