//! Admins in rooms they are not in, deleted rooms, and people who were deactivated: on the real database.

use proto::room::{
    Action, AdminActor, AdminQuery, AdminReply, Answer, Around, Authority, Command, Fact, FoundMessage,
    MarkerQuery, OrgRole, Personal, Query, Reply, Role, RoomRecord,
};
use proto::text::{RoomName, Slug};
use proto::{Code, Nonce, RoomId, UserId};

use crate::fixture::{DEADLINE, Fixture, Node, Person, again, done, is_sound, refused};

fn admin(name: &str) -> Person {
    let mut person = Person::new(name);
    person.0.org_role = OrgRole::Admin;
    person
}

fn by_admin(who: &Person, room: RoomId, action: Action) -> Command {
    who.wants(room, action).by(Authority::Admin)
}

async fn ask(fixture: &Fixture, node: &Node, who: &Person, query: AdminQuery) -> Result<AdminReply, Code> {
    let admin_actor = AdminActor { id: who.id(), org_role: who.0.org_role };
    match fixture.ask(node, &Query::Admin { admin_actor, query }).await {
        Reply::Admin(reply) => Ok(reply),
        Reply::Refused(refusal) => Err(refusal.code),
        other => panic!("{other:?}"),
    }
}

async fn record(fixture: &Fixture, node: &Node, who: &Person, room: RoomId) -> Option<RoomRecord> {
    match ask(fixture, node, who, AdminQuery::Room { room }).await {
        Ok(AdminReply::Room(record)) => Some(*record),
        _ => None,
    }
}

fn search(words: &str, room: Option<RoomId>) -> AdminQuery {
    AdminQuery::Search { words: words.into(), author: None, room, from: None, before: None, limit: 50 }
}

async fn found(fixture: &Fixture, node: &Node, who: &Person, query: AdminQuery) -> Vec<FoundMessage> {
    match ask(fixture, node, who, query).await {
        Ok(AdminReply::Found { messages, .. }) => messages,
        other => panic!("{other:?}"),
    }
}

async fn private(fixture: &Fixture, node: &Node, who: &Person, name: &str) -> RoomId {
    let mut command = who.creates(name);
    let name = RoomName::parse(name).expect("a name");
    command.action = Action::Create { name, kind: proto::room::Kind::Private };
    done(&fixture.send(node, &command).await);
    command.room
}

/// Waits until something is so; it is somebody's to do in the background.
async fn until(what: &str, mut so: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !so().await {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(DEADLINE, waiting).await.unwrap_or_else(|_| panic!("{what}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_room_is_gone_for_everyone_its_words_are_erased_and_its_address_stays_taken() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (olga, eve, ada) = (Person::new("Olga"), Person::new("Eve"), admin("Ada"));
    let room = fixture.room(&a, &olga, "tea").await;
    let first = olga.posts(room, "a secret of ours");
    done(&fixture.send(&a, &first).await);
    assert_eq!(refused(&fixture.send(&a, &by_admin(&olga, room, Action::DeleteRoom)).await), Code::NotFound);

    let delete_room = by_admin(&ada, room, Action::DeleteRoom);
    assert_eq!(done(&fixture.send(&b, &delete_room).await), 3);
    // Node a still remembers the room as it was.
    assert_eq!(refused(&fixture.send(&a, &olga.posts(room, "hello?")).await), Code::NotFound);
    assert_eq!(done(&fixture.send(&a, &again(&delete_room)).await), 3, "asked again, it is done");
    assert_eq!(done(&fixture.send(&a, &by_admin(&admin("Bea"), room, Action::DeleteRoom)).await), 3);
    match fixture.send(&b, &again(&first)).await {
        Answer::Done(repeat) => assert_eq!((repeat.seq, repeat.dup), (2, true), "what was said was said"),
        other => panic!("{other:?}"),
    }
    let rename = Action::Rename { name: RoomName::parse("coffee").expect("a name") };
    assert_eq!(refused(&fixture.send(&a, &by_admin(&ada, room, rename)).await), Code::NotFound);

    let slug = Slug::parse("tea").expect("a slug");
    for who in [&olga, &eve, &ada] {
        let (user, viewer) = (who.id(), who.viewer());
        for query in [
            Query::Get { room, viewer },
            Query::Find { slug: slug.clone(), viewer },
            Query::Open { room, user, after: None },
            Query::Page { room, viewer, part: proto::room::Around::Latest, limit: 9 },
            Query::Members { room, viewer, banned: false, among: None, offset: 0, limit: 9 },
            Query::Markers { query: MarkerQuery::Mark { room, user, seq: 2, generation: None } },
            Query::Markers { query: MarkerQuery::MarkUnread { room, user, seq: 2 } },
            Query::Markers { query: MarkerQuery::Get { room, user } },
        ] {
            let reply = fixture.ask(&a, &query).await;
            assert!(
                matches!(&reply, Reply::Refused(no) if no.code == Code::NotFound),
                "{query:?}: {reply:?}"
            );
        }
        assert_eq!(
            fixture.ask(&b, &Query::Rooms { user, after: None }).await,
            Reply::Rooms { rooms: Vec::new(), more: false, personal: Some(Personal::default()) }
        );
    }
    let Reply::Belong { members, public, acl, .. } =
        fixture.ask(&a, &Query::Belong { room, users: vec![olga.id()] }).await
    else {
        panic!("where it stands")
    };
    assert_eq!((members, public, acl), (Vec::new(), false, 3), "every gateway finds that nobody belongs");
    assert!(record(&fixture, &a, &ada, room).await.is_none());

    let log = fixture.log(&a, room).await;
    is_sound(&log);
    assert_eq!(log.last().map(|event| &event.fact), Some(&Fact::RoomDeleted));
    until("its words are erased", async || {
        let words = "select count(*) from chat.message where body <> '' or html <> ''";
        fixture.db.query_one(words, &[]).await.expect("counted").get::<_, i64>(0) == 0
    })
    .await;

    let other = fixture.room(&b, &eve, "tea").await;
    let Reply::Room(view) = fixture.ask(&a, &Query::Get { room: other, viewer: eve.viewer() }).await else {
        panic!()
    };
    assert_eq!(
        (view.name.as_str(), view.address.last().as_str()),
        ("tea", "tea-2"),
        "its name is free, its address is not"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_that_race_a_deletion_are_in_the_log_before_it_or_not_at_all() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (olga, ada, bea) = (Person::new("Olga"), admin("Ada"), admin("Bea"));
    for n in 0..4 {
        let room = fixture.room(&a, &olga, &format!("room {n}")).await;
        let posts: Vec<_> = (0..20).map(|n| olga.posts(room, &format!("post {n}"))).collect();
        let ends = [by_admin(&ada, room, Action::DeleteRoom), by_admin(&bea, room, Action::DeleteRoom)];
        let nodes = [&a, &b];
        let all = posts[..10].iter().chain(&ends).chain(&posts[10..]);
        let sending = all.enumerate().map(|(n, command)| fixture.send(nodes[n % 2], command));
        let answers = futures_util::future::join_all(sending).await;
        let log = fixture.log(&a, room).await;
        is_sound(&log);
        assert_eq!(log.last().map(|event| &event.fact), Some(&Fact::RoomDeleted));
        let said = answers[..10].iter().chain(&answers[12..]);
        let acked = said.filter(|answer| matches!(answer, Answer::Done(_))).count();
        assert_eq!(acked, log.len() - 2, "all that was acked is in the log, and nothing else");
        assert_eq!(done(&answers[10]), done(&answers[11]), "both admins are told so");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_in_a_private_room_is_read_by_whoever_has_just_looked_into_it_and_by_no_other() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (olga, ada, bea) = (Person::new("Olga"), admin("Ada"), admin("Bea"));
    let (open, closed) =
        (fixture.room(&node, &olga, "tea").await, private(&fixture, &node, &olga, "board").await);
    done(&fixture.send(&node, &olga.posts(open, "green TEA, 100%")).await);
    done(&fixture.send(&node, &olga.posts(closed, "black tea")).await);

    let everywhere = found(&fixture, &node, &ada, search("tea", None)).await;
    assert_eq!(everywhere.iter().map(|one| one.room).collect::<Vec<_>>(), [open]);
    assert_eq!(found(&fixture, &node, &ada, search("100%", None)).await.len(), 1);
    assert_eq!(found(&fixture, &node, &ada, search("1__%", None)).await.len(), 0);
    assert_eq!(found(&fixture, &node, &ada, search("", Some(closed))).await.len(), 0);
    assert!(!record(&fixture, &node, &ada, closed).await.expect("it is listed").looked);

    done(&fixture.send(&node, &by_admin(&ada, closed, Action::Inspect)).await);
    assert_eq!(found(&fixture, &node, &ada, search("TEA", Some(closed))).await.len(), 1);
    assert!(record(&fixture, &node, &ada, closed).await.expect("it is listed").looked);
    assert_eq!(
        found(&fixture, &node, &bea, search("tea", Some(closed))).await.len(),
        0,
        "each looks for themselves"
    );
    assert_eq!(found(&fixture, &node, &ada, search("tea", None)).await.len(), 1, "never among all rooms");
    let log = fixture.log(&node, closed).await;
    assert_eq!(log.last().map(|event| (&event.fact, event.actor)), Some((&Fact::Inspected, ada.id())));

    fixture
        .db
        .execute("update chat.event set at = at - interval '20 minutes'", &[])
        .await
        .expect("time passes");
    assert_eq!(found(&fixture, &node, &ada, search("tea", Some(closed))).await.len(), 0);
    for query in [search("tea", None), AdminQuery::Totals, AdminQuery::Room { room: open }] {
        assert_eq!(ask(&fixture, &node, &olga, query).await, Err(Code::NotFound), "Olga is no admin");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looked_in_is_read_on_one_page_of_the_room_by_whoever_comes_later() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (olga, ada) = (Person::new("Olga"), admin("Ada"));
    let room = private(&fixture, &node, &olga, "board").await;
    for n in 0..9 {
        done(&fixture.send(&node, &olga.posts(room, &format!("number {n}"))).await);
        if n % 3 == 2 {
            done(&fixture.send(&node, &by_admin(&ada, room, Action::Inspect)).await);
        }
    }
    // 1 made; 2 3 4 said, 5 looked; 6 7 8 said, 9 looked; 10 11 12 said, 13 looked.
    let page = async |part| {
        let query = Query::Page { room, viewer: olga.viewer(), part, limit: 3 };
        let Reply::Page(page) = fixture.ask(&node, &query).await else { panic!("a page") };
        let seqs = |mut all: Vec<i64>| {
            all.sort_unstable();
            all
        };
        let said = page.messages.iter().map(|message| message.seq);
        let looked = page.lines.iter().map(|line| line.seq);
        (seqs(said.collect()), seqs(looked.collect()))
    };
    assert_eq!(page(Around::Latest).await, (vec![10, 11, 12], vec![13]));
    assert_eq!(page(Around::Before(10)).await, (vec![6, 7, 8], vec![9]));
    assert_eq!(page(Around::Before(6)).await, (vec![2, 3, 4], vec![5]));
    assert_eq!(page(Around::After(4)).await, (vec![6, 7, 8], vec![5]));
    assert_eq!(page(Around::After(8)).await, (vec![10, 11, 12], vec![9, 13]));
    assert_eq!(page(Around::Around(9)).await, (vec![8, 10, 11], vec![9]));
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_found_by_author_and_time_in_pages_without_missing_one() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (olga, eve, ada) = (Person::new("Olga"), Person::new("Eve"), admin("Ada"));
    let rooms = [fixture.room(&node, &olga, "one").await, fixture.room(&node, &eve, "two").await];
    for n in 0..12 {
        let (who, room) = if n % 3 == 0 { (&eve, rooms[1]) } else { (&olga, rooms[0]) };
        done(&fixture.send(&node, &who.posts(room, &format!("number {n}"))).await);
    }
    // Several at the very same moment.
    fixture.db.execute("update chat.event set at = date_trunc('minute', at)", &[]).await.expect("set");
    let (mut before, mut all) = (None, Vec::new());
    loop {
        let query = AdminQuery::Search {
            words: "NUMBER".into(),
            author: None,
            room: None,
            from: None,
            before,
            limit: 5,
        };
        let Ok(AdminReply::Found { messages, more }) = ask(&fixture, &node, &ada, query).await else {
            panic!()
        };
        before = messages.last().map(|one| proto::room::MessageCursor {
            at: one.message.at,
            room: one.room,
            seq: one.message.seq,
        });
        all.extend(messages.iter().map(|one| (one.room, one.message.seq)));
        if !more {
            break;
        }
    }
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 12);
    let of_eve = AdminQuery::Search {
        words: String::new(),
        author: Some(eve.id()),
        room: None,
        from: None,
        before: None,
        limit: 50,
    };
    assert_eq!(found(&fixture, &node, &ada, of_eve).await.len(), 4);
    let later = AdminQuery::Search {
        words: String::new(),
        author: None,
        room: Some(rooms[0]),
        from: Some(proto::At::now_utc() + time::Duration::hours(1)),
        before: None,
        limit: 50,
    };
    assert_eq!(found(&fixture, &node, &ada, later).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_admins_do_is_on_record_with_before_and_after() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (olga, ada) = (Person::new("Olga"), admin("Ada"));
    let room = private(&fixture, &node, &olga, "board").await;
    let words = done(&fixture.send(&node, &olga.posts(room, "hello")).await);
    let topic = |text: &str| Action::Describe { topic: proto::text::Topic::parse(text).expect("a topic") };
    for action in [
        Action::Rename { name: RoomName::parse("council").expect("a name") },
        topic("money"),
        topic("money and boats"),
        Action::Archive,
        Action::Archive,
        Action::Inspect,
        Action::Delete { target: words, reason: None },
        Action::Restore,
        Action::DeleteRoom,
    ] {
        done(&fixture.send(&node, &by_admin(&ada, room, action)).await);
    }
    let admin_events = async |by, to, action: &str| {
        let query = AdminQuery::AdminEvents { by, to, action: action.into(), until: None, limit: 50 };
        let Ok(AdminReply::AdminEvents { admin_events, .. }) = ask(&fixture, &node, &ada, query).await else {
            panic!()
        };
        admin_events
    };
    let all = admin_events(None, None, "").await;
    let kinds: Vec<_> = all.iter().rev().map(|admin_event| admin_event.action.as_str()).collect();
    let expected =
        ["renamed", "described", "described", "archived", "inspected", "deleted", "restored", "room_deleted"];
    assert_eq!(kinds, expected, "what changed nothing is not on record");
    let change = |n: usize| (all[n].before.as_deref(), all[n].after.as_deref());
    assert_eq!(change(7), (Some("board"), Some("council")));
    assert_eq!(change(5), (Some("money"), Some("money and boats")));
    assert_eq!(admin_events(None, Some(olga.id()), "").await.len(), 1, "her message was taken back");
    assert_eq!(admin_events(Some(olga.id()), None, "").await.len(), 0);
    assert_eq!(admin_events(Some(ada.id()), None, "described").await.len(), 2);
    assert!(
        all.iter().all(|admin_event| admin_event.actor == ada.id() && admin_event.room_name == "council")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_deletes_nothing_unseen_of_a_private_room_and_a_repeat_is_answered_as_the_first_time() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (olga, ada) = (Person::new("Olga"), admin("Ada"));
    let (board, tea) =
        (private(&fixture, &node, &olga, "board").await, fixture.room(&node, &olga, "tea").await);
    let in_board = done(&fixture.send(&node, &olga.posts(board, "between us")).await);
    let in_tea = done(&fixture.send(&node, &olga.posts(tea, "for all")).await);
    let delete = |room, target| by_admin(&ada, room, Action::Delete { target, reason: None });
    assert_eq!(refused(&fixture.send(&node, &delete(board, in_board)).await), Code::Forbidden);
    done(&fixture.send(&node, &delete(tea, in_tea)).await);
    done(&fixture.send(&node, &by_admin(&ada, board, Action::Inspect)).await);
    let seen = delete(board, in_board);
    let seq = done(&fixture.send(&node, &seen).await);
    // A quarter of an hour later.
    let long_ago = "update chat.event set at = at - interval '1 hour' where kind = 'inspected'";
    fixture.db.batch_execute(long_ago).await.expect("done");
    assert_eq!(done(&fixture.send(&node, &again(&seen)).await), seq, "it has happened");
    assert_eq!(refused(&fixture.send(&node, &delete(board, in_board)).await), Code::Forbidden);
}

/// Says in the feed, as auth-service does, that somebody is something else now.
async fn org_role(fixture: &Fixture, user: UserId, org_role: &str) {
    fixture.db.batch_execute(
        "create schema if not exists auth;
         create table if not exists auth.feed (n bigint generated always as identity primary key, user_id uuid not null,
             session_id uuid, kind text not null, org_role text);
         create table if not exists auth.deactivated (user_id uuid primary key)",
    ).await.expect("what auth-service keeps");
    let state = match org_role {
        "inactive" => "insert into auth.deactivated values ($1) on conflict do nothing",
        _ => "delete from auth.deactivated where user_id = $1",
    };
    fixture.db.execute(state, &[&user.0]).await.expect("kept");
    let tell = "insert into auth.feed (user_id, kind, org_role) values ($1, 'org_role', $2)";
    fixture.db.execute(tell, &[&user.0, &org_role]).await.expect("told");
}

async fn inside(fixture: &Fixture, room: RoomId) -> Vec<(UserId, Role)> {
    let rows = fixture
        .db
        .query(
            "select user_id, role from chat.member where room_id = $1 and role in ('member', 'moderator', 'owner')
             order by since_seq",
            &[&room.0],
        )
        .await
        .expect("read");
    let role = |word: &str| serde_json::from_value(serde_json::Value::from(word)).expect("a role");
    rows.iter().map(|row| (UserId(row.get(0)), role(row.get(1)))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivated_person_is_taken_out_of_all_rooms_and_the_last_owners_room_gets_another() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let people = ["Olga", "Max", "Mia", "Tom"].map(Person::new);
    let [olga, max, mia, tom] = &people;
    let room = fixture.room(&node, olga, "tea").await;
    for who in [max, mia, tom] {
        done(&fixture.send(&node, &who.wants(room, Action::Join)).await);
    }
    let moderator = Action::Appoint { user: tom.id(), role: Role::Moderator };
    done(&fixture.send(&node, &olga.wants(room, moderator)).await);
    let alone = private(&fixture, &node, olga, "diary").await;
    done(&fixture.send(&node, &olga.wants(alone, Action::Archive)).await);

    org_role(&fixture, olga.id(), "inactive").await;
    until("she is out", async || {
        inside(&fixture, room).await.len() == 3 && inside(&fixture, alone).await.is_empty()
    })
    .await;
    let left = inside(&fixture, room).await;
    assert!(left.contains(&(tom.id(), Role::Owner)), "the moderator owns it now: {left:?}");
    let log = fixture.log(&node, room).await;
    is_sound(&log);
    let Some(Fact::Removed { user, banned, .. }) = log.last().map(|event| &event.fact) else {
        panic!("{log:?}")
    };
    assert_eq!((*user, *banned), (olga.id(), false));

    // Let in again, she comes back by herself, and is left alone.
    org_role(&fixture, olga.id(), "member").await;
    org_role(&fixture, tom.id(), "inactive").await;
    until("he is out", async || inside(&fixture, room).await.len() == 2).await;
    assert!(inside(&fixture, room).await.contains(&(max.id(), Role::Owner)), "who has been there longest");
    done(&fixture.send(&node, &olga.wants(room, Action::Join)).await);
    org_role(&fixture, mia.id(), "inactive").await;
    until("she is out", async || !inside(&fixture, room).await.iter().any(|(user, _)| *user == mia.id()))
        .await;
    assert!(inside(&fixture, room).await.iter().any(|(user, _)| *user == olga.id()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_deactivated_so_long_ago_that_the_feed_was_swept_is_taken_out_all_the_same() {
    let fixture = Fixture::new().await;
    let first = fixture.node().await;
    let (olga, eve) = (Person::new("Olga"), Person::new("Eve"));
    let room = fixture.room(&first, &olga, "tea").await;
    done(&fixture.send(&first, &eve.wants(room, Action::Join)).await);
    first.vanish();
    org_role(&fixture, eve.id(), "inactive").await;
    fixture.db.execute("delete from auth.feed", &[]).await.expect("swept");
    let _node = fixture.node().await;
    until("she is out", async || inside(&fixture, room).await == [(olga.id(), Role::Owner)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_in_after_being_deactivated_is_taken_out_again() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (olga, eve) = (Person::new("Olga"), Person::new("Eve"));
    let room = fixture.room(&node, &olga, "tea").await;
    org_role(&fixture, eve.id(), "inactive").await;
    let add = Action::Add { user: eve.id(), whom: String::new() };
    let added = done(&fixture.send(&node, &olga.wants(room, add)).await);
    until("she is out", async || inside(&fixture, room).await == [(olga.id(), Role::Owner)]).await;
    let log = fixture.log(&node, room).await;
    assert!(
        log.iter().any(|event| event.seq == added && matches!(event.fact, Fact::Added { .. })),
        "{log:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn cursors_of_followers_reach_the_head_of_every_room() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let olga = Person::new("Olga");
    let room = fixture.room(&node, &olga, "tea").await;
    done(&fixture.send(&node, &olga.posts(room, "hello")).await);
    org_role(&fixture, UserId::new(), "inactive").await;
    let behind = "select count(*) from chat.room r left join chat.cursor c on c.room_id = r.id
        where r.head > coalesce(c.seq, 0)";
    until("every room is followed", async || {
        let row = fixture.db.query_one(behind, &[]).await.expect("read");
        row.get::<_, i64>(0) == 0
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_node_that_vanished_left_undone_the_next_one_finishes() {
    let fixture = Fixture::new().await;
    let first = fixture.node().await;
    let (olga, eve) = (Person::new("Olga"), Person::new("Eve"));
    let mut rooms = Vec::new();
    for n in 0..5 {
        let room = fixture.room(&first, &olga, &format!("room {n}")).await;
        done(&fixture.send(&first, &eve.wants(room, Action::Join)).await);
        rooms.push(room);
    }
    first.vanish();
    org_role(&fixture, olga.id(), "inactive").await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    for room in rooms {
        until("she is out", async || inside(&fixture, room).await == [(eve.id(), Role::Owner)]).await;
        let log = fixture.log(&a, room).await;
        is_sound(&log);
        let removals = log.iter().filter(|event| matches!(event.fact, Fact::Removed { .. })).count();
        assert_eq!(removals, 1, "two nodes did it once");
    }
    let forged = Command {
        actor: proto::room::Actor { id: proto::id::SYSTEM, name: String::new(), org_role: OrgRole::Owner },
        nonce: Nonce::new(),
        ..by_admin(&eve, RoomId::new(), Action::DeleteRoom)
    };
    assert_eq!(refused(&fixture.send(&b, &forged).await), Code::Forbidden, "no one is the system");
    let claimed = by_admin(&admin("Ada"), RoomId::new(), Action::Archive).by(Authority::System);
    assert_eq!(refused(&fixture.send(&b, &claimed).await), Code::Forbidden, "nor acts with its authority");
}
