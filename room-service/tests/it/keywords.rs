//! Words that call people, over the real database and the real follower.

use proto::node::UserHint;
use proto::room::Keyword;
use proto::room::notification::{Decision, Told, Why, WhyNot};
use proto::room::{
    Action, KEYWORDS_MAX, Level, MarkerQuery, MyRoom, NotificationQuery, NotificationSettings, Query, Reply,
    ThreadQuery,
};
use proto::text::Body;
use proto::{Code, RoomId, Seq, UserId, subject};

use crate::fixture::{DEADLINE, Fixture, Node, Person, done};

fn keyword(text: &str) -> Keyword {
    Keyword::parse(text).expect("a keyword")
}

async fn settings(fixture: &Fixture, node: &Node, query: Query) -> NotificationSettings {
    match fixture.ask(node, &query).await {
        Reply::NotificationSettings(settings) => settings,
        other => panic!("settings: {other:?}"),
    }
}

async fn choose(fixture: &Fixture, node: &Node, user: UserId, words: &[&str]) {
    for word in words {
        settings(
            fixture,
            node,
            Query::Notifications { query: NotificationQuery::AddKeyword { user, keyword: keyword(word) } },
        )
        .await;
    }
}

async fn mine(fixture: &Fixture, node: &Node, room: RoomId, who: &Person) -> MyRoom {
    let Reply::Rooms { rooms, .. } = fixture.ask(node, &Query::MyRoom { room, user: who.id() }).await else {
        panic!("a room")
    };
    rooms.into_iter().next().expect("theirs")
}

async fn heard(hints: &mut chassis::Subscription, hint: UserHint) {
    let hearing = async {
        while let Some(heard) = hints.next().await {
            if heard.read::<UserHint>().expect("a hint") == hint {
                return;
            }
        }
        panic!("the bus is gone");
    };
    tokio::time::timeout(DEADLINE, hearing).await.unwrap_or_else(|_| panic!("no {hint:?}"));
}

fn edits(target: Seq, words: &str) -> Action {
    Action::Edit { target, body: Body::parse(words).expect("a body"), text_rev: None, without: Vec::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyword_calls_whoever_is_in_the_room_like_a_mention_and_its_edit_takes_that_back() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let [ann, bob, eve] = ["Ann", "Bob", "Eve"].map(Person::new);
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let before = done(&fixture.send(&node, &ann.posts(room, "the permit, before")).await);
    for who in [&ann, &bob, &eve] {
        choose(&fixture, &node, who.id(), &["permit", "日本"]).await;
    }
    let mut hints = fixture.bus.subscribe(&subject::user_evt(bob.id())).await.expect("subscribed");
    fixture.bus.barrier().await.expect("in force");
    done(&fixture.send(&node, &ann.posts(room, "permits")).await);
    let said = done(&fixture.send(&node, &ann.posts(room, "The PERMIT is here, at last")).await);
    heard(&mut hints, UserHint::Mention { room, seq: said }).await;
    let counts = async || {
        let mut counts = Vec::new();
        for who in [&ann, &bob] {
            counts.push(mine(&fixture, &node, room, who).await.mentions);
        }
        counts
    };
    assert_eq!(
        counts().await,
        [0, 1],
        "neither who said it, nor for what was said before, nor for another word"
    );
    assert!(before < said);

    done(&fixture.send(&node, &ann.wants(room, edits(said, "It is here, 日本語クラブ"))).await);
    heard(&mut hints, UserHint::Mention { room, seq: said }).await;
    assert_eq!(counts().await, [0, 1], "another word of his");
    let changed = done(&fixture.send(&node, &ann.wants(room, edits(said, "It is here"))).await);
    assert!(changed > said);
    assert_eq!(counts().await, [0, 0]);
    let last = done(&fixture.send(&node, &ann.posts(room, "permit")).await);
    heard(&mut hints, UserHint::Mention { room, seq: last }).await;
    assert_eq!(counts().await, [0, 1]);
    done(&fixture.send(&node, &ann.wants(room, Action::Delete { target: last, reason: None })).await);
    assert_eq!(counts().await, [0, 0]);
    let rows = fixture.db.query_one("select count(*) from chat.mention", &[]).await.expect("counted");
    assert_eq!(rows.get::<_, i64>(0), 0, "a row for those who are called alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyword_in_a_thread_lets_its_person_follow_it() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let [ann, bob] = ["Ann", "Bob"].map(Person::new);
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let root = done(&fixture.send(&node, &ann.posts(room, "lights?")).await);
    choose(&fixture, &node, bob.id(), &["shed key"]).await;
    let mut hints = fixture.bus.subscribe(&subject::user_evt(bob.id())).await.expect("subscribed");
    fixture.bus.barrier().await.expect("in force");
    let body = Body::parse("who has the shed-key?").expect("a body");
    let reply = Action::PostInThread { root, body, also_in_room: false, files: Vec::new() };
    done(&fixture.send(&node, &ann.wants(room, reply)).await);
    heard(&mut hints, UserHint::Personal).await;
    let Reply::Personal(personal) = fixture.ask(&node, &Query::Personal { user: bob.id() }).await else {
        panic!("numbers")
    };
    assert_eq!((personal.threads, mine(&fixture, &node, room, &bob).await.mentions), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn keywords_are_bounded_and_spellings_of_one_are_one() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let user = Person::new("Ann").id();
    let add = |word: &str| Query::Notifications {
        query: NotificationQuery::AddKeyword { user, keyword: keyword(word) },
    };
    let numbered: Vec<String> = (0..KEYWORDS_MAX).map(|n| format!("word {n:02}")).collect();
    for word in &numbered {
        settings(&fixture, &node, add(word)).await;
    }
    let words = |settings: NotificationSettings| -> Vec<String> {
        settings.keywords.into_iter().map(String::from).collect()
    };
    assert_eq!(words(settings(&fixture, &node, add("WORD-00")).await), numbered, "it is there already");
    let Reply::Refused(refusal) = fixture.ask(&node, &add("one more")).await else { panic!("too many") };
    assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Limit, Some("keyword")));
    let remove = Query::Notifications {
        query: NotificationQuery::RemoveKeyword { user, keyword: keyword("Word 00") },
    };
    assert_eq!(words(settings(&fixture, &node, remove).await), numbered[1..]);
    assert_eq!(words(settings(&fixture, &node, add("one more")).await).len(), KEYWORDS_MAX);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_default_level_holds_where_nothing_was_chosen_for_a_room_and_is_told_to_all_sockets() {
    let fixture = Fixture::new().await;
    let (node, other) = (fixture.node().await, fixture.node().await);
    let ann = Person::new("Ann");
    let (tea, boats) = (fixture.room(&node, &ann, "tea").await, fixture.room(&node, &ann, "boats").await);
    let user = ann.id();
    fixture.ask(&node, &Query::SetLevel { room: boats, user, level: Level::Everything }).await;
    let mut hints = fixture.bus.subscribe(&subject::user_evt(user)).await.expect("subscribed");
    fixture.bus.barrier().await.expect("in force");
    let levels = async || {
        let mut levels = Vec::new();
        for room in [tea, boats] {
            levels.push(mine(&fixture, &other, room, &ann).await.level);
        }
        levels
    };
    assert_eq!(levels().await, [Level::Mentions, Level::Everything]);
    let set = |level| Query::Notifications {
        query: NotificationQuery::SetDefaultLevel { user, level: Some(level) },
    };
    assert_eq!(settings(&fixture, &node, set(Level::Nothing)).await.level, Some(Level::Nothing));
    heard(&mut hints, UserHint::Rooms).await;
    assert_eq!(levels().await, [Level::Nothing, Level::Everything]);
    let Reply::Room(view) = fixture.ask(&node, &Query::Get { room: tea, viewer: ann.viewer() }).await else {
        panic!("a room")
    };
    assert_eq!(view.mine.expect("hers").level, Level::Nothing, "on the room's page, too");
    assert!(matches!(fixture.ask(&node, &set(Level::Hidden)).await, Reply::Refused(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn why_somebody_is_told_is_read_where_it_is_decided() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let [ann, bob, eve] = ["Ann", "Bob", "Eve"].map(Person::new);
    let room = fixture.room(&node, &ann, "tea").await;
    let before = done(&fixture.send(&node, &ann.posts(room, "before")).await);
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    choose(&fixture, &node, bob.id(), &["permit"]).await;
    let mut hints = fixture.bus.subscribe(&subject::user_evt(bob.id())).await.expect("subscribed");
    fixture.bus.barrier().await.expect("in force");
    let plain = done(&fixture.send(&node, &ann.posts(room, "tea?")).await);
    let called = done(&fixture.send(&node, &ann.posts(room, "the permit")).await);
    heard(&mut hints, UserHint::Mention { room, seq: called }).await;
    let body = || Body::parse("in a thread").expect("a body");
    let reply = |root| Action::PostInThread { root, body: body(), also_in_room: false, files: Vec::new() };
    let aside = done(&fixture.send(&node, &ann.wants(room, reply(plain))).await);
    let decided = async |who: &Person, seq: Seq| {
        let query = Query::Concern { room, viewer: who.viewer(), seq };
        match fixture.ask(&node, &query).await {
            Reply::Concern(concern, keyword, _) => (concern.decide(), keyword),
            other => panic!("a concern: {other:?}"),
        }
    };
    let nothing = |why| (Decision::Nothing(why), None);
    let keyword = Some("permit".to_owned());
    assert_eq!(decided(&bob, before).await, nothing(WhyNot::Before));
    assert_eq!(decided(&bob, plain).await, nothing(WhyNot::NotForYou));
    assert_eq!(decided(&bob, called).await, (Decision::Waits(Why::Keyword, Told::Now), keyword.clone()));
    assert_eq!(decided(&bob, aside).await, nothing(WhyNot::NotForYou));
    assert_eq!(decided(&ann, called).await, nothing(WhyNot::Own));
    assert_eq!(decided(&eve, called).await, nothing(WhyNot::NotMember), "a public room, looked into");
    let follow =
        |follow| Query::Threads { query: ThreadQuery::Follow { room, user: bob.id(), root: plain, follow } };
    fixture.ask(&node, &follow(true)).await;
    let next = done(&fixture.send(&node, &ann.wants(room, reply(plain))).await);
    assert_eq!(decided(&bob, next).await, (Decision::Waits(Why::Thread, Told::Now), None));
    fixture
        .ask(
            &node,
            &Query::Threads { query: ThreadQuery::Read { room, user: bob.id(), root: plain, seq: next } },
        )
        .await;
    assert_eq!(decided(&bob, next).await, nothing(WhyNot::Read));
    fixture.ask(&node, &follow(false)).await;
    assert_eq!(decided(&bob, next).await, nothing(WhyNot::ThreadLeft));
    fixture
        .ask(
            &node,
            &Query::Markers {
                query: MarkerQuery::Mark { room, user: bob.id(), seq: called, generation: None },
            },
        )
        .await;
    assert_eq!(decided(&bob, called).await, (Decision::Nothing(WhyNot::Read), keyword));
    done(&fixture.send(&node, &ann.wants(room, Action::Delete { target: called, reason: None })).await);
    assert_eq!(decided(&bob, called).await, nothing(WhyNot::Deleted));
    let guest = Person::guest("Gil");
    let query = Query::Concern { room, viewer: guest.viewer(), seq: plain };
    assert!(
        matches!(fixture.ask(&node, &query).await, Reply::Refused(_)),
        "to a guest outside it is not there"
    );
}
