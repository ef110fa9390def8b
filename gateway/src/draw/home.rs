//! Where one starts: what waits, and what went on lately.

use std::cmp::Reverse;
use std::collections::HashMap;

use proto::auth::Person;
use proto::node::Availability;
use proto::room::{Excerpt, Kind, MyRoom, Waiting};
use proto::{PictureId, RoomId, UserId};
use serde::Serialize;

use super::excerpt::{Piece, pieces};
use super::when::{ago, iso};
use super::{Face, Page, Sidebar};
use crate::catalogue::Text;

/// The most rooms with something unread.
const UNREAD: usize = 30;
/// The most rooms where nothing is.
const RECENT: usize = 5;
/// The most people that are named.
const PEOPLE: usize = 8;

/// `GET /`
#[derive(Clone, Debug, Serialize)]
pub struct HomePage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// Unread messages that mention who looks, the latest first.
    pub mentions: Vec<HomeRow>,
    /// Rooms with something unread, as the list beside has them.
    pub unread: Vec<HomeRow>,
    /// There are more of these than are shown.
    pub folded: bool,
    /// Rooms where nothing is, the last active first.
    pub recent: Vec<HomeRow>,
    /// Who is in one of these rooms at the moment.
    pub present: Vec<Named>,
    /// Who said something there lately, and is not here now.
    pub lately: Vec<Named>,
}

/// A message, and where it was said.
#[derive(Clone, Debug, Serialize)]
pub struct HomeRow {
    /// The room.
    pub room: RoomId,
    /// What it is called.
    pub name: String,
    /// What stands for it, in place of the sign.
    pub picture: Option<PictureId>,
    /// Only members know of it.
    pub private: bool,
    /// A direct conversation.
    pub direct: bool,
    /// Where the row leads.
    pub address: String,
    /// How many messages are unread there.
    pub unread: i64,
    /// Its last message, or the one that mentions.
    pub said: Option<Said>,
}

/// A message as one line.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// By whom.
    pub author: Face,
    /// What they are called by those who know them.
    pub first_name: String,
    /// It was who looks.
    pub mine: bool,
    /// When.
    pub at: String,
    /// The same, from now.
    pub ago: Text,
    /// What.
    pub pieces: Vec<Piece>,
    /// Of how many files it is, where it has no words.
    pub files: i64,
    /// The reader has blocked who said it, and is not shown what.
    pub blocked: bool,
}

/// Somebody, with where to find more of them.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    /// Who.
    #[serde(flatten)]
    pub face: Face,
    /// Their username.
    pub username: String,
    /// Whether they are here.
    pub seen: Option<Availability>,
}

/// The rooms that the page shows: those with something unread first, in the order given.
pub fn shown(rooms: &[MyRoom]) -> Vec<RoomId> {
    let (unread, recent) = sorted(rooms);
    unread.iter().take(UNREAD).chain(&recent).map(|room| room.room).collect()
}

fn sorted(rooms: &[MyRoom]) -> (Vec<&MyRoom>, Vec<&MyRoom>) {
    let (unread, mut read): (Vec<_>, Vec<_>) = rooms.iter().partition(|room| room.last_msg > room.read_msg);
    read.retain(|room| room.last_msg > 0);
    read.sort_by_key(|room| Reverse(room.active_at));
    read.truncate(RECENT);
    (unread, read)
}

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct HomeParts<'a> {
    /// The rooms of who looks, in order of their names.
    pub rooms: &'a [MyRoom],
    /// What was said in those shown.
    pub waiting: &'a Waiting,
    /// People, as far as they are known.
    pub people: &'a HashMap<UserId, Person>,
    /// Who is in one of the rooms at the moment.
    pub present: &'a [(Person, Availability)],
    /// The present moment.
    pub now: proto::At,
}

impl HomePage {
    /// The page of a person.
    pub fn new(sidebar: Sidebar, parts: &HomeParts<'_>) -> Self {
        let me = sidebar.me.id;
        let (unread, recent) = sorted(parts.rooms);
        let row = |room: &&MyRoom| {
            let said = parts.waiting.last.iter().find(|said| said.room == room.room);
            HomeRow::of(
                room,
                said.map(|said| parts.said(said, me).hiding(&sidebar.blocked)),
                room.address.to_string(),
            )
        };
        let mention = |said: &Excerpt| {
            let room = parts.rooms.iter().find(|room| room.room == said.room)?;
            let address = format!("{}/m/{}#m-{}", room.address, said.seq, said.seq);
            Some(HomeRow::of(room, Some(parts.said(said, me).hiding(&sidebar.blocked)), address))
        };
        let present = || parts.present.iter().filter(|(person, _)| person.id != me);
        Self {
            mentions: parts.waiting.mentions.iter().filter_map(mention).collect(),
            unread: unread.iter().take(UNREAD).map(row).collect(),
            folded: unread.len() > UNREAD,
            recent: recent.iter().map(row).collect(),
            lately: parts.lately(me, &present().map(|(person, _)| person).collect::<Vec<_>>()),
            present: present().take(PEOPLE).map(|(person, seen)| Named::seen(person, *seen)).collect(),
            sidebar,
        }
    }
}

impl HomeParts<'_> {
    fn said(&self, said: &Excerpt, me: UserId) -> Said {
        Said::of(said, self.people, me, self.now)
    }

    /// Whoever spoke last in one of the rooms, the latest first.
    fn lately(&self, me: UserId, present: &[&Person]) -> Vec<Named> {
        let mut said: Vec<&Excerpt> = self.waiting.last.iter().chain(&self.waiting.mentions).collect();
        said.sort_by_key(|said| Reverse(said.at));
        let mut lately: Vec<&Person> = Vec::new();
        for person in said.into_iter().filter_map(|said| self.people.get(&said.author)) {
            let is_known = |others: &[&Person]| others.iter().any(|other| other.id == person.id);
            if person.id != me && !is_known(present) && !is_known(&lately) {
                lately.push(person);
            }
        }
        lately.into_iter().take(PEOPLE).map(Named::from).collect()
    }
}

impl Said {
    /// The beginning of a message, by somebody called as these are.
    pub(super) fn of(said: &Excerpt, people: &HashMap<UserId, Person>, me: UserId, now: proto::At) -> Self {
        let name = people.get(&said.author).map_or_else(|| said.name.clone(), Person::shown_name);
        Self {
            first_name: name.split_whitespace().next().unwrap_or(&name).to_owned(),
            author: Face::known(said.author, people.get(&said.author), &said.name),
            mine: said.author == me,
            at: iso(said.at),
            ago: ago(said.at, now),
            pieces: pieces(&said.html, me),
            files: said.files,
            blocked: false,
        }
    }
}

impl HomeRow {
    fn of(room: &MyRoom, said: Option<Said>, address: String) -> Self {
        Self {
            room: room.room,
            name: room.name.clone(),
            picture: room.picture,
            private: room.kind == Kind::Private,
            direct: room.kind == Kind::Direct,
            address,
            unread: (room.last_msg - room.read_msg).max(0),
            said,
        }
    }
}

impl From<&Person> for Named {
    fn from(person: &Person) -> Self {
        Self { face: Face::told_apart(person), username: person.username.clone(), seen: None }
    }
}

impl Named {
    fn seen(person: &Person, seen: Availability) -> Self {
        Self { seen: Some(seen), ..Self::from(person) }
    }
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "rooms/home.html";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::styleguide::my_room;

    #[test]
    fn what_is_unread_comes_first_in_the_order_of_the_list_and_then_what_was_active_last() {
        let at = |minutes| time::macros::datetime!(2026-11-22 12:00 UTC) - time::Duration::minutes(minutes);
        let room = |name: &str, unread, ago| MyRoom { active_at: at(ago), ..my_room(name, name, unread) };
        let silent = MyRoom { last_msg: 0, read_msg: 0, ..room("silent", 0, 0) };
        let rooms = [room("a", 0, 9), room("b", 2, 50), silent, room("c", 0, 3), room("d", 1, 1)];
        let names: Vec<_> = shown(&rooms)
            .into_iter()
            .filter_map(|id| rooms.iter().find(|room| room.room == id).map(|room| &*room.name))
            .collect();
        assert_eq!(names, ["b", "d", "c", "a"]);
        let many: Vec<_> = (0..90).map(|n| room(&format!("r{n}"), n % 2, n)).collect();
        assert_eq!(shown(&many).len(), UNREAD + RECENT, "however many there are");
    }
}
