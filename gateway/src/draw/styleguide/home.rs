//! The screens of the home page.

use std::collections::HashMap;

use proto::UserId;
use proto::auth::Person;
use proto::node::Availability;
use proto::room::{Excerpt, MyRoom, Waiting};
use time::Duration;

use super::people::{ingrid, maximiliane, nadia, rosa, taro, tomas};
use super::{NOON, rooms};
use crate::catalogue::Language;
use crate::draw::{HomePage, HomeParts, JumpPage, Sidebar};

/// The same rooms with nothing unread.
pub(super) fn read() -> Vec<MyRoom> {
    rooms::mine().into_iter().map(|room| MyRoom { read_msg: room.last_msg, mentions: 0, ..room }).collect()
}

/// Home of somebody who is in these rooms, mentioned in two of them or in none.
pub(super) fn page(me: &Person, rooms: &[MyRoom], is_mentioned: bool) -> HomePage {
    let everyone = [ingrid(), rosa(), tomas(), nadia(), taro(), maximiliane()];
    let people: HashMap<UserId, Person> = everyone.iter().map(|person| (person.id, person.clone())).collect();
    let said = |n: usize, room: &MyRoom| {
        let author = &everyone[(n + 1) % everyone.len()];
        excerpt(
            room,
            author,
            n as i64,
            "<p>Lentil soup today, and there is <em>bread</em> left from yesterday</p>",
        )
    };
    let mention = format!(
        "<p><a class=\"mention\" href=\"/u/x\" data-user=\"{}\">@{}</a> could you check the timer? I think it should count from the gate.</p>",
        me.id, me.username
    );
    let mentioned = |(n, room): (usize, &MyRoom)| excerpt(room, &everyone[n + 2], n as i64 * 40, &mention);
    let waiting = Waiting {
        last: rooms.iter().enumerate().map(|(n, room)| said(n, room)).collect(),
        mentions: rooms.iter().take(if is_mentioned { 2 } else { 0 }).enumerate().map(mentioned).collect(),
    };
    let present =
        [(rosa(), Availability::Here), (nadia(), Availability::Away), (maximiliane(), Availability::Here)];
    let present = if rooms.is_empty() { &[] } else { &present[..] };
    let parts = HomeParts { rooms, waiting: &waiting, people: &people, present, now: NOON };
    HomePage::new(Sidebar::new(me, rooms, None), &parts)
}

fn excerpt(room: &MyRoom, author: &Person, minutes: i64, html: &str) -> Excerpt {
    Excerpt {
        room: room.room,
        seq: 300,
        author: author.id,
        name: author.display_name.clone(),
        at: NOON - Duration::minutes(minutes * 7),
        html: html.into(),
        files: 3 * i64::from(html.is_empty()),
    }
}

/// Going to a room or a person.
pub(super) fn jump(search: &str, people: &[Person]) -> JumpPage {
    let rooms = rooms::mine();
    JumpPage::new(Sidebar::new(&ingrid(), &rooms, None), search, &rooms, &[], people, Language::English)
}
