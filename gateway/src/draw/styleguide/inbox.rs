//! The screens of what waits.

use proto::room::notification::Why;
use proto::room::{Excerpt, Inbox, InboxItem};
use time::Duration;

use super::people::{maximiliane, rosa, tomas};
use super::rooms::mine;
use super::{NOON, Screen, inside, room_id};
use crate::catalogue::Text;
use crate::draw::{InboxPage, InboxParts, InboxShown, Undo};

pub(super) const SCREENS: [Screen; 5] = [
    ("inbox", |renderer| renderer.page(&page("all", items(None)))),
    ("inbox_none", |renderer| renderer.page(&page("all", Vec::new()))),
    ("inbox_snoozed", |renderer| renderer.page(&page("snoozed", items(Some(Duration::DAY))))),
    ("inbox_undo", |renderer| {
        let undo = Some(Undo { room: room_id("kitchen"), root: 0 });
        renderer.page(&InboxPage { undo, ..page("mentioned", items(None)) })
    }),
    ("inbox_refused", |renderer| {
        let error = Some(Text::from(proto::Reason::ReminderTime));
        renderer.page(&InboxPage { error, ..page("all", items(None)) })
    }),
];

fn page(show: &str, items: Vec<InboxItem>) -> InboxPage {
    let rooms = mine();
    let mut sidebar = inside(&rooms);
    sidebar.inbox = i64::try_from(items.len()).unwrap_or_default();
    let counts = items.iter().map(|item| (item.why, 1)).collect();
    let inbox = Inbox { more: !items.is_empty(), items, counts };
    let people = std::collections::HashMap::new();
    let parts = InboxParts { rooms: &rooms, inbox: &inbox, people: &people, now: NOON };
    let page = InboxPage::new(sidebar, InboxShown::named(show), &parts);
    InboxPage { next: inbox.more.then_some(30), ..page }
}

fn items(snoozed: Option<Duration>) -> Vec<InboxItem> {
    let said = |by: proto::auth::Person, minutes, html: &str| Excerpt {
        room: room_id("kitchen"),
        seq: minutes,
        author: by.id,
        name: by.display_name,
        at: NOON - Duration::minutes(minutes),
        html: html.into(),
        files: 0,
    };
    let item = |why, count, said: Excerpt| InboxItem {
        room: said.room,
        root: None,
        said,
        why,
        keyword: None,
        count,
        upto: 50,
        until: snoozed.map(|from_now| NOON + from_now),
    };
    let root = Some(said(tomas(), 300, "<p>Lights on Wednesday evening</p>"));
    let keyword = Some("permit".to_owned());
    let thread = said(rosa(), 20, "<p>I can let him in. I’m there from six anyway.</p>");
    let permit = said(maximiliane(), 200, "<p>The permit for the second boat came by post this morning</p>");
    vec![
        item(Why::Everything, 14, said(rosa(), 2, "<p>Soup is on.</p>")),
        InboxItem { root, ..item(Why::Thread, 2, thread) },
        item(Why::Mentioned, 1, said(tomas(), 90, "<p>Could you check the timer?</p>")),
        InboxItem { keyword, ..item(Why::Keyword, 1, permit) },
    ]
}
