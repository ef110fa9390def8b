//! Which rooms the people connected here belong to, and where those rooms stand: whom a beacon concerns.

use std::collections::{HashMap, HashSet};

use proto::frame::ServerFrame;
use proto::room::{Head, MyRoom};
use proto::{RoomId, Seq, UserId};

use super::Roster;
use crate::live::frame;
use crate::live::outbox::Key;

/// Belonging, as last heard.
#[derive(Debug, Default)]
pub(super) struct Belonging {
    rooms: HashMap<RoomId, Line>,
    people: HashMap<UserId, HashSet<RoomId>>,
}

/// A room that somebody here belongs to.
#[derive(Debug)]
struct Line {
    head: Seq,
    last_msg: i64,
    /// Membership was checked as of this event.
    acl: Seq,
    people: HashSet<UserId>,
    /// A head that waits for membership to be checked.
    held: bool,
}

/// What a beacon asks for.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::live) enum Beacon {
    /// Nothing: it concerns nobody, is no news, or has been handed on.
    Done,
    /// Membership changed: who of these still belongs?
    Check(Vec<UserId>),
}

impl Belonging {
    fn add(&mut self, user: UserId, room: RoomId, head: Seq, last_msg: i64, acl: Seq) {
        let fresh = Line { head, last_msg, acl, people: HashSet::new(), held: false };
        let line = self.rooms.entry(room).or_insert(fresh);
        line.head = line.head.max(head);
        line.last_msg = line.last_msg.max(last_msg);
        line.people.insert(user);
        self.people.entry(user).or_default().insert(room);
    }

    pub(super) fn remove(&mut self, user: UserId, room: RoomId) {
        if let Some(rooms) = self.people.get_mut(&user) {
            rooms.remove(&room);
        }
        if let Some(line) = self.rooms.get_mut(&room) {
            line.people.remove(&user);
            if line.people.is_empty() {
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
    fn stands(&mut self, at: &Head) -> Option<Beacon> {
        let line = self.rooms.get_mut(&at.room)?;
        if at.head <= line.head && at.acl <= line.acl {
            return None;
        }
        (line.head, line.last_msg) = (line.head.max(at.head), line.last_msg.max(at.last_msg));
        if at.acl <= line.acl {
            // While membership is being checked nobody is told.
            return (!line.held).then_some(Beacon::Done);
        }
        if line.held {
            return None;
        }
        line.held = true;
        Some(Beacon::Check(line.people.iter().copied().collect()))
    }
}

impl Roster {
    /// A person belongs to this room, which stood here when that was read. Says whether it is new.
    pub(in crate::live) fn belongs(&self, user: UserId, room: RoomId, head: Seq, last_msg: i64, acl: Seq) {
        if self.has(user) {
            self.inner().belonging.add(user, room, head, last_msg, acl);
        }
    }

    /// A person belongs to these rooms and to no others.
    pub(in crate::live) fn belongs_to(&self, user: UserId, rooms: &[MyRoom]) {
        if !self.has(user) {
            return;
        }
        let mut inner = self.inner();
        inner.belonging.forget(user);
        for line in rooms {
            inner.belonging.add(user, line.room, line.head, line.last_msg, line.acl);
        }
    }

    /// Takes in where a room stands, and tells everyone whose room it is and who does not have it open.
    pub(in crate::live) fn beacon(&self, at: &Head) -> Beacon {
        let mut inner = self.inner();
        match inner.belonging.stands(at) {
            Some(Beacon::Done) => {
                inner.tell_head(at.room);
                Beacon::Done
            }
            Some(check) => check,
            None => Beacon::Done,
        }
    }

    /// Membership of a room has been checked, as of `acl`: these people here are out, and the others are told where the room stands.
    pub(in crate::live) fn checked(&self, room: RoomId, acl: Seq, out: &[UserId]) {
        for user in out {
            self.removed(*user, room);
        }
        let mut inner = self.inner();
        if let Some(line) = inner.belonging.rooms.get_mut(&room) {
            line.acl = line.acl.max(acl);
            line.held = false;
            inner.tell_head(room);
        }
    }

    /// Membership of a room could not be checked: nobody is told anything until the next beacon.
    pub(in crate::live) fn unchecked(&self, room: RoomId) {
        if let Some(line) = self.inner().belonging.rooms.get_mut(&room) {
            line.held = false;
        }
    }

    /// All rooms that people here belong to, for the audit: those whose number has this remainder.
    pub(in crate::live) fn slice(&self, remainder: u8, of: u8) -> Vec<RoomId> {
        let inner = self.inner();
        let mine = |room: &&RoomId| room.0.as_bytes()[15] % of == remainder;
        inner.belonging.rooms.keys().filter(mine).copied().collect()
    }
}

impl super::Inner {
    fn tell_head(&self, room: RoomId) {
        let Some(line) = self.belonging.rooms.get(&room) else { return };
        let bytes = frame::bytes(&ServerFrame::Head { room, head: line.head, last_msg: line.last_msg });
        for connected in line.people.iter().flat_map(|user| self.of(*user)) {
            if !connected.outbox.hears(room) {
                connected.outbox.latest(Key::Head(room), bytes.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(room: RoomId, head: Seq, acl: Seq) -> Head {
        Head { room, head, last_msg: head, acl }
    }

    #[test]
    fn a_beacon_is_news_once_and_only_for_rooms_of_people_here() {
        let (mut belonging, room, rosa) = (Belonging::default(), RoomId::new(), UserId::new());
        assert_eq!(belonging.stands(&at(room, 5, 1)), None);
        belonging.add(rosa, room, 5, 5, 1);
        assert_eq!(belonging.stands(&at(room, 5, 1)), None);
        assert_eq!(belonging.stands(&at(room, 6, 1)), Some(Beacon::Done));
        assert_eq!(belonging.stands(&at(room, 6, 1)), None, "each change is beaconed twice");
        belonging.forget(rosa);
        assert_eq!(belonging.stands(&at(room, 7, 1)), None);
        assert!(belonging.rooms.is_empty());
    }

    #[test]
    fn nobody_is_told_of_a_room_whose_membership_changed_until_it_has_been_checked() {
        let (mut belonging, room, rosa) = (Belonging::default(), RoomId::new(), UserId::new());
        belonging.add(rosa, room, 5, 5, 1);
        assert_eq!(belonging.stands(&at(room, 6, 6)), Some(Beacon::Check(vec![rosa])));
        assert_eq!(belonging.stands(&at(room, 7, 6)), None, "asked already");
    }
}
