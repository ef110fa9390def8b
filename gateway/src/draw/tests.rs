//! Every page and every row, drawn.

use proto::auth::Person;
use proto::room::{
    Edge, Event, Fact, Kind, Level, Listing, Membership, Message, MyRoom, OrgRole, Page as Stretch,
    Reactions, Role, RoomCounts, RoomView,
};
use proto::text::Slug;
use proto::{At, Nonce, Reason, RoomId, UserId};
use time::macros::datetime;
use uuid::Uuid;

use super::*;
use crate::catalogue::Text;

mod links;
mod moderation;
mod screens;

const ROSA: UserId = UserId(Uuid::from_u128(0xa1));
const TOMAS: UserId = UserId(Uuid::from_u128(0xa2));
const ENGLISH: Language = Language::English;
const NOON: At = datetime!(2026-11-22 12:00 UTC);

fn draw() -> Draw {
    Draw::new("Harbour", "/static/0123456789").expect("the templates load")
}

fn rosa() -> Person {
    Person {
        id: ROSA,
        username: "rosa".into(),
        display_name: "Rosa <b>Silva".into(),
        ambiguous: false,
        status: None,
        invisible: false,
        avatar: None,
        quiet: None,
    }
}

fn message(seq: i64, author: UserId, minutes: i64) -> Message {
    Message {
        seq,
        msg_no: Some(seq),
        rev: seq,
        text_rev: seq,
        author,
        name: if author == ROSA { "Rosa <b>Silva".into() } else { "Tomas".into() },
        avatar: None,
        at: NOON + time::Duration::minutes(minutes),
        body: format!("message {seq}"),
        html: format!("<p>message <em>{seq}</em></p>"),
        reply_to: None,
        thread: None,
        edited_at: None,
        previews: proto::room::Previews::default(),
        history: false,
        deleted_at: None,
        files: Vec::new(),
        reactions: Reactions::default(),
        nonce: Nonce(Uuid::from_u128(seq.unsigned_abs().into())),
    }
}

fn event(fact: Fact) -> Event {
    Event {
        room: RoomId(Uuid::from_u128(7)),
        seq: 9,
        at: NOON,
        actor: ROSA,
        name: "Rosa <b>Silva".into(),
        nonce: Nonce(Uuid::from_u128(9)),
        fact,
    }
}

fn sidebar(current: Option<RoomId>) -> Sidebar {
    let room = MyRoom {
        room: RoomId(Uuid::from_u128(7)),
        address: Slug::parse("日本語クラブ").expect("a slug").into(),
        name: "日本語クラブ".into(),
        picture: None,
        others: Vec::new(),
        hidden_msg: 0,
        kind: Kind::Public,
        role: Role::Member,
        head: 40,
        last_msg: 30,
        acl: 1,
        read_seq: 20,
        read_msg: 27,
        generation: 0,
        mentions: 0,
        away: None,
        level: Level::Mentions,
        starred: false,
        active_at: At::UNIX_EPOCH,
    };
    Sidebar::new(&rosa(), &[room], current)
}

fn room_page(mine: bool, archived: bool, messages: Vec<Message>) -> RoomPage {
    let membership = Membership {
        role: Role::Member,
        since: 1,
        read_seq: 2,
        read_msg: 2,
        level: Level::Mentions,
        starred: false,
    };
    let room = RoomView {
        room: RoomId(Uuid::from_u128(7)),
        address: Slug::parse("design").expect("a slug").into(),
        name: "design & <more>".into(),
        others: Vec::new(),
        topic: "what it looks like".into(),
        kind: Kind::Public,
        archived,
        members: 2,
        head: 9,
        last_msg: 9,
        settings: proto::room::RoomSettings::default(),
        mine: mine.then_some(membership),
        muted: None,
        wait_seconds: 0,
        blocked: false,
    };
    let page = Stretch {
        head: 9,
        messages,
        mine: Vec::new(),
        lines: Vec::new(),
        more: Edge { before: false, after: false },
        following: Vec::new(),
    };
    RoomPage::new(
        &moderation::session(OrgRole::Member),
        sidebar(Some(room.room)),
        room,
        &page,
        Composer::fresh(),
        vec![SeenFace { face: Face::of(ROSA, "Rosa"), seen: None }],
    )
}

#[test]
fn a_message_is_drawn_alike_on_a_page_and_in_an_event() {
    let draw = draw();
    let said = message(4, ROSA, 0);
    let alone = draw.message(&said, ENGLISH).expect("drawn");
    let fact = Fact::Posted { message: Box::new(said.clone()) };
    assert_eq!(draw.event(&event(fact), ENGLISH).expect("drawn").as_deref(), Some(alone.as_str()));
    assert_eq!(draw.messages(std::slice::from_ref(&said), &[], &[], ENGLISH).expect("drawn"), alone);
    let page = draw.page(&room_page(true, false, vec![said])).expect("drawn");
    assert!(page.contains(&alone), "the page holds the same bytes:\n{page}");
}

#[test]
fn names_are_escaped_and_rendered_words_are_not() {
    let drawn = draw().message(&message(4, ROSA, 0), ENGLISH).expect("drawn");
    assert!(drawn.contains("Rosa &lt;b&gt;Silva"), "{drawn}");
    assert!(drawn.contains("<p>message <em>4</em></p>"), "{drawn}");
    assert!(drawn.contains("12:00"), "{drawn}");
}

#[test]
fn a_deleted_message_says_so_and_nothing_else() {
    let mut gone = message(4, ROSA, 0);
    (gone.edited_at, gone.deleted_at) = (Some(NOON), Some(NOON));
    let drawn = draw().message(&gone, ENGLISH).expect("drawn");
    assert!(drawn.contains("deleted") && !drawn.contains("<em>4</em>"), "{drawn}");
    assert!(!drawn.contains("edited"), "{drawn}");
}

#[test]
fn comings_and_goings_are_quiet_lines_and_a_void_is_nothing() {
    let draw = draw();
    let line = draw.event(&event(Fact::Joined), ENGLISH).expect("drawn").expect("a line");
    assert!(line.contains("joined") && line.contains("&lt;b&gt;"), "{line}");
    assert!(draw.event(&event(Fact::Left), ENGLISH).expect("drawn").is_some());
    assert!(draw.event(&event(Fact::Void), ENGLISH).expect("drawn").is_none());
    assert!(
        draw.event(
            &event(Fact::Deleted { target: 4, author: None, reason: None, whom: String::new() }),
            ENGLISH
        )
        .expect("drawn")
        .is_none()
    );
}

#[test]
fn close_messages_of_one_author_are_grouped_unless_something_stands_between() {
    let messages = vec![
        message(1, ROSA, 0),
        message(2, ROSA, 1),
        message(3, ROSA, 2),
        message(4, TOMAS, 3),
        message(5, TOMAS, 9),
    ];
    let page = Stretch {
        head: 5,
        messages,
        mine: Vec::new(),
        lines: Vec::new(),
        more: Edge::default(),
        following: Vec::new(),
    };
    let shape = |read| {
        let grouped = |message| serde_json::to_value(message).expect("serializes")["grouped"] == true;
        let rows = Timeline::new(&page, read).rows;
        let letters = rows.iter().map(|row| match row {
            Row::Message { message } if grouped(message) => 'g',
            Row::Message { .. } => 'M',
            Row::Day { .. } => 'd',
            Row::New | Row::Welcome | Row::Line { .. } => 'n',
        });
        letters.collect::<String>()
    };
    assert_eq!(shape(None), "dMggMM");
    assert_eq!(shape(Some(2)), "dMgnMMM", "the New line breaks a group");
    assert_eq!(shape(Some(5)), "dMggMM", "nothing is unread");
    assert_eq!(shape(Some(0)), "dMggMM", "never read: no line above everything");
}

#[test]
fn the_way_on_is_one_value_of_the_next_address() {
    let next = Some("/r/a?before=7&x=%2f#m8".to_owned());
    let sign_in = draw().page(&SignInPage { next: next.clone(), ..SignInPage::default() }).expect("drawn");
    let other = draw().page(&RegisterPage { next, ..RegisterPage::default() }).expect("drawn");
    for (page, path) in [(sign_in, "/register"), (other, "/login")] {
        let link = format!("href=\"{path}?next=%2Fr%2Fa%3Fbefore%3D7%26x%3D%252f%23m8\"");
        assert!(page.contains(&link), "{page}");
    }
}

#[test]
fn what_was_written_is_given_back_to_the_letter() {
    let words = "\n  two\nlines & </textarea><b>";
    let kept = ">\n\n  two\nlines &amp; &lt;&#x2F;textarea&gt;&lt;b&gt;</textarea>".replace("&#x2F;", "/");
    let mut error = ErrorPage::of(503, None, "4bf92f35", true);
    error.typed = Some(words.into());
    let sign_in = SignInPage { typed: Some(words.into()), ..SignInPage::default() };
    for page in [draw().page(&error).expect("drawn"), draw().page(&sign_in).expect("drawn")] {
        assert!(page.contains(&kept) && page.contains("readonly"), "{page}");
    }
}

#[test]
fn every_page_can_be_drawn() {
    let draw = draw();
    let pages = [
        draw.page(&SignInPage { next: Some("/r/a?b=\"c".into()), ..SignInPage::default() }),
        draw.page(&SignInPage {
            errors: Errors::none().and("password", Reason::WrongCredentials),
            notice: Some(Text::new("sign-in-session-ended")),
            ..SignInPage::default()
        }),
        draw.page(&RegisterPage::default()),
        draw.page(&OwnerPage { ask_claim: true, ..OwnerPage::default() }),
        draw.page(&HomePage::new(
            sidebar(None),
            &HomeParts {
                rooms: &[],
                waiting: &proto::room::Waiting::default(),
                people: &std::collections::HashMap::new(),
                present: &[],
                now: NOON,
            },
        )),
        draw.page(&BrowsePage::new(
            sidebar(None),
            &RoomsPart { search: "tea & cake\" b=\"c".into(), offset: 100, ..RoomsPart::default() },
            (
                vec![ListingRow::of(
                    Listing {
                        room: RoomId(Uuid::from_u128(7)),
                        slug: Slug::parse("design").expect("a slug"),
                        name: "design".into(),
                        picture: None,
                        topic: "<more>".into(),
                        kind: Kind::Public,
                        members: 1,
                        mine: false,
                        active_at: NOON,
                    },
                    NOON,
                )],
                true,
            ),
            RoomCounts::default(),
            50,
        )),
        draw.page(&NewRoomPage {
            sidebar: sidebar(None),
            form: NewRoomForm {
                name: "<more>".into(),
                errors: Errors::none().and("name", Reason::RoomNameTaken),
                ..NewRoomForm::fresh()
            },
        }),
        draw.page(&room_page(true, false, vec![message(1, ROSA, 0), message(3, TOMAS, 0)])),
        draw.page(&room_page(false, false, vec![])),
        draw.page(&room_page(true, true, vec![])),
        draw.page(&ErrorPage::of(503, None, "4bf92f35", true).with_retry("/r/design")),
    ];
    for page in pages {
        let page = page.expect("drawn");
        assert!(page.starts_with("<!doctype html>"), "{page}");
        assert!(!page.contains("<b>Silva") && !page.contains("<more>") && !page.contains("b=\"c"), "{page}");
        assert!(
            !page.contains(" style=") && !page.contains("<style") && !page.contains(" onclick"),
            "{page}"
        );
    }
}

#[test]
fn the_name_of_who_looks_stands_out_and_no_text_is_taken_for_it() {
    let link =
        |id: UserId, me: &str| format!("<a class=\"mention\" {me}href=\"/u/x\" data-user=\"{id}\">@x</a>");
    let mut said = message(3, TOMAS, 0);
    let text = format!("&lt;a class=\"mention\" data-user=\"{ROSA}\"&gt;");
    said.html = format!("<p>{} {} {text}</p>", link(ROSA, ""), link(TOMAS, ""));
    let mut drawn = message::Drawn::of(&said, false);
    drawn.name(ROSA);
    let html = serde_json::to_value(&drawn).expect("fields")["html"].clone();
    assert_eq!(html, format!("<p>{} {} {text}</p>", link(ROSA, "data-me "), link(TOMAS, "")));
}
