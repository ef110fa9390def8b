//! Who is shown to whom: beside the conversations of two in somebody's list stands what the other is up to.

use std::collections::{HashMap, HashSet};

use proto::UserId;
use proto::room::MyRoom;

use super::Roster;

/// Both ways, for the people connected here.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Whom somebody here sees.
    seen_by: HashMap<UserId, HashSet<UserId>>,
    /// Who here sees somebody.
    viewers: HashMap<UserId, HashSet<UserId>>,
}

impl Shown {
    fn add(&mut self, viewer: UserId, person: UserId) {
        self.seen_by.entry(viewer).or_default().insert(person);
        self.viewers.entry(person).or_default().insert(viewer);
    }

    /// Says who is shown to nobody here any more.
    pub(super) fn forget(&mut self, viewer: UserId) -> Vec<UserId> {
        let mut unseen = Vec::new();
        for person in self.seen_by.remove(&viewer).unwrap_or_default() {
            if let Some(viewers) = self.viewers.get_mut(&person) {
                viewers.remove(&viewer);
                if viewers.is_empty() {
                    self.viewers.remove(&person);
                    unseen.push(person);
                }
            }
        }
        unseen
    }
}

/// The other in a conversation of two: listed or not, for it is with the next message.
fn shown_in(room: &MyRoom) -> Option<UserId> {
    if let [other] = room.others[..] { Some(other) } else { None }
}

impl Roster {
    /// These are the rooms of a person, and no others.
    pub(in crate::live) fn show_others_in(&self, viewer: UserId, rooms: &[MyRoom]) {
        let mut inner = self.inner();
        inner.show_nobody_to(viewer);
        rooms.iter().filter_map(shown_in).for_each(|person| inner.show(viewer, person));
        drop(inner);
        self.presence.notify_one();
    }

    /// One more room of a person.
    pub(in crate::live) fn show_other_in(&self, viewer: UserId, room: &MyRoom) {
        if let Some(person) = shown_in(room) {
            self.inner().show(viewer, person);
            self.presence.notify_one();
        }
    }

    /// Whom a person sees.
    pub(in crate::live) fn shown_to(&self, viewer: UserId) -> Vec<UserId> {
        self.inner().shown.seen_by.get(&viewer).into_iter().flatten().copied().collect()
    }

    /// Who of those connected here sees a person, themselves included.
    pub(in crate::live) fn viewers_of(&self, person: UserId) -> Vec<UserId> {
        let inner = self.inner();
        let viewers = inner.shown.viewers.get(&person).into_iter().flatten().copied();
        viewers.chain(inner.people.contains_key(&person).then_some(person)).collect()
    }
}

impl super::Inner {
    fn show(&mut self, viewer: UserId, person: UserId) {
        if self.people.contains_key(&viewer) {
            self.shown.add(viewer, person);
            self.availability.show(person, true);
        }
    }

    pub(super) fn show_nobody_to(&mut self, viewer: UserId) {
        for person in self.shown.forget(viewer) {
            self.availability.show(person, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_gone_sees_nobody_any_more() {
        let (mut shown, [rosa, anton, tomas]) = (Shown::default(), [(); 3].map(|()| UserId::new()));
        shown.add(rosa, tomas);
        shown.add(anton, tomas);
        shown.add(rosa, anton);
        assert_eq!(shown.forget(rosa), [anton], "Tomas is still seen");
        assert_eq!(shown.viewers.get(&tomas), Some(&HashSet::from([anton])));
        assert!(!shown.viewers.contains_key(&anton) && !shown.seen_by.contains_key(&rosa));
        shown.forget(anton);
        assert!(shown.viewers.is_empty() && shown.seen_by.is_empty());
    }
}
