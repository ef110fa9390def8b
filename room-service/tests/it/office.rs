//! Admins in rooms they are not in, deleted rooms, and people who were deactivated: on the real database.

use proto::room::{
    Act, Answer, Around, Command, Fact, FoundMessage, OfficeQuestion, OfficeReply, Officer, Question, Reply,
    Role, RoomRecord, Standing, Wish,
};
use proto::text::{RoomName, Slug};
use proto::{Code, Nonce, RoomId, UserId};

use crate::house::{House, Node, PATIENCE, Person, again, done, is_sound, refused};

fn admin(name: &str) -> Person {
    let mut person = Person::new(name);
    person.0.standing = Standing::Admin;
    person
}

fn by_office(who: &Person, room: RoomId, act: Act) -> Command {
    who.wants(room, Wish::ByOffice { act })
}

async fn ask(
    house: &House,
    node: &Node,
    who: &Person,
    question: OfficeQuestion,
) -> Result<OfficeReply, Code> {
    let officer = Officer { id: who.id(), standing: who.0.standing };
    match house.ask(node, &Question::Office { officer, question }).await {
        Reply::Office(reply) => Ok(reply),
        Reply::Refused(refusal) => Err(refusal.code),
        other => panic!("{other:?}"),
    }
}

async fn record(house: &House, node: &Node, who: &Person, room: RoomId) -> Option<RoomRecord> {
    match ask(house, node, who, OfficeQuestion::Room { room }).await {
        Ok(OfficeReply::Room(record)) => Some(*record),
        _ => None,
    }
}

fn search(words: &str, room: Option<RoomId>) -> OfficeQuestion {
    OfficeQuestion::Search { words: words.into(), author: None, room, from: None, before: None, limit: 50 }
}

async fn found(house: &House, node: &Node, who: &Person, question: OfficeQuestion) -> Vec<FoundMessage> {
    match ask(house, node, who, question).await {
        Ok(OfficeReply::Found { messages, .. }) => messages,
        other => panic!("{other:?}"),
    }
}

async fn private(house: &House, node: &Node, who: &Person, name: &str) -> RoomId {
    let mut command = who.creates(name);
    let name = RoomName::parse(name).expect("a name");
    command.wish = Wish::Create { name, kind: proto::room::Kind::Private };
    done(&house.send(node, &command).await);
    command.room
}

/// Waits until something is so; it is somebody's to do in the background.
async fn until(what: &str, mut so: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !so().await {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("{what}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_room_is_gone_for_everyone_its_words_are_erased_and_its_address_stays_taken() {
    let house = House::new().await;
    let (a, b) = (house.node().await, house.node().await);
    let (olga, eve, ada) = (Person::new("Olga"), Person::new("Eve"), admin("Ada"));
    let room = house.room(&a, &olga, "tea").await;
    let first = olga.posts(room, "a secret of ours");
    done(&house.send(&a, &first).await);
    assert_eq!(refused(&house.send(&a, &by_office(&olga, room, Act::Demolish)).await), Code::NotFound);

    let demolish = by_office(&ada, room, Act::Demolish);
    assert_eq!(done(&house.send(&b, &demolish).await), 3);
    // Node a still remembers the room as it was.
    assert_eq!(refused(&house.send(&a, &olga.posts(room, "hello?")).await), Code::NotFound);
    assert_eq!(done(&house.send(&a, &again(&demolish)).await), 3, "asked again, it is done");
    assert_eq!(done(&house.send(&a, &by_office(&admin("Bea"), room, Act::Demolish)).await), 3);
    match house.send(&b, &again(&first)).await {
        Answer::Done(repeat) => assert_eq!((repeat.seq, repeat.dup), (2, true), "what was said was said"),
        other => panic!("{other:?}"),
    }
    let rename = Act::Rename { name: RoomName::parse("coffee").expect("a name") };
    assert_eq!(refused(&house.send(&a, &by_office(&ada, room, rename)).await), Code::NotFound);

    let slug = Slug::parse("tea").expect("a slug");
    for who in [&olga, &eve, &ada] {
        let user = who.id();
        for question in [
            Question::Look { room, user },
            Question::Find { slug: slug.clone(), user },
            Question::Open { room, user, after: None },
            Question::Page { room, user, part: proto::room::Around::Latest, limit: 9 },
            Question::Members { room, user, banned: false, offset: 0, limit: 9 },
            Question::Mark { room, user, seq: 2, turn: None },
            Question::MarkUnread { room, user, seq: 2 },
            Question::Marker { room, user },
        ] {
            let reply = house.ask(&a, &question).await;
            assert!(
                matches!(&reply, Reply::Refused(no) if no.code == Code::NotFound),
                "{question:?}: {reply:?}"
            );
        }
        assert_eq!(house.ask(&b, &Question::Rooms { user }).await, Reply::Rooms(Vec::new()));
    }
    let Reply::Belong { members, public, acl, .. } =
        house.ask(&a, &Question::Belong { room, users: vec![olga.id()] }).await
    else {
        panic!("where it stands")
    };
    assert_eq!((members, public, acl), (Vec::new(), false, 3), "every gateway finds that nobody belongs");
    assert!(record(&house, &a, &ada, room).await.is_none());

    let log = house.log(&a, room).await;
    is_sound(&log);
    assert_eq!(log.last().map(|event| &event.fact), Some(&Fact::Demolished));
    until("its words are erased", async || {
        let words = "select count(*) from chat.message where body <> '' or html <> ''";
        house.db.query_one(words, &[]).await.expect("counted").get::<_, i64>(0) == 0
    })
    .await;

    let other = house.room(&b, &eve, "tea").await;
    let Reply::Room(view) = house.ask(&a, &Question::Look { room: other, user: eve.id() }).await else {
        panic!()
    };
    assert_eq!(
        (view.name.as_str(), view.slug.as_str()),
        ("tea", "tea-2"),
        "its name is free, its address is not"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_that_race_a_deletion_are_in_the_log_before_it_or_not_at_all() {
    let house = House::new().await;
    let (a, b) = (house.node().await, house.node().await);
    let (olga, ada, bea) = (Person::new("Olga"), admin("Ada"), admin("Bea"));
    for n in 0..4 {
        let room = house.room(&a, &olga, &format!("room {n}")).await;
        let posts: Vec<_> = (0..20).map(|n| olga.posts(room, &format!("post {n}"))).collect();
        let ends = [by_office(&ada, room, Act::Demolish), by_office(&bea, room, Act::Demolish)];
        let nodes = [&a, &b];
        let all = posts[..10].iter().chain(&ends).chain(&posts[10..]);
        let sending = all.enumerate().map(|(n, command)| house.send(nodes[n % 2], command));
        let answers = futures_util::future::join_all(sending).await;
        let log = house.log(&a, room).await;
        is_sound(&log);
        assert_eq!(log.last().map(|event| &event.fact), Some(&Fact::Demolished));
        let said = answers[..10].iter().chain(&answers[12..]);
        let acked = said.filter(|answer| matches!(answer, Answer::Done(_))).count();
        assert_eq!(acked, log.len() - 2, "all that was acked is in the log, and nothing else");
        assert_eq!(done(&answers[10]), done(&answers[11]), "both admins are told so");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_in_a_private_room_is_read_by_whoever_has_just_looked_into_it_and_by_no_other() {
    let house = House::new().await;
    let node = house.node().await;
    let (olga, ada, bea) = (Person::new("Olga"), admin("Ada"), admin("Bea"));
    let (open, closed) =
        (house.room(&node, &olga, "tea").await, private(&house, &node, &olga, "board").await);
    done(&house.send(&node, &olga.posts(open, "green TEA, 100%")).await);
    done(&house.send(&node, &olga.posts(closed, "black tea")).await);

    let everywhere = found(&house, &node, &ada, search("tea", None)).await;
    assert_eq!(everywhere.iter().map(|one| one.room).collect::<Vec<_>>(), [open]);
    assert_eq!(found(&house, &node, &ada, search("100%", None)).await.len(), 1);
    assert_eq!(found(&house, &node, &ada, search("1__%", None)).await.len(), 0);
    assert_eq!(found(&house, &node, &ada, search("", Some(closed))).await.len(), 0);
    assert!(!record(&house, &node, &ada, closed).await.expect("it is listed").looked);

    done(&house.send(&node, &by_office(&ada, closed, Act::Inspect)).await);
    assert_eq!(found(&house, &node, &ada, search("TEA", Some(closed))).await.len(), 1);
    assert!(record(&house, &node, &ada, closed).await.expect("it is listed").looked);
    assert_eq!(
        found(&house, &node, &bea, search("tea", Some(closed))).await.len(),
        0,
        "each looks for themselves"
    );
    assert_eq!(found(&house, &node, &ada, search("tea", None)).await.len(), 1, "never among all rooms");
    let log = house.log(&node, closed).await;
    assert_eq!(log.last().map(|event| (&event.fact, event.actor)), Some((&Fact::Inspected, ada.id())));

    house
        .db
        .execute("update chat.event set at = at - interval '20 minutes'", &[])
        .await
        .expect("time passes");
    assert_eq!(found(&house, &node, &ada, search("tea", Some(closed))).await.len(), 0);
    for question in [search("tea", None), OfficeQuestion::Tally, OfficeQuestion::Room { room: open }] {
        assert_eq!(ask(&house, &node, &olga, question).await, Err(Code::NotFound), "Olga is no admin");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looked_in_is_read_on_one_page_of_the_room_by_whoever_comes_later() {
    let house = House::new().await;
    let node = house.node().await;
    let (olga, ada) = (Person::new("Olga"), admin("Ada"));
    let room = private(&house, &node, &olga, "board").await;
    for n in 0..9 {
        done(&house.send(&node, &olga.posts(room, &format!("number {n}"))).await);
        if n % 3 == 2 {
            done(&house.send(&node, &by_office(&ada, room, Act::Inspect)).await);
        }
    }
    // 1 made; 2 3 4 said, 5 looked; 6 7 8 said, 9 looked; 10 11 12 said, 13 looked.
    let page = async |part| {
        let question = Question::Page { room, user: olga.id(), part, limit: 3 };
        let Reply::Page(page) = house.ask(&node, &question).await else { panic!("a page") };
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
    let house = House::new().await;
    let node = house.node().await;
    let (olga, eve, ada) = (Person::new("Olga"), Person::new("Eve"), admin("Ada"));
    let rooms = [house.room(&node, &olga, "one").await, house.room(&node, &eve, "two").await];
    for n in 0..12 {
        let (who, room) = if n % 3 == 0 { (&eve, rooms[1]) } else { (&olga, rooms[0]) };
        done(&house.send(&node, &who.posts(room, &format!("number {n}"))).await);
    }
    // Several at the very same moment.
    house.db.execute("update chat.event set at = date_trunc('minute', at)", &[]).await.expect("set");
    let (mut before, mut all) = (None, Vec::new());
    loop {
        let question = OfficeQuestion::Search {
            words: "NUMBER".into(),
            author: None,
            room: None,
            from: None,
            before,
            limit: 5,
        };
        let Ok(OfficeReply::Found { messages, more }) = ask(&house, &node, &ada, question).await else {
            panic!()
        };
        before = messages.last().map(|one| proto::room::Spot {
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
    let of_eve = OfficeQuestion::Search {
        words: String::new(),
        author: Some(eve.id()),
        room: None,
        from: None,
        before: None,
        limit: 50,
    };
    assert_eq!(found(&house, &node, &ada, of_eve).await.len(), 4);
    let later = OfficeQuestion::Search {
        words: String::new(),
        author: None,
        room: Some(rooms[0]),
        from: Some(proto::At::now_utc() + time::Duration::hours(1)),
        before: None,
        limit: 50,
    };
    assert_eq!(found(&house, &node, &ada, later).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_done_by_office_is_on_record_with_before_and_after() {
    let house = House::new().await;
    let node = house.node().await;
    let (olga, ada) = (Person::new("Olga"), admin("Ada"));
    let room = private(&house, &node, &olga, "board").await;
    let words = done(&house.send(&node, &olga.posts(room, "hello")).await);
    let topic = |text: &str| Act::Describe { topic: proto::text::Topic::parse(text).expect("a topic") };
    for act in [
        Act::Rename { name: RoomName::parse("council").expect("a name") },
        topic("money"),
        topic("money and boats"),
        Act::Archive,
        Act::Archive,
        Act::Delete { target: words },
        Act::Restore,
        Act::Inspect,
        Act::Demolish,
    ] {
        done(&house.send(&node, &by_office(&ada, room, act)).await);
    }
    let deeds = async |by, to, action: &str| {
        let question = OfficeQuestion::Deeds { by, to, action: action.into(), until: None, limit: 50 };
        let Ok(OfficeReply::Deeds { deeds, .. }) = ask(&house, &node, &ada, question).await else { panic!() };
        deeds
    };
    let all = deeds(None, None, "").await;
    let kinds: Vec<_> = all.iter().rev().map(|deed| deed.action.as_str()).collect();
    let expected =
        ["renamed", "described", "described", "archived", "deleted", "restored", "inspected", "demolished"];
    assert_eq!(kinds, expected, "what changed nothing is not on record");
    let change = |n: usize| (all[n].before.as_deref(), all[n].after.as_deref());
    assert_eq!(change(7), (Some("board"), Some("council")));
    assert_eq!(change(5), (Some("money"), Some("money and boats")));
    assert_eq!(deeds(None, Some(olga.id()), "").await.len(), 1, "her message was taken back");
    assert_eq!(deeds(Some(olga.id()), None, "").await.len(), 0);
    assert_eq!(deeds(Some(ada.id()), None, "described").await.len(), 2);
    assert!(all.iter().all(|deed| deed.actor == ada.id() && deed.room_name == "council"));
}

/// Says in the feed, as auth-service does, that somebody is something else now.
async fn standing(house: &House, user: UserId, standing: &str) {
    house.db.batch_execute(
        "create schema if not exists auth;
         create table if not exists auth.feed (n bigint generated always as identity primary key, user_id uuid not null,
             session_id uuid, kind text not null, standing text)",
    ).await.expect("a feed");
    let tell = "insert into auth.feed (user_id, kind, standing) values ($1, 'standing', $2)";
    house.db.execute(tell, &[&user.0, &standing]).await.expect("told");
}

async fn inside(house: &House, room: RoomId) -> Vec<(UserId, Role)> {
    let rows = house
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
    let house = House::new().await;
    let node = house.node().await;
    let people = ["Olga", "Max", "Mia", "Tom"].map(Person::new);
    let [olga, max, mia, tom] = &people;
    let room = house.room(&node, olga, "tea").await;
    for who in [max, mia, tom] {
        done(&house.send(&node, &who.wants(room, Wish::Join)).await);
    }
    let moderator = Wish::Appoint { user: tom.id(), role: Role::Moderator };
    done(&house.send(&node, &olga.wants(room, moderator)).await);
    let alone = private(&house, &node, olga, "diary").await;
    done(&house.send(&node, &olga.wants(alone, Wish::Archive)).await);

    standing(&house, olga.id(), "inactive").await;
    until("she is out", async || {
        inside(&house, room).await.len() == 3 && inside(&house, alone).await.is_empty()
    })
    .await;
    let left = inside(&house, room).await;
    assert!(left.contains(&(tom.id(), Role::Owner)), "the moderator owns it now: {left:?}");
    let log = house.log(&node, room).await;
    is_sound(&log);
    let Some(Fact::Removed { user, banned, .. }) = log.last().map(|event| &event.fact) else {
        panic!("{log:?}")
    };
    assert_eq!((*user, *banned), (olga.id(), false));

    // Let in again, she comes back by herself, and is left alone.
    standing(&house, olga.id(), "member").await;
    standing(&house, tom.id(), "inactive").await;
    until("he is out", async || inside(&house, room).await.len() == 2).await;
    assert!(inside(&house, room).await.contains(&(max.id(), Role::Owner)), "who has been there longest");
    done(&house.send(&node, &olga.wants(room, Wish::Join)).await);
    standing(&house, mia.id(), "inactive").await;
    until("she is out", async || !inside(&house, room).await.iter().any(|(user, _)| *user == mia.id())).await;
    assert!(inside(&house, room).await.iter().any(|(user, _)| *user == olga.id()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_node_that_vanished_left_undone_the_next_one_finishes() {
    let house = House::new().await;
    let first = house.node().await;
    let (olga, eve) = (Person::new("Olga"), Person::new("Eve"));
    let mut rooms = Vec::new();
    for n in 0..5 {
        let room = house.room(&first, &olga, &format!("room {n}")).await;
        done(&house.send(&first, &eve.wants(room, Wish::Join)).await);
        rooms.push(room);
    }
    first.vanish();
    standing(&house, olga.id(), "inactive").await;
    let (a, b) = (house.node().await, house.node().await);
    for room in rooms {
        until("she is out", async || inside(&house, room).await == [(eve.id(), Role::Owner)]).await;
        let log = house.log(&a, room).await;
        is_sound(&log);
        let removals = log.iter().filter(|event| matches!(event.fact, Fact::Removed { .. })).count();
        assert_eq!(removals, 1, "two nodes did it once");
    }
    let forged = Command {
        actor: proto::room::Actor { id: proto::id::PLACE, name: String::new(), standing: Standing::Owner },
        nonce: Nonce::new(),
        ..by_office(&eve, RoomId::new(), Act::Demolish)
    };
    assert_eq!(refused(&house.send(&b, &forged).await), Code::Forbidden, "nobody is the place");
}
