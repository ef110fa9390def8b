//! What people are up to, for the lists they stand in: all of them when a socket begins, one when it changes.

use proto::auth::Person;
use proto::frame::{MyRoomFrame, ServerFrame, ShownPerson};
use proto::{At, UserId};

use super::frame;
use super::outbox::{Key, Outbox};
use super::roster::Roster;
use crate::people::People;

/// Tells a socket what everyone in the list of its person is up to. Those it is not told of are up to nothing.
pub(super) async fn greet(people: &People, roster: &Roster, user: UserId, outbox: &Outbox) {
    let mut shown = roster.shown_to(user);
    if shown.is_empty() {
        return;
    }
    shown.push(user);
    let known = people.get(&shown).await;
    let mut people: Vec<ShownPerson> = known.values().map(of).filter(|one| one.status.is_some()).collect();
    people.sort_unstable_by_key(|one| one.id);
    outbox.latest(Key::People, frame::bytes(&ServerFrame::People { people, all: true }));
}

/// Somebody is up to something else: whoever sees them is told.
pub(super) async fn changed(people: &People, roster: &Roster, user: UserId) {
    let viewers = roster.viewers_of(user);
    if viewers.is_empty() {
        return;
    }
    if let Some(person) = people.get(&[user]).await.get(&user) {
        tell(roster, &viewers, person);
    }
}

/// Somebody has a room more in their list: they are told what the other in it is up to.
pub(super) async fn entered(people: &People, roster: &Roster, viewer: UserId, room: &MyRoomFrame) {
    let [other] = room.others[..] else { return };
    if let Some(person) = people.get(&[other]).await.get(&other) {
        tell(roster, &[viewer], person);
    }
}

fn tell(roster: &Roster, viewers: &[UserId], person: &Person) {
    let told = frame::bytes(&ServerFrame::People { people: vec![of(person)], all: false });
    viewers.iter().for_each(|viewer| roster.latest(*viewer, Key::Person(person.id), &told));
}

fn of(person: &Person) -> ShownPerson {
    let status = person.status.clone().filter(|status| status.holds(At::now_utc()));
    ShownPerson { id: person.id, status }
}
