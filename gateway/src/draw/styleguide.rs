//! Every screen in the states worth looking at: empty, full, long names, right to left, gone wrong. All of it is made up,
//! with the words people really use. `/styleguide` shows it where the operator wants that, the tests beside this folder
//! draw it, and `e2e` looks at it with a browser. The drawing itself is the product's own.

mod admin;
mod admin_lists;
mod direct;
mod emoji;
mod first_hour;
mod guide;
mod home;
mod inbox;
mod notifications;
mod people;
mod reactions;
mod reports;
mod rooms;
mod saved;
mod search;
mod talk;
mod threads;
mod unread;
mod writing;

#[cfg(test)]
pub(super) use rooms::my_room;

use proto::text::Slug;
use proto::{At, RoomId};
use time::macros::datetime;
use uuid::Uuid;

use super::{Appearance, Draw, DrawError, ErrorPage, KeysPage, OfflinePage, Page, Sidebar};

/// When everything here happens.
const NOON: At = datetime!(2026-11-22 12:00 UTC);
/// What an error page quotes.
const NUMBER: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// The templates, and how who looks wants it.
struct Renderer<'a> {
    draw: &'a Draw,
    appearance: Appearance,
}

type Drawing = Result<String, DrawError>;
type Screen = (&'static str, fn(&Renderer<'_>) -> Drawing);

const SYSTEM: [Screen; 20] = [
    ("home", |renderer| renderer.page(&home::page(&people::ingrid(), &rooms::mine(), true))),
    ("home_full", |renderer| renderer.page(&home::page(&people::ingrid(), &rooms::many(), true))),
    ("home_read", |renderer| renderer.page(&home::page(&people::ingrid(), &home::read(), false))),
    ("home_empty", |renderer| renderer.page(&home::page(&people::ingrid(), &[], false))),
    ("home_long", |renderer| renderer.page(&home::page(&people::maximiliane(), &rooms::mine(), true))),
    ("jump", |renderer| renderer.page(&home::jump("", &[]))),
    ("jump_found", |renderer| renderer.page(&home::jump("an", &[people::rosa(), people::maximiliane()]))),
    ("keys", |renderer| renderer.page(&KeysPage::new(inside(&rooms::mine())))),
    ("jump_none", |renderer| renderer.page(&home::jump("zzz", &[]))),
    ("error_400", |renderer| renderer.page(&ErrorPage::of(400, None, NUMBER, true))),
    ("error_403", |renderer| {
        renderer.page(&ErrorPage::of(403, None, NUMBER, true).with_account(&people::ingrid()))
    }),
    ("error_404", |renderer| renderer.page(&ErrorPage::of(404, None, NUMBER, true))),
    ("error_404_stranger", |renderer| renderer.page(&ErrorPage::of(404, None, NUMBER, false))),
    ("error_409_typed", |renderer| {
        let mut page = ErrorPage::of(409, None, NUMBER, true);
        page.typed = Some("What was typed\nand is given back.".into());
        renderer.page(&page)
    }),
    ("error_410", |renderer| renderer.page(&ErrorPage::of(410, None, NUMBER, true))),
    ("error_413", |renderer| renderer.page(&ErrorPage::of(413, None, NUMBER, true))),
    ("error_429", |renderer| {
        renderer.page(&ErrorPage::of(429, None, NUMBER, true).with_retry("/r/design").with_wait(24))
    }),
    ("error_500", |renderer| renderer.page(&ErrorPage::of(500, None, NUMBER, true).with_retry("/r/design"))),
    ("error_503", |renderer| renderer.page(&ErrorPage::of(503, None, NUMBER, true).with_retry("/r/design"))),
    ("offline", |renderer| renderer.page(&OfflinePage {})),
];

fn screens() -> impl Iterator<Item = &'static Screen> {
    let all: [&'static [Screen]; 18] = [
        &guide::SCREENS,
        &people::SCREENS,
        &notifications::SCREENS,
        &first_hour::SCREENS,
        &rooms::SCREENS,
        &threads::SCREENS,
        &saved::SCREENS,
        &inbox::SCREENS,
        &reports::SCREENS,
        &unread::SCREENS,
        &writing::SCREENS,
        &search::SCREENS,
        &direct::SCREENS,
        &reactions::SCREENS,
        &admin::SCREENS,
        &admin_lists::SCREENS,
        &emoji::SCREENS,
        &SYSTEM,
    ];
    all.into_iter().flatten()
}

/// What can be looked at, in an order that makes sense.
pub fn names() -> impl Iterator<Item = &'static str> {
    screens().map(|(name, _)| *name)
}

/// One of them; none if there is no such one.
pub fn screen(draw: &Draw, name: &str, appearance: Appearance) -> Option<Drawing> {
    let (_, screen) = screens().find(|(known, _)| *known == name)?;
    Some(screen(&Renderer { draw, appearance }))
}

impl Renderer<'_> {
    fn page<P: Page>(&self, page: &P) -> Drawing {
        self.draw.page_in(page, self.appearance)
    }
}

fn inside(rooms: &[proto::room::MyRoom]) -> Sidebar {
    Sidebar::new(&people::ingrid(), rooms, None)
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap_or_else(|_| unreachable!("{text} is a slug"))
}

fn room_id(slug: &str) -> RoomId {
    RoomId(Uuid::new_v5(&Uuid::NAMESPACE_URL, slug.as_bytes()))
}
