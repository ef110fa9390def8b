//! Names, topics, archives and people, by several nodes at once, on the real database.

use proto::node::UserHint;
use proto::room::{
    Action, Answer, Around, Fact, Kind, Minutes, OrgRole, Query, Reply, Role, RoomFilter, RoomOrder,
};
use proto::text::{ModerationReason, RoomName, Slug, Topic};
use proto::{Code, RoomId, subject};

use crate::fixture::{DEADLINE, Fixture, Node, Person, again, done, is_sound, refused};

fn rename(name: &str) -> Action {
    Action::Rename { name: RoomName::parse(name).expect("a name") }
}

fn ban(who: &Person) -> Action {
    let reason = Some(ModerationReason::parse("Spam").expect("a reason"));
    Action::Remove { user: who.id(), ban: true, minutes: None, reason, whom: "whoever".into() }
}

async fn find(fixture: &Fixture, node: &Node, who: &Person, slug: &str) -> Option<proto::room::RoomView> {
    let slug = Slug::parse(slug).expect("a slug");
    match fixture.ask(node, &Query::Find { slug, viewer: who.viewer() }).await {
        Reply::Room(view) => Some(*view),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_keeps_all_its_addresses_and_its_log_has_no_hole() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (olga, eve) = (Person::new("Olga"), Person::new("Eve"));
    let room = fixture.room(&a, &olga, "tea").await;
    done(&fixture.send(&a, &olga.posts(room, "first")).await);

    let mut hints = fixture.bus.subscribe(&subject::user_evt(olga.id())).await.expect("an subscription");
    fixture.bus.barrier().await.expect("in force");

    let command = olga.wants(room, rename("coffee"));
    let seq = done(&fixture.send(&b, &command).await);
    assert_eq!(seq, 3);
    match fixture.send(&a, &again(&command)).await {
        Answer::Done(repeat) => assert_eq!((repeat.seq, repeat.dup), (3, true)),
        other => panic!("{other:?}"),
    }
    // Her marker moves with her own words, too.
    let told = async {
        let wanted = UserHint::MembershipAdded { room };
        while hints.next().await.expect("a hint").read::<UserHint>().expect("read") != wanted {}
    };
    tokio::time::timeout(DEADLINE, told).await.expect("her list is to be read anew");
    done(&fixture.send(&a, &olga.posts(room, "node a believed in the old head")).await);
    done(&fixture.send(&b, &olga.wants(room, rename("tea"))).await);
    for slug in ["tea", "coffee"] {
        let view = find(&fixture, &a, &eve, slug).await.expect("it is found");
        assert_eq!((view.room, view.address.last().as_str(), view.name.as_str()), (room, "tea", "tea"));
    }

    let intruder = eve.wants(room, rename("mine"));
    assert_eq!(refused(&fixture.send(&a, &intruder).await), Code::Forbidden);
    assert_eq!(refused(&fixture.send(&b, &again(&intruder)).await), Code::Forbidden);
    let mut chief = Person::new("Chief");
    chief.0.org_role = OrgRole::Admin;
    done(&fixture.send(&a, &chief.wants(room, rename("cake"))).await);
    let log = fixture.log(&a, room).await;
    is_sound(&log);
    assert_eq!(log.len(), 7, "made, said, renamed, said, renamed, one void of Eve's, renamed");
    let Fact::Renamed { room_name, before, .. } = &log[6].fact else { panic!("{:?}", log[6]) };
    assert_eq!((room_name.as_str(), before.as_str()), ("cake", "tea"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_rooms_that_want_the_same_name_at_once_one_gets_it() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let olga = Person::new("Olga");
    let mut rooms = Vec::new();
    for n in 0..6 {
        rooms.push(fixture.room(&a, &olga, &format!("room {n}")).await);
    }
    let commands: Vec<_> = rooms.iter().map(|room| olga.wants(*room, rename("the one"))).collect();
    let nodes = [&a, &b];
    let sending = commands.iter().enumerate().map(|(n, command)| fixture.send(nodes[n % 2], command));
    let answers = futures_util::future::join_all(sending).await;
    let won = answers.iter().filter(|answer| matches!(answer, Answer::Done(_))).count();
    assert_eq!(won, 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| !matches!(answer, Answer::Done(_))) {
        assert_eq!(refused(answer), Code::Taken);
    }
    assert!(
        fixture
            .ask(
                &a,
                &Query::Browse {
                    viewer: olga.viewer(),
                    show: RoomFilter::Public,
                    order: RoomOrder::Active,
                    search: "THE ONE".into(),
                    offset: 0,
                    limit: 9
                }
            )
            .await
            .eq(&fixture
                .ask(
                    &b,
                    &Query::Browse {
                        viewer: olga.viewer(),
                        show: RoomFilter::Public,
                        order: RoomOrder::Active,
                        search: "the one".into(),
                        offset: 0,
                        limit: 9
                    }
                )
                .await)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_room_tells_nobody_that_a_name_is_in_use() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (olga, eve) = (Person::new("Olga"), Person::new("Eve"));
    let mut command = olga.creates("board");
    command.action = Action::Create { name: RoomName::parse("board").expect("a name"), kind: Kind::Private };
    done(&fixture.send(&node, &command).await);
    let room = command.room;
    let open = fixture.room(&node, &eve, "board").await;
    let Reply::Room(view) = fixture.ask(&node, &Query::Get { room: open, viewer: eve.viewer() }).await else {
        panic!()
    };
    assert_eq!(view.address.last().as_str(), "board");

    let nothing = |reply: Reply| matches!(reply, Reply::Refused(refusal) if refusal.code == Code::NotFound);
    let members = |viewer, banned| Query::Members { room, viewer, banned, among: None, offset: 0, limit: 10 };
    assert!(nothing(fixture.ask(&node, &Query::Get { room, viewer: eve.viewer() }).await));
    assert!(nothing(fixture.ask(&node, &members(eve.viewer(), false)).await));
    assert_eq!(refused(&fixture.send(&node, &eve.wants(room, rename("mine"))).await), Code::NotFound);
    assert_eq!(
        refused(&fixture.send(&node, &eve.wants(RoomId::new(), rename("mine"))).await),
        Code::NotFound
    );

    done(&fixture.send(&node, &olga.wants(room, Action::Add { user: eve.id(), whom: "Eve".into() })).await);
    let Reply::Members { members: list, more } = fixture.ask(&node, &members(eve.viewer(), false)).await
    else {
        panic!()
    };
    let roles: Vec<_> = list.iter().map(|line| (line.user, line.role)).collect();
    assert_eq!((roles, more), (vec![(olga.id(), Role::Owner), (eve.id(), Role::Member)], false));
    done(&fixture.send(&node, &olga.wants(room, ban(&eve))).await);
    assert!(nothing(fixture.ask(&node, &members(eve.viewer(), false)).await));
    let Reply::Members { members: list, .. } = fixture.ask(&node, &members(olga.viewer(), true)).await else {
        panic!()
    };
    assert_eq!((list.len(), list[0].user, list[0].role), (1, eve.id(), Role::Banned));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_theirs_is_in_the_log_after_their_removal() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (olga, bob) = (Person::new("Olga"), Person::new("Bob"));
    let room = fixture.room(&a, &olga, "tea").await;
    done(&fixture.send(&a, &bob.wants(room, Action::Join)).await);
    let posts: Vec<_> = (0..30).map(|n| bob.posts(room, &format!("word {n}"))).collect();
    let (removal, nodes) = (olga.wants(room, ban(&bob)), [&a, &b]);
    let posting = futures_util::future::join_all(
        posts.iter().enumerate().map(|(n, post)| fixture.send(nodes[n % 2], post)),
    );
    let (answers, removed) = tokio::join!(posting, fixture.send(&b, &removal));
    let last = done(&removed);
    let log = fixture.log(&a, room).await;
    is_sound(&log);
    for answer in &answers {
        match answer {
            Answer::Done(said) => assert!(said.seq < last, "said at {} and removed at {last}", said.seq),
            _ => assert_eq!(refused(answer), Code::NotFound),
        }
    }
    let acked = answers.iter().filter(|answer| matches!(answer, Answer::Done(_))).count();
    let said = log.iter().filter(|event| matches!(event.fact, Fact::Posted { .. })).count();
    assert_eq!(acked, said);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_owners_on_two_nodes_agree_in_the_end() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (olga, ann, bob) = (Person::new("Olga"), Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&a, &olga, "tea").await;
    for who in [&ann, &bob] {
        done(&fixture.send(&a, &who.wants(room, Action::Join)).await);
    }
    done(&fixture.send(&a, &olga.wants(room, Action::Appoint { user: ann.id(), role: Role::Owner })).await);
    // One raises him while the other throws him out: whichever is second is decided on what the first has done.
    let raise = olga.wants(room, Action::Appoint { user: bob.id(), role: Role::Owner });
    let out = ann.wants(room, ban(&bob));
    let (raised, removed) = tokio::join!(fixture.send(&a, &raise), fixture.send(&b, &out));
    match (&raised, &removed) {
        (Answer::Done(_), answer) => {
            assert_eq!(refused(answer), Code::Forbidden, "an owner is removed by nobody");
        }
        (answer, Answer::Done(_)) => assert_eq!(refused(answer), Code::NotFound),
        both => panic!("{both:?}"),
    }
    // Both want to leave: one has to stay.
    let (one, other) = (olga.wants(room, Action::Leave), ann.wants(room, Action::Leave));
    let owners_before = 2 + i64::from(matches!(raised, Answer::Done(_)));
    let (one, other) = tokio::join!(fixture.send(&a, &one), fixture.send(&b, &other));
    let left = [&one, &other].iter().filter(|answer| matches!(answer, Answer::Done(_))).count();
    let owners = "select count(*) from chat.member where room_id = $1 and role = 'owner'";
    let owners: i64 = fixture.db.query_one(owners, &[&room.0]).await.expect("counted").get(0);
    assert_eq!(owners, owners_before - left as i64);
    let inside = "select members from chat.room where id = $1";
    let inside: i64 = fixture.db.query_one(inside, &[&room.0]).await.expect("counted").get(0);
    assert!(owners >= 1 || inside == 0, "{inside} people without an owner");
    is_sound(&fixture.log(&b, room).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn topics_and_archives_are_in_the_log_and_in_the_room() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let olga = Person::new("Olga");
    let room = fixture.room(&a, &olga, "tea").await;
    let describe =
        |text: &str| olga.wants(room, Action::Describe { topic: Topic::parse(text).expect("a topic") });
    // Many at once, in one append or in several: the last in the log is the one that stays.
    let (texts, nodes) = (["green", "black", "white", "oolong"], [&a, &b]);
    let commands = texts.map(describe);
    let sending = commands.iter().enumerate().map(|(n, command)| fixture.send(nodes[n % 2], command));
    for answer in futures_util::future::join_all(sending).await {
        done(&answer);
    }
    let log = fixture.log(&a, room).await;
    let Some(Fact::Described { topic }) = log.last().map(|event| &event.fact) else { panic!("{log:?}") };
    let view = find(&fixture, &b, &olga, "tea").await.expect("it is there");
    assert_eq!(view.topic, topic.as_str());

    done(&fixture.send(&a, &olga.wants(room, Action::Archive)).await);
    assert_eq!(refused(&fixture.send(&b, &olga.posts(room, "hi")).await), Code::Archived);
    assert_eq!(refused(&fixture.send(&b, &olga.wants(room, rename("coffee"))).await), Code::Archived);
    assert!(find(&fixture, &b, &olga, "tea").await.expect("it is there").archived);
    done(&fixture.send(&b, &olga.wants(room, Action::Restore)).await);
    done(&fixture.send(&a, &olga.posts(room, "hi")).await);
    assert!(!find(&fixture, &a, &olga, "tea").await.expect("it is there").archived);
    let log = fixture.log(&a, room).await;
    is_sound(&log);
    let kinds: Vec<_> = log.iter().skip(5).map(|event| event.fact.kind()).collect();
    assert_eq!(kinds, ["archived", "restored", "posted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pinned_is_at_hand_by_every_node_until_it_is_taken_back() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (olga, eve) = (Person::new("Olga"), Person::new("Eve"));
    let room = fixture.room(&a, &olga, "tea").await;
    let mut said = Vec::new();
    for text in ["one", "two", "three"] {
        said.push(done(&fixture.send(&a, &olga.posts(room, text)).await));
    }
    let pin = |target| olga.wants(room, Action::Pin { target });
    done(&fixture.send(&a, &pin(said[2])).await);
    done(&fixture.send(&b, &pin(said[0])).await);
    assert_eq!(
        refused(&fixture.send(&b, &eve.wants(room, Action::Pin { target: said[1] })).await),
        Code::Forbidden
    );

    let pins = async |node| find(&fixture, node, &eve, "tea").await.expect("it is found").settings.pins;
    assert_eq!(pins(&a).await, [said[2], said[0]], "in the order in which they were pinned");
    let part = Around::These(pins(&b).await);
    let Reply::Page(page) =
        fixture.ask(&b, &Query::Page { room, viewer: eve.viewer(), part, limit: 1 }).await
    else {
        panic!("a page");
    };
    let bodies: Vec<_> = page.messages.iter().map(|message| message.body.as_str()).collect();
    assert_eq!(bodies, ["one", "three"]);

    done(&fixture.send(&b, &olga.wants(room, Action::Delete { target: said[2], reason: None })).await);
    assert_eq!(pins(&a).await, [said[0]]);
    done(&fixture.send(&a, &olga.wants(room, Action::Unpin { target: said[0] })).await);
    assert_eq!(pins(&b).await, [] as [proto::Seq; 0]);
    let log = fixture.log(&a, room).await;
    is_sound(&log);
    let facts: Vec<_> = log.into_iter().skip(4).map(|event| event.fact).collect();
    let [one, three] = [said[0], said[2]];
    let expected = [
        Fact::Pinned { target: three },
        Fact::Pinned { target: one },
        Fact::Deleted { target: three, author: None, reason: None, whom: String::new() },
        Fact::Unpinned { target: one },
    ];
    assert_eq!(facts, expected);
}

/// Moves an end of theirs into the past, as time would.
async fn let_end(fixture: &Fixture, room: RoomId, who: &Person, column: &str) {
    let update = format!(
        "update chat.member set {column} = now() - interval '1 second' where room_id = $1 and user_id = $2"
    );
    assert_eq!(fixture.db.execute(&update, &[&room.0, &who.id().0]).await.expect("updated"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mute_and_a_ban_end_by_the_clock_of_the_database() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (olga, ann) = (Person::new("Olga"), Person::new("Ann"));
    let room = fixture.room(&a, &olga, "tea").await;
    done(&fixture.send(&a, &ann.wants(room, Action::Join)).await);
    let minutes = Minutes::new(60).expect("an hour");
    let reason = ModerationReason::parse("Enough").ok();
    let mute = Action::Mute { user: ann.id(), minutes, reason: reason.clone(), whom: "Ann".into() };
    done(&fixture.send(&a, &olga.wants(room, mute)).await);
    assert_eq!(refused(&fixture.send(&b, &ann.posts(room, "no")).await), Code::Forbidden);
    assert_eq!(refused(&fixture.send(&a, &ann.posts(room, "nor there")).await), Code::Forbidden);
    let view = find(&fixture, &b, &ann, "tea").await.expect("she reads");
    let mute = view.muted.expect("she is told");
    assert_eq!(mute.reason, reason);
    let said: (i64, i64) = {
        let row = fixture.db.query_one("select extract(epoch from $1 - now())::bigint as left, muted_seq from chat.member where user_id = $2", &[&mute.until, &ann.id().0]).await.expect("a row");
        (row.get("left"), row.get("muted_seq"))
    };
    assert!((3_500..=3_601).contains(&said.0), "an hour from now by the clock of the database: {said:?}");
    assert_eq!(find(&fixture, &b, &olga, "tea").await.expect("she reads").muted, None);

    let_end(&fixture, room, &ann, "muted_until").await;
    // A node that remembers the mute looks at the log before it says no.
    let moved = done(&fixture.send(&b, &olga.posts(room, "time goes on")).await);
    assert!(done(&fixture.send(&a, &ann.posts(room, "yes")).await) > moved);
    assert_eq!(find(&fixture, &b, &ann, "tea").await.expect("she reads").muted, None);

    let ban = Action::Remove {
        user: ann.id(),
        ban: true,
        minutes: Some(minutes),
        reason: None,
        whom: String::new(),
    };
    done(&fixture.send(&a, &olga.wants(room, ban)).await);
    assert!(find(&fixture, &b, &ann, "tea").await.is_none());
    assert_eq!(refused(&fixture.send(&b, &ann.wants(room, Action::Join)).await), Code::NotFound);
    let_end(&fixture, room, &ann, "banned_until").await;
    assert!(find(&fixture, &b, &ann, "tea").await.is_some(), "she may read it again, as anybody may");
    done(&fixture.send(&a, &olga.posts(room, "time goes on")).await);
    done(&fixture.send(&b, &ann.wants(room, Action::Join)).await);
    let stays = fixture
        .db
        .query_one("select banned_until is null as none from chat.member where user_id = $1", &[&ann.id().0])
        .await;
    assert!(stays.expect("a row").get::<_, bool>("none"), "who is in is not banned");
}
