//! Direct conversations: the page that begins one, their list beside every page, and who is in the one that is shown.

use std::cmp::Reverse;

use proto::auth::Person;
use proto::node::Availability;
use proto::room::{Kind, MyRoom};
use proto::{RoomId, UserId};
use serde::Serialize;

use super::sidebar::RoomLine;
use super::{Errors, Face, Page, ShownStatus, Sidebar};

/// The most conversations in the list.
const LISTED: usize = 100;

/// `GET /d/new`, and `POST /d` gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct NewDirectPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// As typed: usernames of the others.
    pub people: String,
    /// What was wrong; field `people`.
    pub errors: Errors,
}

/// A line of the list of conversations.
#[derive(Clone, Debug, Serialize)]
pub struct DirectLine {
    /// The room.
    #[serde(flatten)]
    pub room: RoomLine,
    /// The other, where there is one.
    pub other: Option<UserId>,
    /// What the other is up to.
    pub status: Option<ShownStatus>,
    /// Whether the other is here, as far as is known.
    pub seen: Option<Availability>,
    /// How many others there are.
    pub others: usize,
    /// So many messages there were when it was taken off the list.
    pub hidden_msg: i64,
}

/// Somebody in a conversation, with where to find more of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Participant {
    /// Who.
    #[serde(flatten)]
    pub face: Face,
    /// Their username, where it is known at the moment.
    pub username: String,
}

/// The conversations of a person, those that stand at the top first, then the last active: those in which something was said and that they have not taken off their
/// list, and the one the page shows.
pub(super) fn lines(rooms: &[MyRoom], current: Option<RoomId>) -> Vec<DirectLine> {
    let is_current = |room: &MyRoom| current == Some(room.room);
    let mut direct: Vec<&MyRoom> = rooms
        .iter()
        .filter(|room| room.kind == Kind::Direct && (room.is_listed() || is_current(room)))
        .collect();
    direct.sort_by_key(|room| Reverse((room.starred, room.active_at)));
    let folded = direct.split_off(direct.len().min(LISTED));
    direct.extend(folded.into_iter().filter(|room| is_current(room)));
    direct.into_iter().map(|room| DirectLine::of(room, current)).collect()
}

/// Whether there are more conversations than [`lines`] lists.
pub(super) fn is_folded(rooms: &[MyRoom]) -> bool {
    rooms.iter().filter(|room| room.kind == Kind::Direct && room.is_listed()).count() > LISTED
}

impl DirectLine {
    fn of(room: &MyRoom, current: Option<RoomId>) -> Self {
        let other = if let [other] = room.others[..] { Some(other) } else { None };
        Self {
            room: RoomLine::of(room, current),
            other,
            status: None,
            seen: None,
            others: room.others.len(),
            hidden_msg: room.hidden_msg,
        }
    }
}

impl Participant {
    /// Somebody of whom no more may be known than that they are in it.
    pub fn of(user: UserId, person: Option<&Person>) -> Self {
        let username = person.map(|person| person.username.clone()).unwrap_or_default();
        Self { face: Face::known(user, person, ""), username }
    }
}

impl Page for NewDirectPage {
    const TEMPLATE: &'static str = "direct/new.html";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::styleguide::my_room;

    fn direct(n: i64, last_msg: i64, hidden_msg: i64) -> MyRoom {
        let active_at = time::macros::datetime!(2026-11-22 12:00 UTC) + time::Duration::minutes(n);
        let room = my_room(&format!("d{n}"), &format!("Person {n}"), 0);
        MyRoom { kind: Kind::Direct, others: vec![UserId::new()], last_msg, hidden_msg, active_at, ..room }
    }

    #[test]
    fn conversations_are_listed_by_their_last_activity_once_something_was_said() {
        let rooms =
            [direct(1, 3, 0), direct(2, 0, 0), direct(3, 4, 4), direct(4, 5, 4), my_room("a", "A", 2)];
        let names = |current| -> Vec<String> {
            lines(&rooms, current).into_iter().map(|line| line.room.name).collect()
        };
        assert_eq!(names(None), ["Person 4", "Person 1"], "not the empty one, nor the hidden one");
        assert_eq!(
            names(Some(rooms[2].room)),
            ["Person 4", "Person 3", "Person 1"],
            "but the one that is shown"
        );
    }

    #[test]
    fn of_very_many_the_last_active_are_listed_and_the_one_that_is_shown() {
        let rooms: Vec<MyRoom> = (0..300).map(|n| direct(n, 1, 0)).collect();
        assert_eq!(lines(&rooms, None).len(), LISTED);
        assert!(is_folded(&rooms) && !is_folded(&rooms[..LISTED]));
        let shown = lines(&rooms, Some(rooms[0].room));
        assert_eq!((shown.len(), shown.last().map(|line| line.room.id)), (LISTED + 1, Some(rooms[0].room)));
    }
}
