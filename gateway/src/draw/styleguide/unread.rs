//! The screens of all that is unread, of the order of one's rooms, and of a member's own invites.

use proto::room::{Arrangement, Edge, Kind, Page as Stretch, Rearrange};
use proto::text::SectionName;

use super::people::{maximiliane, nadia, rosa, tomas};
use super::rooms::{mine, my_room};
use super::talk::said;
use super::{Screen, admin, inside};
use crate::draw::{OwnInvitesPage, SidebarPage, UnreadPage, UnreadRoom};

pub(super) const SCREENS: [Screen; 5] = [
    ("unread", |renderer| renderer.page(&unread(rooms()))),
    ("unread_none", |renderer| renderer.page(&unread(Vec::new()))),
    ("sidebar", |renderer| renderer.page(&arranged())),
    ("invites", |renderer| renderer.page(&invites(true))),
    ("invites_none", |renderer| renderer.page(&invites(false))),
];

fn unread(rooms: Vec<UnreadRoom>) -> UnreadPage {
    let next = (!rooms.is_empty()).then_some(20);
    UnreadPage { sidebar: inside(&mine()), rooms, next }
}

fn rooms() -> Vec<UnreadRoom> {
    let page = |messages, after| Stretch {
        head: 400,
        messages,
        mine: Vec::new(),
        lines: Vec::new(),
        more: Edge { before: true, after },
        following: Vec::new(),
    };
    let kitchen = vec![
        said(301, &tomas(), -50, "<p>I can bring the lights on Wednesday if someone lets me in.</p>"),
        said(302, &rosa(), -40, "<p>I have a key. What time?</p>"),
        said(303, &nadia(), -1, "<p>هل يمكنك ترك المصباحين الصغيرين في المطبخ؟</p>"),
    ];
    let board = vec![said(301, &maximiliane(), -90, "<p>Is the <em>date</em> final?</p>")];
    let mut direct = my_room("rosa", "Rosa Silva", 1);
    direct.kind = Kind::Direct;
    vec![
        UnreadRoom::new(&my_room("kitchen", "kitchen", 3), &page(kitchen, false), &[]),
        UnreadRoom::new(&my_room("board", "board", 128), &page(board, true), &[]),
        UnreadRoom::new(&direct, &page(vec![said(301, &rosa(), -2, "<p>Are you there?</p>")], false), &[]),
    ]
}

fn arranged() -> SidebarPage {
    let (rooms, mut arrangement) = (mine(), Arrangement::default());
    let name = SectionName::parse("Festivals").map(Rearrange::AddSection);
    let put = Rearrange::Put { room: rooms[1].room, section: Some(1) };
    let places = Rearrange::Place(rooms.iter().rev().map(|room| room.room).collect());
    for change in name.into_iter().chain([put, places]) {
        arrangement = arrangement.after(&change).ok().flatten().unwrap_or(arrangement);
    }
    let mut sidebar = inside(&rooms);
    sidebar.arrange(&arrangement);
    SidebarPage::new(sidebar)
}

fn invites(some: bool) -> OwnInvitesPage {
    let mut page = admin::invites(some);
    (page.sidebar, page.at) = (inside(&mine()), "/invites");
    OwnInvitesPage(page)
}
