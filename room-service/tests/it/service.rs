//! What people experience of one room-service: over the real bus, through the real log.

use proto::id::SYSTEM;
use proto::node::{Heads, UserHint};
use proto::room::{Action, Answer, Command, Event, Fact, Kind, OrgRole, Query, Reply, Role};
use proto::text::RoomName;
use proto::{Code, Nonce, RoomId, subject};
use room_service::Limits;

use crate::fixture::{DEADLINE, Fixture, Person, again, done, is_sound, refused};

/// No room is said not to be there sooner than this.
const NOT_FOUND_AFTER: std::time::Duration = std::time::Duration::from_millis(50);

async fn next<T: serde::de::DeserializeOwned>(subscription: &mut chassis::Subscription) -> T {
    let heard =
        tokio::time::timeout(DEADLINE, subscription.next()).await.expect("in time").expect("a message");
    heard.read().expect("it is of the form expected")
}

#[tokio::test]
async fn two_people_talk_and_the_announcement_is_what_the_log_says() {
    let fixture = Fixture::new().await;
    let (node, ann, bob) = (fixture.node().await, Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    let mut events = fixture.bus.subscribe(&subject::room_evt(room)).await.expect("an subscription");
    let mut hints = fixture.bus.subscribe(&subject::user_evt(bob.id())).await.expect("an subscription");
    fixture.bus.barrier().await.expect("in force");

    assert_eq!(done(&fixture.send(&node, &bob.wants(room, Action::Join)).await), 2);
    let hello = ann.posts(room, "**hello** <b>");
    let Answer::Done(told) = fixture.send(&node, &hello).await else { panic!("done") };
    assert_eq!((told.seq, told.dup), (3, false));
    let reply = Action::Post {
        body: proto::text::Body::parse("hi").expect("a body"),
        reply_to: Some(3),
        files: Vec::new(),
    };
    done(&fixture.send(&node, &bob.wants(room, reply)).await);
    done(
        &fixture
            .send(
                &node,
                &ann.wants(
                    room,
                    Action::Remove {
                        user: bob.id(),
                        ban: false,
                        minutes: None,
                        reason: None,
                        whom: String::new(),
                    },
                ),
            )
            .await,
    );

    let mut heard: Vec<Event> = Vec::new();
    while heard.len() < 4 {
        heard.push(next(&mut events).await);
    }
    let log = fixture.log(&node, room).await;
    assert_eq!(heard, log[1..]);
    is_sound(&log);
    let Fact::Posted { message } = &log[2].fact else { panic!("a message") };
    assert_eq!(message.html, "<p><strong>hello</strong> &lt;b&gt;</p>");
    assert_eq!((message.nonce, message.at, told.at), (hello.nonce, log[2].at, log[2].at));
    assert_eq!(next::<UserHint>(&mut hints).await, UserHint::MembershipAdded { room });
    let taken = loop {
        match next::<UserHint>(&mut hints).await {
            // His marker followed his own words, sooner or later.
            UserHint::Marker { .. } => {}
            hint => break hint,
        }
    };
    assert_eq!(taken, UserHint::MembershipRemoved { room, seq: 5 });
    node.stop().await;
}

#[tokio::test]
async fn a_repeat_is_answered_as_the_first_time_also_by_another_node_and_years_later() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    let hello = ann.posts(room, "hello");
    let Answer::Done(first) = fixture.send(&node, &hello).await else { panic!("done") };
    let other = fixture.node().await;
    for node in [&node, &other] {
        let Answer::Done(repeat) = fixture.send(node, &again(&hello)).await else { panic!("done") };
        assert_eq!((repeat.seq, repeat.at, repeat.dup), (first.seq, first.at, true));
    }
    let reused = Command { nonce: hello.nonce, ..ann.posts(room, "other") };
    assert_eq!(refused(&fixture.send(&node, &reused).await), Code::NonceReused);
    assert_eq!(fixture.log(&node, room).await.len(), 2);
}

#[tokio::test]
async fn what_was_cancelled_at_one_node_is_cancelled_at_the_other() {
    let fixture = Fixture::new().await;
    let (a, b, ann) = (fixture.node().await, fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&a, &ann, "tea").await;
    let hello = ann.posts(room, "hello");
    let cancel = Command { action: Action::Cancel, ..hello.clone() };
    assert_eq!(fixture.send(&a, &cancel).await, Answer::Cancelled);
    assert_eq!(fixture.send(&b, &hello).await, Answer::Cancelled);
    assert_eq!(fixture.send(&b, &cancel).await, Answer::Cancelled);
}

#[tokio::test]
async fn a_node_that_remembers_the_past_asks_before_it_says_no() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&a, &ann, "tea").await;
    assert_eq!(refused(&fixture.send(&a, &bob.posts(room, "hi")).await), Code::Forbidden);
    done(&fixture.send(&b, &bob.wants(room, Action::Join)).await);
    done(&fixture.send(&a, &bob.posts(room, "hi")).await);
    done(
        &fixture
            .send(
                &b,
                &ann.wants(
                    room,
                    Action::Remove {
                        user: bob.id(),
                        ban: true,
                        minutes: None,
                        reason: None,
                        whom: String::new(),
                    },
                ),
            )
            .await,
    );
    assert_eq!(refused(&fixture.send(&a, &bob.posts(room, "hi")).await), Code::NotFound);
}

#[tokio::test]
async fn a_refusal_to_a_second_attempt_is_in_the_log_and_binds_its_twin() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&a, &ann, "tea").await;
    done(&fixture.send(&a, &bob.wants(room, Action::Join)).await);
    done(
        &fixture
            .send(
                &a,
                &ann.wants(
                    room,
                    Action::Remove {
                        user: bob.id(),
                        ban: false,
                        minutes: None,
                        reason: None,
                        whom: String::new(),
                    },
                ),
            )
            .await,
    );
    let late = bob.posts(room, "am I still here?");
    assert_eq!(refused(&fixture.send(&a, &again(&late)).await), Code::Forbidden);
    done(&fixture.send(&b, &bob.wants(room, Action::Join)).await);
    assert_eq!(refused(&fixture.send(&b, &late).await), Code::Forbidden);
    let log = fixture.log(&a, room).await;
    assert_eq!(log[3].fact, Fact::Void);
    let void = "select nonce, actor_id from chat.event where room_id = $1 and seq = 4";
    let void = fixture.db.query_one(void, &[&room.0]).await.expect("the void");
    assert_eq!((void.get(0), void.get(1)), (late.nonce.0, bob.id().0), "its nonce is taken");
    assert_eq!((log[3].actor, log[3].name.as_str()), (SYSTEM, ""), "and nobody is told whose");
    assert!(log[3].nonce.0.is_nil());
    is_sound(&log);
}

#[tokio::test]
async fn the_name_of_a_room_is_taken_once_whatever_its_letters_look_like() {
    let fixture = Fixture::new().await;
    let (node, ann, bob) = (fixture.node().await, Person::new("Ann"), Person::new("Bob"));
    let made = ann.creates("Über uns");
    done(&fixture.send(&node, &made).await);
    let Answer::Done(repeat) = fixture.send(&node, &again(&made)).await else { panic!("done") };
    assert!(repeat.dup && repeat.seq == 1);
    let Answer::Refused(taken) = fixture.send(&node, &bob.creates("ÜBER UNS")).await else {
        panic!("refused")
    };
    assert_eq!((taken.code, taken.field.as_deref()), (Code::Taken, Some("name")));
    let action = Action::Create { name: RoomName::parse("other").expect("a name"), kind: Kind::Public };
    let reused = Command { action, ..made.clone() };
    assert_eq!(refused(&fixture.send(&node, &reused).await), Code::NonceReused);

    done(&fixture.send(&node, &bob.creates("über-uns")).await);
    let slug = proto::text::Slug::parse("über-uns-2").expect("a slug");
    let Reply::Room(view) = fixture.ask(&node, &Query::Find { slug, viewer: ann.viewer() }).await else {
        panic!("a room")
    };
    assert_eq!((view.name.as_str(), view.members, view.mine), ("über-uns", 1, None));
    let mut strange = ann.creates("stranger");
    strange.room = RoomId::new();
    assert_eq!(refused(&fixture.send(&node, &strange).await), Code::BadRequest);
    strange.actor.org_role = OrgRole::Inactive;
    assert_eq!(refused(&fixture.send(&node, &strange).await), Code::Revoked);
}

#[tokio::test]
async fn two_who_make_the_same_room_at_once_make_one() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let people: Vec<Person> = (0..8).map(|n| Person::new(&format!("P{n}"))).collect();
    let creations: Vec<Command> = people.iter().map(|who| who.creates("the one")).collect();
    let asked = creations.iter().enumerate().map(|(n, command)| {
        let node = if n % 2 == 0 { &a } else { &b };
        fixture.send(node, command)
    });
    let answers = futures_util::future::join_all(asked).await;
    assert_eq!(answers.iter().filter(|answer| matches!(answer, Answer::Done(_))).count(), 1);
    // And one command sent to both at once makes one room too.
    let twin = people[0].creates("twin");
    let (x, y) = tokio::join!(fixture.send(&a, &twin), fixture.send(&b, &twin));
    assert_eq!((done(&x), done(&y)), (1, 1));
}

#[tokio::test]
async fn a_room_that_is_not_there_says_so_and_does_not_stay_awake() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    for _ in 0..3 {
        assert_eq!(
            refused(&fixture.send(&node, &ann.posts(RoomId(Nonce::new().0), "hi")).await),
            Code::NotFound
        );
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_the_next_command_goes_through() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    let subject = subject::room_command(node.id);
    for bad in [serde_json::json!({"room": 7}), serde_json::json!([]), serde_json::json!({"action": "dance"})]
    {
        let answer: Answer = fixture.bus.ask(&subject, &bad, DEADLINE).await.expect("an answer");
        assert_eq!(refused(&answer), Code::BadRequest);
        let reply: Reply =
            fixture.bus.ask(&subject::room_query(node.id), &bad, DEADLINE).await.expect("a reply");
        assert!(matches!(reply, Reply::Refused(refusal) if refusal.code == Code::BadRequest));
    }
    let mut odd = ann.posts(room, "hi");
    odd.actor.name = "An\0n\u{7}".to_owned() + &"x".repeat(500);
    done(&fixture.send(&node, &odd).await);
    assert!(fixture.log(&node, room).await[1].name.starts_with("Annx"));
}

#[tokio::test]
async fn a_flood_is_slowed_down_and_nobody_else_is() {
    let fixture = Fixture::new().await;
    let mut config = fixture.config();
    config.limits = Limits { per_second: 1, burst: 5, ..config.limits };
    let (node, ann, bob) = (fixture.node_with(config).await, Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    let posts: Vec<Command> = (0..20).map(|n| ann.posts(room, &n.to_string())).collect();
    let answers = futures_util::future::join_all(posts.iter().map(|post| fixture.send(&node, post))).await;
    let slowed =
        answers.iter().filter(|answer| matches!(answer, Answer::Refused(r) if r.code == Code::RateLimited));
    assert!(slowed.count() >= 14);
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
}

#[tokio::test]
async fn too_many_waiting_for_one_room_are_told_to_come_again_and_another_room_is_not() {
    let fixture = Fixture::new().await;
    let mut config = fixture.config();
    config.limits.waiting = 4;
    let (node, ann) = (fixture.node_with(config).await, Person::new("Ann"));
    let (full, free) = (fixture.room(&node, &ann, "full").await, fixture.room(&node, &ann, "free").await);
    done(&fixture.send(&node, &ann.posts(full, "awake")).await);
    let mut other = crate::fixture::connect(&fixture.url).await;
    let lock = other.transaction().await.expect("a transaction");
    lock.execute("select from chat.room where id = $1 for no key update", &[&full.0])
        .await
        .expect("the lock");
    let posts: Vec<Command> = (0..12).map(|n| ann.posts(full, &n.to_string())).collect();
    let sending = futures_util::future::join_all(posts.iter().map(|post| fixture.send(&node, post)));
    let freeing = async {
        done(&fixture.send(&node, &ann.posts(free, "hi")).await);
        lock.rollback().await.expect("free again");
    };
    let (answers, ()) = tokio::join!(sending, freeing);
    let busy =
        answers.iter().filter(|answer| matches!(answer, Answer::Refused(r) if r.code == Code::Busy)).count();
    let written = answers.iter().filter(|answer| matches!(answer, Answer::Done(_))).count();
    assert!(busy >= 1 && busy + written == 12, "{answers:?}");
    let log = fixture.log(&node, full).await;
    is_sound(&log);
    assert_eq!(log.len(), 2 + written);
}

#[tokio::test]
async fn rooms_beyond_the_cap_go_to_sleep_and_wake_as_they_were() {
    let fixture = Fixture::new().await;
    let mut config = fixture.config();
    config.limits.awake = 2;
    let (node, ann) = (fixture.node_with(config).await, Person::new("Ann"));
    let mut rooms = Vec::new();
    for n in 0..6 {
        rooms.push(fixture.room(&node, &ann, &format!("room {n}")).await);
    }
    for round in 0..3 {
        for room in &rooms {
            assert_eq!(done(&fixture.send(&node, &ann.posts(*room, "hi")).await), round + 2);
        }
    }
}

#[tokio::test]
async fn the_order_in_which_commands_arrive_is_the_order_of_the_log() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    let mut tap = fixture.bus.subscribe(&subject::room_command(node.id)).await.expect("an subscription");
    fixture.bus.barrier().await.expect("in force");
    // Long and short texts mixed: rendering must not let one overtake the other.
    let text = |n: usize| format!("{n} {}", "*word* ".repeat(if n.is_multiple_of(3) { 400 } else { 1 }));
    let posts: Vec<Command> = (0..150).map(|n| ann.posts(room, &text(n))).collect();
    let sent = futures_util::future::join_all(posts.iter().map(|post| fixture.send(&node, post))).await;
    sent.iter().for_each(|answer| assert!(done(answer) > 1));
    let log = fixture.log(&node, room).await;
    is_sound(&log);
    for event in &log[1..] {
        assert_eq!(event.nonce, next::<Command>(&mut tap).await.nonce);
    }
}

#[tokio::test]
async fn a_room_that_needs_newer_rules_is_left_to_newer_nodes() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    fixture
        .db
        .execute("update chat.room set rules = $2 where id = $1", &[&room.0, &(Fact::RULES + 1)])
        .await
        .expect("raised");
    assert_eq!(refused(&fixture.send(&node, &ann.posts(room, "hi")).await), Code::Unavailable);
}

#[tokio::test]
async fn a_command_that_cannot_be_written_does_not_take_its_round_with_it() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    fixture
        .db
        .execute("alter table chat.message add constraint no_poison check (body <> 'poison')", &[])
        .await
        .expect("a constraint");
    let words = ["a", "poison", "b", "c", "poison", "d"];
    let posts: Vec<Command> = words.iter().map(|word| ann.posts(room, word)).collect();
    let answers = futures_util::future::join_all(posts.iter().map(|post| fixture.send(&node, post))).await;
    for (word, answer) in words.iter().zip(&answers) {
        match *word {
            "poison" => assert_eq!(refused(answer), Code::Unavailable),
            _ => assert!(done(answer) > 1),
        }
    }
    is_sound(&fixture.log(&node, room).await);
}

#[tokio::test]
async fn where_a_room_stands_is_published_twice() {
    let fixture = Fixture::new().await;
    let mut heads = fixture.bus.subscribe(subject::ROOM_HEADS).await.expect("an subscription");
    fixture.bus.barrier().await.expect("in force");
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &ann.posts(room, "hi")).await);
    let mut told = 0;
    while told < 2 {
        let Heads { heads, .. } = next(&mut heads).await;
        told += heads.iter().filter(|head| (head.room, head.head, head.last_msg) == (room, 2, 1)).count();
    }
}

#[tokio::test]
async fn asked_to_stop_a_node_answers_what_it_has_heard() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    let posts: Vec<Command> = (0..100).map(|n| ann.posts(room, &n.to_string())).collect();
    let sending = futures_util::future::join_all(posts.iter().map(|post| fixture.try_send(&node, post)));
    let stopping = async {
        tokio::task::yield_now().await;
        node.ask_to_stop();
    };
    let (answers, ()) = tokio::join!(sending, stopping);
    node.stop().await;
    let written = answers.iter().filter(|answer| matches!(answer, Ok(Answer::Done(_)))).count();
    let next = fixture.node().await;
    let log = fixture.log(&next, room).await;
    is_sound(&log);
    assert_eq!((log.len() - 1, written), (100, 100), "heard, so answered");
}

#[tokio::test]
async fn the_owner_appoints_and_the_role_holds_everywhere() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (ann, bob, eve) = (Person::new("Ann"), Person::new("Bob"), Person::new("Eve"));
    let room = fixture.room(&a, &ann, "tea").await;
    done(&fixture.send(&a, &bob.wants(room, Action::Join)).await);
    done(&fixture.send(&a, &eve.wants(room, Action::Join)).await);
    done(
        &fixture.send(&a, &ann.wants(room, Action::Appoint { user: bob.id(), role: Role::Moderator })).await,
    );
    done(
        &fixture
            .send(
                &b,
                &bob.wants(
                    room,
                    Action::Remove {
                        user: eve.id(),
                        ban: true,
                        minutes: None,
                        reason: None,
                        whom: String::new(),
                    },
                ),
            )
            .await,
    );
    assert_eq!(refused(&fixture.send(&a, &eve.wants(room, Action::Join)).await), Code::NotFound);
    let log = fixture.log(&b, room).await;
    assert_eq!(log[3].fact, Fact::Appointed { user: bob.id(), role: Role::Moderator });
    assert_eq!(
        log[4].fact,
        Fact::Removed { user: eve.id(), banned: true, until: None, reason: None, whom: String::new() }
    );
}

#[tokio::test]
async fn a_void_of_somebody_outside_is_a_bare_number_to_those_inside() {
    let fixture = Fixture::new().await;
    let (node, ann, eve) = (fixture.node().await, Person::new("Ann"), Person::new("Eve"));
    let room = fixture.room(&node, &ann, "tea").await;
    let mut events = fixture.bus.subscribe(&subject::room_evt(room)).await.expect("a subscription");
    fixture.bus.barrier().await.expect("in force");
    for _ in 0..5 {
        assert_eq!(fixture.send(&node, &eve.wants(room, Action::Cancel)).await, Answer::Cancelled);
    }
    let held_back = fixture.send(&node, &eve.wants(room, Action::Cancel)).await;
    assert_eq!(refused(&held_back), Code::RateLimited);
    let heard = tokio::time::timeout(DEADLINE, events.next()).await.expect("told").expect("an event");
    let text = String::from_utf8_lossy(&heard.payload).into_owned();
    for secret in [eve.id().to_string(), "Eve".to_owned()] {
        assert!(!text.contains(&secret), "{text}");
    }
    let asked = fixture.log(&node, room).await;
    assert_eq!(asked.len(), 6);
    assert!(asked[1..].iter().all(|event| event.actor == SYSTEM && event.nonce.0.is_nil()), "{asked:?}");
}

#[tokio::test]
async fn a_room_is_made_under_no_id_but_its_makers_own() {
    let fixture = Fixture::new().await;
    let (node, ann, eve) = (fixture.node().await, Person::new("Ann"), Person::new("Eve"));
    let den = fixture.room(&node, &ann, "den").await;
    for room in [den, RoomId::new()] {
        let command = Command { room, ..eve.creates("mine now") };
        assert_eq!(refused(&fixture.send(&node, &command).await), Code::BadRequest);
    }
    assert_eq!(fixture.log(&node, den).await.len(), 1);
}

#[tokio::test]
async fn a_private_room_says_no_as_late_as_one_that_is_not_there() {
    let fixture = Fixture::new().await;
    let (node, ann, eve) = (fixture.node().await, Person::new("Ann"), Person::new("Eve"));
    let make = Action::Create { name: RoomName::parse("den").expect("a name"), kind: Kind::Private };
    let nonce = Nonce::new();
    let room = RoomId::made_by(ann.id(), nonce);
    done(&fixture.send(&node, &Command::new(room, ann.0.clone(), nonce, make)).await);
    for room in [room, RoomId::new()] {
        let began = std::time::Instant::now();
        let answer = fixture.send(&node, &eve.wants(room, Action::Cancel)).await;
        assert_eq!(answer, Answer::Refused(proto::Refusal::not_found()));
        assert!(began.elapsed() >= NOT_FOUND_AFTER, "sooner than it takes to look for any room");
    }
}
