//! The screens of a search.

use std::collections::HashMap;

use proto::room::search::{SearchHit, Term};
use proto::room::{Excerpt, File, Kind, Message, RoomAddress};
use proto::text::{FileName, MediaType};
use proto::{FileId, Reason, Refusal, Seq};
use time::Duration;

use super::people::{maximiliane, nadia, rosa, tomas};
use super::rooms::{mine, view};
use super::talk::said;
use super::{NOON, Screen, inside, room_id, slug};
use crate::draw::{Beside, Errors, HitRows, SearchAddress, SearchPage};

pub(super) const SCREENS: [Screen; 4] = [
    ("search", |renderer| renderer.page(&found(&hits()))),
    ("search_begin", |renderer| renderer.page(&page(""))),
    ("search_none", |renderer| renderer.page(&found(&[]))),
    ("search_refused", |renderer| {
        let why = Refusal::new(Reason::SearchNoDate { date: "someday".into() });
        let mut page = page("on:someday");
        page.errors = Errors::from(&why);
        renderer.page(&page)
    }),
];

fn page(q: &str) -> SearchPage {
    let address = SearchAddress { q: q.into(), room: Some("/r/kitchen".into()), ..SearchAddress::default() };
    SearchPage::new(inside(&mine()), address, Some(&view()))
}

fn found(hits: &[SearchHit]) -> SearchPage {
    let mut page = page("lights");
    let terms: Vec<Term> = Term::of("lights", false).into_iter().collect();
    let around: Vec<Message> = vec![
        said(299, &rosa(), -301, "<p>Who brings what?</p>"),
        said(301, &nadia(), -299, "<p>وأنا أحضر الشاي.</p>"),
    ];
    let context = hits.first().map(|hit| ((hit.message.room, hit.message.seq), around));
    let (rooms, people) = (mine(), HashMap::new());
    let context = context.as_ref();
    page.show(
        &HitRows {
            hits,
            more: !hits.is_empty(),
            terms: &terms,
            rooms: &rooms,
            people: &people,
            context,
            blocked: &[],
        },
        NOON,
    );
    if !hits.is_empty() {
        let files = Beside::called(hits, &terms, 3);
        page.put_beside(Beside { people: vec![rosa(), maximiliane()], rooms: Vec::new(), files });
    }
    page
}

fn hits() -> Vec<SearchHit> {
    let hit = |by: proto::auth::Person, seq: Seq, html: &str| SearchHit {
        address: RoomAddress::from(slug("kitchen")),
        name: "Kitchen".into(),
        kind: Kind::Public,
        root: None,
        message: Excerpt {
            room: room_id("kitchen"),
            seq,
            author: by.id,
            name: by.display_name,
            at: NOON - Duration::minutes(seq),
            html: html.into(),
            files: 0,
        },
        files: Vec::new(),
    };
    let plan = || {
        let name = FileName::parse("lights_plan.pdf").unwrap_or_else(|_| unreachable!("it is a name"));
        let media_type = MediaType::parse("application/pdf").unwrap_or_else(|_| unreachable!("it is a type"));
        File::new(FileId(uuid::Uuid::from_u128(0xf11e)), name, 312 * 1024, media_type)
    };
    let long = format!(
        "<p>{}and the lights on the water side, {}</p>",
        "ring the bell, ".repeat(30),
        "as before, ".repeat(30)
    );
    vec![
        hit(tomas(), 300, "<p>I can bring the lights on Wednesday.</p>"),
        SearchHit { root: Some(290), files: vec![plan()], ..hit(rosa(), 400, "<p>Here is the plan.</p>") },
        hit(maximiliane(), 20, &long),
    ]
}
