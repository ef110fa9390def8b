//! Replies over the real database: what they quote is what the answered message says now, however they are read.

use proto::room::{Action, Around, Fact, Message, Query, Quote, Reply};
use proto::text::Body;
use proto::{Reason, Refusal, RoomId, Seq};

use crate::fixture::{Fixture, Node, Person, done};

fn reply(words: &str, to: Seq) -> Action {
    Action::Post { body: Body::parse(words).expect("a body"), reply_to: Some(to), files: Vec::new() }
}

async fn page(fixture: &Fixture, node: &Node, room: RoomId, who: &Person) -> Vec<Message> {
    let query = Query::Page { room, viewer: who.viewer(), part: Around::Latest, limit: 100 };
    let Reply::Page(page) = fixture.ask(node, &query).await else { panic!("a page") };
    page.messages
}

/// What the reply quotes, by a page and by the log.
async fn quoted(fixture: &Fixture, node: &Node, room: RoomId, who: &Person, seq: Seq) -> Quote {
    let messages = page(fixture, node, room, who).await;
    let message = messages.iter().find(|message| message.seq == seq).expect("it is on the page");
    let log = fixture.log(node, room).await;
    let Some(Fact::Posted { message: told }) = log.get(seq as usize - 1).map(|event| &event.fact) else {
        panic!("{log:?}")
    };
    assert_eq!(&**told, message, "page and log say the same");
    *message.reply_to.clone().expect("a reply")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_read_with_what_it_answers_as_that_stands_now() {
    let fixture = Fixture::new().await;
    let (node, other) = (fixture.node().await, fixture.node().await);
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let asked = done(&fixture.send(&node, &ann.posts(room, &format!("tea? {}", "é".repeat(2_000)))).await);
    let said = done(&fixture.send(&node, &bob.wants(room, reply("yes", asked))).await);
    let quote = quoted(&fixture, &other, room, &bob, said).await;
    assert_eq!((quote.seq, quote.text_rev, quote.author, &*quote.name), (asked, asked, ann.id(), "Ann"));
    assert_eq!((quote.html.chars().count(), quote.edited, quote.deleted), (Quote::CHARACTERS, false, false));

    let body = Body::parse("coffee?").expect("a body");
    let edit = Action::Edit { target: asked, body, text_rev: None, without: Vec::new() };
    let rev = done(&fixture.send(&other, &ann.wants(room, edit)).await);
    let quote = quoted(&fixture, &node, room, &bob, said).await;
    assert_eq!((quote.text_rev, &*quote.html, quote.edited), (rev, "<p>coffee?</p>", true));

    done(&fixture.send(&node, &ann.wants(room, Action::Delete { target: asked, reason: None })).await);
    let quote = quoted(&fixture, &other, room, &bob, said).await;
    assert_eq!((&*quote.html, quote.deleted), ("", true));
    let refused = fixture.send(&other, &bob.wants(room, reply("hm", asked))).await;
    let expected = Refusal::from(Reason::RepliedMessageDeleted);
    assert_eq!(refused, proto::room::Answer::Refused(expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_another_room_is_answered() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let (here, there) = (fixture.room(&node, &ann, "tea").await, fixture.room(&node, &ann, "coffee").await);
    let mut foreign = 0;
    for _ in 0..4 {
        foreign = done(&fixture.send(&node, &ann.posts(there, "said there")).await);
    }
    for seq in [foreign, 1, 0, -1, Seq::MAX, Seq::MIN] {
        let refused = fixture.send(&node, &ann.wants(here, reply("yes", seq))).await;
        let expected = Refusal::from(Reason::RepliedMessageMissing);
        assert_eq!(refused, proto::room::Answer::Refused(expected), "{seq}");
    }
}

/// How many statements a process runs that reads so many pages: each is a transaction of its own, counted by Postgres when its
/// connections end.
async fn statements(fixture: &Fixture, room: RoomId, who: &Person, pages: usize) -> i64 {
    let counted = "select xact_commit from pg_stat_database where datname = current_database()";
    let count = async || fixture.db.query_one(counted, &[]).await.expect("a number").get::<_, i64>(0);
    let before = count().await;
    let node = fixture.node().await;
    for _ in 0..pages {
        assert_eq!(page(fixture, &node, room, who).await.len(), 50);
    }
    node.stop().await;
    let gone = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
    while fixture.db.query_one(gone, &[]).await.expect("a number").get::<_, i64>(0) > 0 {}
    count().await - before
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_replies_takes_as_many_statements_as_one_of_plain_messages() {
    let fixture = Fixture::new().await;
    let ann = Person::new("Ann");
    let node = fixture.node().await;
    let (plain, replies) =
        (fixture.room(&node, &ann, "plain").await, fixture.room(&node, &ann, "replies").await);
    for _ in 0..50 {
        done(&fixture.send(&node, &ann.posts(plain, "said")).await);
    }
    let mut last = done(&fixture.send(&node, &ann.posts(replies, "said")).await);
    for _ in 0..49 {
        last = done(&fixture.send(&node, &ann.wants(replies, reply("said", last))).await);
    }
    node.stop().await;
    let (few, many) =
        (statements(&fixture, plain, &ann, 40).await, statements(&fixture, replies, &ann, 40).await);
    assert!(few >= 40, "they are counted: {few}");
    // What a process does by itself meanwhile is a few more or less; one for each reply would be two thousand.
    assert!((few - many).abs() < 100, "{few} and {many}");
}
