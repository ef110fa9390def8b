//! Which rooms the people connected here belong to, and where those rooms stand: whom a published head concerns.

use std::collections::{HashMap, HashSet};

use proto::frame::ServerFrame;
use proto::room::{Head, MyRoom};
use proto::{RoomId, Seq, UserId};

use super::Roster;
use crate::live::frame;
use crate::live::outbox::Key;

/// Memberships, as last heard.
#[derive(Debug, Default)]
pub(super) struct Memberships {
    rooms: HashMap<RoomId, RoomStatus>,
    people: HashMap<UserId, HashSet<RoomId>>,
}

/// A room that somebody here belongs to.
#[derive(Debug)]
struct RoomStatus {
    head: Seq,
    last_msg: i64,
    /// Membership was checked as of this event.
    acl: Seq,
    /// A message was last changed or deleted by this event, as far as markers were read anew.
    revised: Seq,
    people: HashSet<UserId>,
    /// A head that waits for membership to be checked.
    checking: bool,
}

/// What a published head asks for.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::live) enum HeadOutcome {
    /// Nothing: it concerns nobody, is no news, or has been handed on.
    Handled,
    /// Membership changed: who of these still belongs?
    CheckMembers(Vec<UserId>),
}

impl Memberships {
    fn add(&mut self, user: UserId, room: RoomId, head: Seq, last_msg: i64, acl: Seq) {
        let fresh =
            RoomStatus { head, last_msg, acl, revised: head, people: HashSet::new(), checking: false };
        let status = self.rooms.entry(room).or_insert(fresh);
        status.head = status.head.max(head);
        status.last_msg = status.last_msg.max(last_msg);
        status.people.insert(user);
        self.people.entry(user).or_default().insert(room);
    }

    pub(super) fn remove(&mut self, user: UserId, room: RoomId) {
        if let Some(rooms) = self.people.get_mut(&user) {
            rooms.remove(&room);
        }
        if let Some(status) = self.rooms.get_mut(&room) {
            status.people.remove(&user);
            if status.people.is_empty() {
                self.rooms.remove(&room);
            }
        }
    }

    pub(super) fn forget(&mut self, user: UserId) {
        for room in self.people.remove(&user).unwrap_or_default() {
            self.remove(user, room);
        }
    }

    /// Takes in where a room stands. Says whether that is news for somebody here, and may be handed on.
    fn head_published(&mut self, at: &Head) -> Option<HeadOutcome> {
        let status = self.rooms.get_mut(&at.room)?;
        if at.head <= status.head && at.acl <= status.acl {
            return None;
        }
        (status.head, status.last_msg) = (status.head.max(at.head), status.last_msg.max(at.last_msg));
        if at.acl <= status.acl {
            // While membership is being checked nobody is told.
            return (!status.checking).then_some(HeadOutcome::Handled);
        }
        if status.checking {
            return None;
        }
        status.checking = true;
        Some(HeadOutcome::CheckMembers(status.people.iter().copied().collect()))
    }
}

impl Roster {
    /// A person belongs to this room, which stood here when that was read. Says whether it is new.
    pub(in crate::live) fn add_membership(
        &self,
        user: UserId,
        room: RoomId,
        head: Seq,
        last_msg: i64,
        acl: Seq,
    ) {
        if self.has(user) {
            self.inner().memberships.add(user, room, head, last_msg, acl);
        }
    }

    /// A person belongs to these rooms and to no others.
    pub(in crate::live) fn set_memberships(&self, user: UserId, rooms: &[MyRoom]) {
        if !self.has(user) {
            return;
        }
        let mut inner = self.inner();
        inner.memberships.forget(user);
        for status in rooms {
            inner.memberships.add(user, status.room, status.head, status.last_msg, status.acl);
        }
    }

    /// Those connected here who belong to this room, as far as anybody here has heard.
    pub(in crate::live) fn connected_in(&self, room: RoomId) -> Vec<UserId> {
        let inner = self.inner();
        inner
            .memberships
            .rooms
            .get(&room)
            .map(|status| status.people.iter().copied().collect())
            .unwrap_or_default()
    }

    /// Those of the rooms that the person still belongs to, as far as anybody here has heard.
    pub(in crate::live) fn still_in(&self, user: UserId, mut rooms: Vec<MyRoom>) -> Vec<MyRoom> {
        let inner = self.inner();
        let theirs = inner.memberships.people.get(&user);
        rooms.retain(|room| theirs.is_some_and(|theirs| theirs.contains(&room.room)));
        rooms
    }

    /// Takes in where a room stands, and tells everyone whose room it is and who does not have it open.
    pub(in crate::live) fn head_published(&self, at: &Head) -> HeadOutcome {
        let mut inner = self.inner();
        match inner.memberships.head_published(at) {
            Some(HeadOutcome::Handled) => {
                inner.tell_head(at.room);
                HeadOutcome::Handled
            }
            Some(check) => check,
            None => HeadOutcome::Handled,
        }
    }

    /// Membership of a room has been checked, as of `acl`: these people here are out, and the others are told where the room stands.
    pub(in crate::live) fn checked(&self, room: RoomId, acl: Seq, out: &[UserId]) {
        for user in out {
            self.removed(*user, room);
        }
        let mut inner = self.inner();
        if let Some(status) = inner.memberships.rooms.get_mut(&room) {
            status.acl = status.acl.max(acl);
            status.checking = false;
            inner.tell_head(room);
        }
    }

    /// Membership of a room could not be checked: nobody is told anything until the next head.
    pub(in crate::live) fn unchecked(&self, room: RoomId) {
        if let Some(status) = self.inner().memberships.rooms.get_mut(&room) {
            status.checking = false;
        }
    }

    /// Takes in when a message was last changed or deleted. Whose markers are to be read anew, because less may be unread; nobody
    /// where that is no news.
    pub(in crate::live) fn revised(&self, at: &Head) -> Vec<UserId> {
        let mut inner = self.inner();
        let Some(status) = inner.memberships.rooms.get_mut(&at.room) else { return Vec::new() };
        if at.revised <= status.revised {
            return Vec::new();
        }
        status.revised = at.revised;
        status.people.iter().copied().collect()
    }

    /// All rooms that people here belong to, for the audit: those whose number has this remainder.
    pub(in crate::live) fn slice(&self, remainder: u8, of: u8) -> Vec<RoomId> {
        let inner = self.inner();
        let mine = |room: &&RoomId| room.0.as_bytes()[15] % of == remainder;
        inner.memberships.rooms.keys().filter(mine).copied().collect()
    }
}

impl super::Inner {
    fn tell_head(&self, room: RoomId) {
        let Some(status) = self.memberships.rooms.get(&room) else { return };
        let bytes = frame::bytes(&ServerFrame::Head { room, head: status.head, last_msg: status.last_msg });
        for connected in status.people.iter().flat_map(|user| self.of(*user)) {
            if !connected.outbox.is_open(room) {
                connected.outbox.latest(Key::Head(room), bytes.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(room: RoomId, head: Seq, acl: Seq) -> Head {
        Head { room, head, last_msg: head, acl, revised: 0 }
    }

    #[test]
    fn a_head_is_news_once_and_only_for_rooms_of_people_here() {
        let (mut memberships, room, rosa) = (Memberships::default(), RoomId::new(), UserId::new());
        assert_eq!(memberships.head_published(&at(room, 5, 1)), None);
        memberships.add(rosa, room, 5, 5, 1);
        assert_eq!(memberships.head_published(&at(room, 5, 1)), None);
        assert_eq!(memberships.head_published(&at(room, 6, 1)), Some(HeadOutcome::Handled));
        assert_eq!(memberships.head_published(&at(room, 6, 1)), None, "each change is beaconed twice");
        memberships.forget(rosa);
        assert_eq!(memberships.head_published(&at(room, 7, 1)), None);
        assert!(memberships.rooms.is_empty());
    }

    #[test]
    fn nobody_is_told_of_a_room_whose_membership_changed_until_it_has_been_checked() {
        let (mut memberships, room, rosa) = (Memberships::default(), RoomId::new(), UserId::new());
        memberships.add(rosa, room, 5, 5, 1);
        assert_eq!(memberships.head_published(&at(room, 6, 6)), Some(HeadOutcome::CheckMembers(vec![rosa])));
        assert_eq!(memberships.head_published(&at(room, 7, 6)), None, "asked already");
    }
}
