//! What people are up to and whether they are here, for the lists they stand in: all of them when a socket begins, one when it
//! changes.

use proto::auth::Person;
use proto::frame::{MyRoomFrame, ServerFrame, ShownPerson};
use proto::{At, UserId};

use super::frame;
use super::hub::HubMessage;
use super::hubs::Hubs;
use super::outbox::{Key, Outbox};
use super::roster::Roster;
use crate::people::People;

/// Tells a socket about everyone in the list of its person. Those it is not told of are up to nothing, and not here.
pub(super) async fn greet(people: &People, roster: &Roster, person: &Person, outbox: &Outbox) {
    let user = person.id;
    let mut shown = roster.shown_to(user);
    let is_invisible = roster.read_presence(|presence| presence.is_invisible(user));
    if shown.is_empty() && !is_invisible && person.quiet.is_none() {
        return;
    }
    shown.push(user);
    let known = people.get(&shown).await;
    let mut people: Vec<ShownPerson> =
        known.values().map(|person| shown_to(user == person.id, roster, person)).collect();
    people.retain(|one| {
        one.status.is_some() || one.availability.is_some() || one.invisible || one.quiet.is_some()
    });
    people.sort_unstable_by_key(|one| one.id);
    outbox.latest(Key::People, frame::bytes(&ServerFrame::People { people, all: true }));
}

/// Somebody may be up to something else, or want to be seen or not: that is read anew, and told to whoever sees them.
pub(super) async fn read_anew(people: People, roster: Roster, user: UserId) {
    people.forget(user);
    if !roster.has(user) && roster.viewers_of(user).is_empty() {
        return;
    }
    let known = people.get(&[user]).await;
    let Some(person) = known.get(&user) else { return };
    roster.set_invisible(user, person.invisible);
    tell(&roster, &roster.viewers_of(user), person);
}

/// Somebody is called differently, or has another picture: whoever sees them here is told.
pub(super) async fn shown_differently(hubs: Hubs, user: UserId) {
    let (rooms, viewers) = (hubs.rooms_with(user), hubs.roster().viewers_of(user));
    if rooms.is_empty() && viewers.is_empty() {
        return;
    }
    let known = hubs.people().get(&[user]).await;
    let Some(person) = known.get(&user) else { return };
    hubs.roster().renamed(user, &person.display_name);
    tell(hubs.roster(), &viewers, person);
    for room in rooms {
        hubs.tell(room, HubMessage::PersonChanged);
    }
}

/// People come and go: whoever sees them is told. They know it themselves.
pub(super) async fn moved(people: People, roster: Roster, users: Vec<UserId>) {
    let seen: Vec<(UserId, Vec<UserId>)> = users
        .into_iter()
        .map(|user| (user, roster.viewers_of(user).into_iter().filter(|viewer| *viewer != user).collect()))
        .filter(|(_, viewers): &(_, Vec<UserId>)| !viewers.is_empty())
        .collect();
    let ids: Vec<UserId> = seen.iter().map(|(user, _)| *user).collect();
    let known = people.get(&ids).await;
    for (user, viewers) in &seen {
        if let Some(person) = known.get(user) {
            tell(&roster, viewers, person);
        }
    }
}

/// Somebody has a room more in their list: they are told about the other in it.
pub(super) async fn entered(people: &People, roster: &Roster, viewer: UserId, room: &MyRoomFrame) {
    let [other] = room.others[..] else { return };
    if let Some(person) = people.get(&[other]).await.get(&other) {
        tell(roster, &[viewer], person);
    }
}

fn tell(roster: &Roster, viewers: &[UserId], person: &Person) {
    let told = |own| {
        let people = vec![shown_to(own, roster, person)];
        frame::bytes(&ServerFrame::People { people, all: false })
    };
    let others = told(false);
    for viewer in viewers {
        let bytes = if *viewer == person.id { &told(true) } else { &others };
        roster.latest(*viewer, Key::Person(person.id), bytes);
    }
}

/// As one sees oneself, or as others do, who are not told that somebody is not to be seen, nor of their hours.
fn shown_to(own: bool, roster: &Roster, person: &Person) -> ShownPerson {
    let status = person.status.clone().filter(|status| status.holds(At::now_utc()));
    let availability = roster.read_presence(|presence| presence.of(person.id));
    let quiet = person.quiet.clone().filter(|quiet| own && !quiet.is_none(At::now_utc()));
    ShownPerson {
        id: person.id,
        avatar: person.avatar,
        status,
        availability,
        invisible: own && person.invisible,
        quiet,
    }
}
