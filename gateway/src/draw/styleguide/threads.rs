//! The screens of threads.

use proto::room::{Edge, Excerpt, Follow, Kind, MyThread, OrgRole, Page as Stretch, ThreadPage as Found};

use super::people::{ingrid, maximiliane, nadia, rosa, tomas};
use super::rooms::{mine, session, view};
use super::talk::{said, thread_line};
use super::{NOON, Screen, inside, room_id, slug};
use crate::draw::{Composer, MyThreadsPage, ThreadPage};

pub(super) const SCREENS: [Screen; 4] = [
    ("thread", |renderer| renderer.page(&thread(true))),
    ("thread_empty", |renderer| renderer.page(&thread(false))),
    ("threads", |renderer| renderer.page(&threads(&unread()))),
    ("threads_none", |renderer| renderer.page(&threads(&[]))),
];

fn thread(has_replies: bool) -> ThreadPage {
    let mut root =
        said(2, &tomas(), -50, "<p>I can bring the lights on Wednesday if someone lets me in.</p>");
    root.thread = has_replies.then(|| Box::new(thread_line(2)));
    let mut messages = vec![
        said(21, &rosa(), -40, "<p>I have a key. What time?</p>"),
        said(22, &tomas(), -39, "<p>After eight, the van is full until then.</p>"),
        said(
            23,
            &maximiliane(),
            -30,
            "<p>Fine. Ring the bell on the water side, the front one is broken.</p>",
        ),
        said(40, &nadia(), -1, "<p>هل يمكنك ترك المصباحين الصغيرين في المطبخ؟</p>"),
    ];
    messages.truncate(if has_replies { messages.len() } else { 0 });
    let page = Stretch {
        head: 40,
        messages,
        mine: Vec::new(),
        lines: Vec::new(),
        more: Edge::default(),
        following: Vec::new(),
    };
    let found = Found { root, page, mine: has_replies.then_some(Follow { read_seq: 23, following: true }) };
    ThreadPage::new(&session(OrgRole::Member), inside(&mine()), view(), &found, Composer::fresh())
}

fn threads(unread: &[MyThread]) -> MyThreadsPage {
    MyThreadsPage::new(inside(&mine()), unread, &std::collections::HashMap::new(), NOON)
}

fn unread() -> Vec<MyThread> {
    let excerpt = |by: proto::auth::Person, minutes, html: &str| Excerpt {
        room: room_id("kitchen"),
        seq: 2,
        author: by.id,
        name: by.display_name,
        at: NOON - time::Duration::minutes(minutes),
        html: html.into(),
        files: i64::from(html.is_empty()),
    };
    let thread = |at: &str, name: &str, root, last, unread| MyThread {
        address: slug(at).into(),
        name: name.into(),
        kind: Kind::Public,
        root,
        last,
        unread,
    };
    vec![
        thread(
            "harbour-festival",
            "harbour festival",
            excerpt(tomas(), 190, "<p>I can bring the lights on Wednesday if someone lets me in.</p>"),
            excerpt(nadia(), 2, "<p>هل يمكنك ترك المصباحين الصغيرين في المطبخ؟</p>"),
            2,
        ),
        thread(
            "long",
            "the room about everything that did not fit into any other room we have",
            excerpt(
                maximiliane(),
                3_000,
                "<p>It has never let anybody down except that one time in the rain.</p>",
            ),
            excerpt(ingrid(), 70, "<p>And we drove all the way home with a rope around it.</p>"),
            100,
        ),
    ]
}
