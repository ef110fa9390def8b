//! Every component in every state, on one page.

use proto::room::{Event, Fact, LeastRole, RoomSetting, SlowMode};
use proto::text::{ModerationReason, Topic};
use proto::{Nonce, Reason, Seq};
use serde::Serialize;
use uuid::Uuid;

use super::people::{ingrid, maximiliane, nadia, person, rosa, taro, tomas};
use super::talk::{conversation, edited, gone, said};
use super::{NOON, Screen, inside, rooms};
use crate::catalogue::Text;
use crate::draw::message::{Drawn, Line};
use crate::draw::{Face, Page, RoomLine, Sidebar, Templates};

pub(super) const SCREENS: [Screen; 1] = [("components", |renderer| renderer.page(&GuidePage::new()))];

/// The page of the components.
#[derive(Serialize)]
struct GuidePage {
    sidebar: Sidebar,
    icons: Vec<String>,
    faces: Vec<Face>,
    rooms: Vec<RoomLine>,
    messages: Vec<Drawn>,
    lines: Vec<Line>,
    mine: Drawn,
    archived: Text,
    unavailable: Text,
    wrong: Text,
    notice: Text,
}

impl Page for GuidePage {
    const TEMPLATE: &'static str = "styleguide/components.html";
}

impl GuidePage {
    fn new() -> Self {
        let mut chosen = Drawn::of(&said(24, &taro(), -7, "<p>The page is about this one.</p>"), false);
        chosen.choose();
        let mut messages: Vec<_> = conversation().iter().map(|message| Drawn::of(message, false)).collect();
        messages.extend([
            Drawn::of(&said(21, &rosa(), -9, "<p>One of a group.</p>"), true),
            Drawn::of(&edited(said(22, &rosa(), -8, "<p>Changed since.</p>")), true),
            Drawn::of(&gone(said(23, &tomas(), -7, "")), false),
            chosen,
        ]);
        let rooms = Sidebar::new(&ingrid(), &rooms::mine(), Some(super::room_id("kitchen"))).rooms;
        let twelve = [ingrid(), rosa(), tomas(), nadia(), taro(), maximiliane()];
        let faces = (0..12).map(|n| Face::from(&person(n, &twelve[n as usize % 6].display_name))).collect();
        let mine = Drawn::of(&said(25, &ingrid(), 0, "<p>I will push a fix before lunch.</p>"), false);
        Self {
            sidebar: inside(&rooms::mine()),
            icons: icons(),
            faces,
            rooms,
            messages,
            lines: lines(),
            mine,
            archived: Reason::Archived.into(),
            unavailable: Reason::Unavailable.into(),
            wrong: Reason::UsernameUnknown.into(),
            notice: Text::new("settings-did-name"),
        }
    }
}

/// All that the template of the icons knows.
fn icons() -> Vec<String> {
    let file = Templates::get("parts/_icon.html").unwrap_or_else(|| unreachable!("it is there"));
    let template = String::from_utf8_lossy(&file.data).into_owned();
    let names = template.split("name == \"").skip(1).filter_map(|rest| rest.split('"').next());
    names.map(str::to_owned).collect()
}

fn lines() -> Vec<Line> {
    let whom = || tomas().display_name;
    let user = tomas().id;
    let reason = || ModerationReason::parse("Advertising, for the third time").ok();
    let facts = [
        Fact::Joined,
        Fact::Left,
        Fact::Removed { user, banned: false, until: None, reason: None, whom: whom() },
        Fact::Removed { user, banned: true, until: None, reason: reason(), whom: whom() },
        Fact::Added { user, whom: whom() },
        Fact::Muted { user, until: NOON + time::Duration::hours(6), reason: reason(), whom: whom() },
        Fact::Unmuted { user, whom: whom() },
        Fact::Deleted { target: 9, author: Some(user), reason: reason(), whom: whom() },
        Fact::Unbanned { user, whom: String::new() },
        Fact::Renamed {
            room_name: "نادي القراءة".into(),
            slug: super::slug("book-club"),
            before: "books".into(),
        },
        Fact::Described {
            topic: Topic::parse("What we read next").unwrap_or_else(|_| unreachable!("a topic")),
        },
        Fact::Configured { setting: RoomSetting::Posting(LeastRole::Moderator) },
        Fact::Configured { setting: RoomSetting::SlowMode(SlowMode::default()) },
        Fact::Configured { setting: RoomSetting::EditHistory(true) },
        Fact::Archived,
        Fact::Restored,
    ];
    let line = |(seq, fact): (Seq, Fact)| {
        Line::of(&Event {
            room: super::room_id("kitchen"),
            seq,
            at: NOON,
            actor: ingrid().id,
            name: ingrid().display_name,
            nonce: Nonce(Uuid::from_u128(9)),
            fact,
        })
    };
    (30..).zip(facts).map(line).collect()
}
