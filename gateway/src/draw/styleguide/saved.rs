//! The screens of saved messages.

use proto::room::{Excerpt, Kind, Saved, SavedMessage};
use time::Duration;

use super::people::{maximiliane, rosa, tomas};
use super::rooms::{mine, view};
use super::talk::said;
use super::{NOON, Screen, inside, room_id, slug};
use crate::catalogue::Text;
use crate::draw::{SavePage, SavedPage};

pub(super) const SCREENS: [Screen; 5] = [
    ("saved", |renderer| renderer.page(&list(&messages()))),
    ("saved_none", |renderer| renderer.page(&list(&[]))),
    ("save", |renderer| renderer.page(&save(None))),
    ("save_saved", |renderer| renderer.page(&save(Some(Saved { remind_at: Some(NOON + Duration::DAY) })))),
    ("save_refused", |renderer| {
        let why = Text::from(proto::Reason::ReminderTime);
        renderer.page(&save(None).refused("date", "2020-01-01T09:00", why))
    }),
];

fn list(messages: &[SavedMessage]) -> SavedPage {
    let rooms = mine();
    let mut sidebar = inside(&rooms);
    (sidebar.due, sidebar.threads) = (1, 3);
    SavedPage::new(sidebar, &rooms, messages, &std::collections::HashMap::new(), Some(50), NOON)
}

fn messages() -> Vec<SavedMessage> {
    let saved = |by: proto::auth::Person, minutes, html: &str, remind_at: Option<Duration>| SavedMessage {
        address: slug("kitchen").into(),
        name: "Kitchen".into(),
        kind: Kind::Public,
        message: Excerpt {
            room: room_id("kitchen"),
            seq: minutes,
            author: by.id,
            name: by.display_name,
            at: NOON - Duration::minutes(minutes),
            html: html.into(),
            files: 0,
        },
        saved: Saved { remind_at: remind_at.map(|from_now| NOON + from_now) },
        due: remind_at.is_some_and(Duration::is_negative),
    };
    vec![
        saved(tomas(), 300, "<p>I can bring the lights on Wednesday.</p>", Some(-Duration::HOUR)),
        saved(maximiliane(), 20, "<p>Ring the bell on the water side, the front one is broken.</p>", None),
        saved(rosa(), 2_000, "<p>I have a key. What time?</p>", Some(Duration::DAY)),
    ]
}

fn save(saved: Option<Saved>) -> SavePage {
    let message = said(2, &tomas(), -50, "<p>I can bring the lights on Wednesday if someone lets me in.</p>");
    SavePage::new(inside(&mine()), view(), &message, saved)
}
