//! The screens on which somebody chooses what they are told.

use proto::auth::{Person, Quiet, QuietHours};
use proto::room::{Device, KEYWORDS_MAX, Level};
use proto::text::ZoneName;
use proto::{Reason, SessionId};
use time::Duration;
use uuid::Uuid;

use super::people::{ingrid, wrong};
use super::rooms::mine;
use super::{NOON, Screen};
use crate::catalogue::Text;
use crate::draw::{
    DeviceRow, Errors, HoursForm, LocalTime, MailForm, NotificationsPage, ShownQuiet, Sidebar,
};

pub(super) const SCREENS: [Screen; 3] = [
    ("notifications", |renderer| renderer.page(&page(None, Errors::none()))),
    ("notifications_paused", |renderer| renderer.page(&page(Some(paused()), Errors::none()))),
    ("notifications_wrong", |renderer| {
        let errors = wrong("day", Reason::QuietUntil { days: 366 })
            .and("hours", Reason::QuietHours)
            .and("keyword", Reason::KeywordsFull { max: KEYWORDS_MAX });
        renderer.page(&page(None, errors))
    }),
];

/// Until tomorrow, and every night.
fn paused() -> Quiet {
    Quiet {
        until: Some(NOON + Duration::hours(21)),
        hours: QuietHours::new(22 * 60, 7 * 60, 127).ok(),
        zone: zone(),
    }
}

fn zone() -> Option<ZoneName> {
    ZoneName::parse("America/Argentina/Buenos_Aires").ok()
}

fn devices() -> Vec<DeviceRow> {
    let this = SessionId::new();
    let device = |agent: &str, session, used_at| {
        let device = Device { id: Uuid::nil(), session, agent: agent.to_owned(), used_at };
        DeviceRow::of(&device, this, NOON)
    };
    vec![
        device("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", this, NOON),
        device("Chrome/140.0 (Linux; Android 15)", SessionId::new(), NOON - Duration::hours(14)),
    ]
}

fn page(quiet: Option<Quiet>, errors: Errors) -> NotificationsPage {
    let me = Person { quiet: quiet.map(Box::new), ..ingrid() };
    let mut sidebar = Sidebar::new(&me, &mine(), None);
    sidebar.is_quiet = me.quiet.is_some();
    NotificationsPage {
        sidebar,
        level: "mentions",
        for_everyone: Level::Mentions,
        keywords: ["permit", "shed key", "日本語", "Donaudampfschifffahrtsgesellschaft"]
            .map(str::to_owned)
            .into(),
        keyword: String::new(),
        quiet: ShownQuiet::to(&me, zone().as_ref(), NOON),
        paused: me.quiet.is_some(),
        pause: "date".into(),
        day: "2026-12-24".into(),
        hours: HoursForm::of(me.quiet.as_deref()),
        zone: zone()
            .and_then(|zone| LocalTime::of(&zone, None, NOON))
            .unwrap_or_else(|| unreachable!("a zone that is offered")),
        push_key: Some("BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic".to_owned()),
        devices: devices(),
        mail: Some(MailForm { confirmed: true, pace: "hour", words: true, paused: me.quiet.is_some() }),
        notice: me.quiet.is_some().then(|| Text::new("notifications-saved")),
        errors,
    }
}
