//! Messages that have a place in the log and no number: they are on no page, and never unread.

use proto::room::{Action, Around, Fact, Marker, MarkerQuery, Message, Query, Reply};
use proto::{RoomId, Seq};

use crate::fixture::{Fixture, Node, Person, done};

/// Says something aside, as nobody can yet, and moves the room's head there.
async fn aside(fixture: &Fixture, room: RoomId, who: &Person) -> Seq {
    let said = "
        with r as (update chat.room set head = head + 1 where id = $1 returning head), e as (
            insert into chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, at)
            select $1, head, 'posted', $2, 'Ann', gen_random_uuid(), 0, now() from r
        )
        insert into chat.message (room_id, seq, rev, text_rev, author_id, body, html, renderer)
        select $1, head, head, head, $2, 'aside', '<p>aside</p>', 1 from r returning seq";
    fixture.db.query_one(said, &[&room.0, &who.id().0]).await.expect("said").get(0)
}

async fn page(
    fixture: &Fixture,
    node: &Node,
    room: RoomId,
    who: &Person,
    around: Around,
) -> (Vec<Seq>, bool) {
    let query = Query::Page { room, viewer: who.viewer(), part: around, limit: 2 };
    let Reply::Page(page) = fixture.ask(node, &query).await else { panic!("a page") };
    let seqs = page.messages.iter().map(|message| message.seq).collect();
    (seqs, page.more.before || page.more.after)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_aside_is_on_no_page_and_never_unread() {
    let fixture = Fixture::new().await;
    let (node, ann, bob) = (fixture.node().await, Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let one = done(&fixture.send(&node, &ann.posts(room, "one")).await);
    let first = aside(&fixture, room, &ann).await;
    let two = done(&fixture.send(&node, &ann.posts(room, "two")).await);
    let second = aside(&fixture, room, &ann).await;
    aside(&fixture, room, &ann).await;

    assert_eq!(page(&fixture, &node, room, &bob, Around::Latest).await, (vec![one, two], false));
    assert_eq!(page(&fixture, &node, room, &bob, Around::After(one)).await, (vec![two], true));
    assert_eq!(page(&fixture, &node, room, &bob, Around::Around(first)).await, (vec![one, two], false));

    let unread = async || {
        let Reply::Rooms { rooms, .. } =
            fixture.ask(&node, &Query::Rooms { user: bob.id(), after: None }).await
        else {
            panic!("rooms")
        };
        rooms[0].last_msg - rooms[0].read_msg
    };
    assert_eq!(unread().await, 2, "two messages have numbers");
    let read =
        |seq| Query::Markers { query: MarkerQuery::Mark { room, user: bob.id(), seq, generation: None } };
    for (seq, read_msg) in [(first, 1), (second, 2)] {
        let expected = Marker { read_seq: seq, read_msg, ..Marker::default() };
        assert_eq!(fixture.ask(&node, &read(seq)).await, Reply::Marked(expected));
    }
    assert_eq!(unread().await, 0);
    let back = Query::Markers { query: MarkerQuery::MarkUnread { room, user: bob.id(), seq: two } };
    let Reply::Marked(marker) = fixture.ask(&node, &back).await else { panic!("a marker") };
    assert_eq!((marker.read_seq, marker.read_msg), (first, 1), "the last one with a number counts");

    let three = done(&fixture.send(&node, &ann.posts(room, "three")).await);
    let log = fixture.log(&node, room).await;
    let numbers: Vec<(Seq, Option<i64>)> = log
        .iter()
        .filter_map(|event| match &event.fact {
            Fact::Posted { message } => Some((message.seq, message.msg_no)),
            _ => None,
        })
        .collect();
    let expected =
        [(one, Some(1)), (first, None), (two, Some(2)), (second, None), (second + 1, None), (three, Some(3))];
    assert_eq!(numbers, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_aside_can_be_changed_and_keeps_having_no_number() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    let target = aside(&fixture, room, &ann).await;
    let body = proto::text::Body::parse("changed").expect("a body");
    let edit = done(
        &fixture
            .send(&node, &ann.wants(room, Action::Edit { target, body, text_rev: None, without: Vec::new() }))
            .await,
    );
    let log = fixture.log(&node, room).await;
    let Some(Fact::Edited { message }) = log.last().map(|event| &event.fact) else { panic!("{log:?}") };
    let Message { msg_no, rev, text_rev, body, .. } = &**message;
    assert_eq!((msg_no, *rev, *text_rev, body.as_str()), (&None, edit, edit, "changed"));
}
