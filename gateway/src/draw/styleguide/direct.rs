//! Direct conversations: one, a group, notes to oneself, and beginning one.

use std::collections::HashMap;

use proto::auth::Person;
use proto::node::Availability;
use proto::room::{Kind, Message, MyRoom, RoomAddress, RoomView};
use proto::{Reason, UserId};

use super::people::{ingrid, maximiliane, nadia, rosa, tomas, wrong};
use super::rooms::{mine, my_room, view};
use super::talk::conversation;
use super::{Screen, room_id, rooms};
use crate::draw::{Composer, Errors, NewDirectPage, RoomPage, SeenFace, Sidebar};

pub(super) const SCREENS: [Screen; 5] = [
    ("direct", |renderer| renderer.page(&page(&[rosa()], conversation()))),
    ("direct_group", |renderer| renderer.page(&page(&[tomas(), nadia(), maximiliane()], Vec::new()))),
    ("direct_notes", |renderer| renderer.page(&page(&[], Vec::new()))),
    ("direct_new", |renderer| renderer.page(&new("", Errors::none()))),
    ("direct_new_wrong", |renderer| {
        renderer.page(&new("rosa, nobody", wrong("people", Reason::PersonUnknown { name: "nobody".into() })))
    }),
];

fn title(others: &[Person]) -> String {
    match others {
        [] => ingrid().display_name,
        [other] => other.display_name.clone(),
        several => several.iter().map(|one| first_name(&one.display_name)).collect::<Vec<_>>().join(", "),
    }
}

fn first_name(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

fn ids(others: &[Person]) -> Vec<UserId> {
    others.iter().map(|person| person.id).collect()
}

/// The conversation with these people, as one's list has it.
fn line(others: &[Person], unread: i64) -> MyRoom {
    let name = title(others);
    let room = room_id(&name);
    let listed = my_room("direct", &name, unread);
    MyRoom { room, address: RoomAddress::Direct(room), kind: Kind::Direct, others: ids(others), ..listed }
}

fn sidebar(shown: &[Person]) -> Sidebar {
    let mut rooms = mine();
    rooms.push(line(&[rosa()], 1));
    rooms.push(line(&[nadia()], 0));
    rooms.push(line(&[tomas(), nadia(), maximiliane()], 128));
    rooms.push(line(&[], 0));
    let mut sidebar = Sidebar::new(&ingrid(), &rooms, Some(room_id(&title(shown))));
    let here = |user| if user == rosa().id { Availability::Here } else { Availability::Away };
    sidebar.show_seen(|user| Some(here(user)));
    sidebar
}

fn page(others: &[Person], messages: Vec<Message>) -> RoomPage {
    let name = title(others);
    let room = room_id(&name);
    let view = RoomView {
        room,
        address: RoomAddress::Direct(room),
        name,
        others: ids(others),
        kind: Kind::Direct,
        topic: String::new(),
        members: others.len() as i64 + 1,
        ..view()
    };
    let known: HashMap<UserId, Person> = others.iter().map(|person| (person.id, person.clone())).collect();
    let session = rooms::session(proto::room::OrgRole::Member);
    let stretch = rooms::stretch(messages);
    let present = [(ingrid(), Availability::Here)].iter().map(SeenFace::from).collect();
    RoomPage::new(&session, sidebar(others), view, &stretch, Composer::fresh(), present).among(&known)
}

fn new(people: &str, errors: Errors) -> NewDirectPage {
    NewDirectPage { sidebar: sidebar(&[rosa()]), people: people.into(), errors }
}
