//! Who is mentioned, counted until it is read, and not any more when the words have changed.

use proto::id::EVERYONE;
use proto::node::UserHint;
use proto::room::{Action, Command, Marker, MarkerQuery, Named, Query, Reply};
use proto::text::{Body, Username};
use proto::{RoomId, Seq, subject};

use crate::direct::{known, pair};
use crate::fixture::{DEADLINE, Fixture, Node, Person, done};

fn named(people: &[&Person]) -> Vec<Named> {
    let named = |person: &&Person| Named {
        name: Username::parse(&person.0.name).expect("a name"),
        user: person.id(),
    };
    people.iter().map(named).collect()
}

fn says(who: &Person, room: RoomId, text: &str, people: &[&Person]) -> Command {
    Command { named: named(people), ..who.posts(room, text) }
}

fn changes(who: &Person, room: RoomId, target: Seq, text: &str, people: &[&Person]) -> Command {
    let action = Action::Edit {
        target,
        body: Body::parse(text).expect("a body"),
        text_rev: None,
        without: Vec::new(),
    };
    Command { named: named(people), ..who.wants(room, action) }
}

/// The unread mentions of somebody, by their list and by their marker, which must agree; none for those not inside.
async fn unread(fixture: &Fixture, node: &Node, room: RoomId, who: &Person) -> Option<i64> {
    let Reply::Rooms { rooms, .. } = fixture.ask(node, &Query::Rooms { user: who.id(), after: None }).await
    else {
        panic!("rooms")
    };
    let listed = rooms.iter().find(|line| line.room == room).map(|line| line.mentions);
    let marked =
        match fixture.ask(node, &Query::Markers { query: MarkerQuery::Get { room, user: who.id() } }).await {
            Reply::Marked(marker) => Some(marker.mentions),
            _ => None,
        };
    assert_eq!(listed, marked);
    listed
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_counted_until_they_read_and_others_never() {
    let fixture = Fixture::new().await;
    let (node, other) = (fixture.node().await, fixture.node().await);
    let [olga, bob, eve, zoe] = ["olga", "bob", "eve", "zoe"].map(Person::new);
    let room = fixture.room(&node, &olga, "tea").await;
    for who in [&bob, &eve] {
        done(&fixture.send(&node, &who.wants(room, Action::Join)).await);
    }
    let ban = Action::Remove { user: eve.id(), ban: true, minutes: None, reason: None, whom: String::new() };
    done(&fixture.send(&node, &olga.wants(room, ban)).await);

    let mut hints = fixture.bus.subscribe(&subject::user_evt(bob.id())).await.expect("an subscription");
    fixture.bus.barrier().await.expect("in force");
    let all = [&olga, &bob, &eve, &zoe];
    let first = done(&fixture.send(&node, &says(&olga, room, "@bob @eve @zoe @olga", &all)).await);
    let told = async {
        let wanted = UserHint::Mention { room, seq: first };
        while hints.next().await.expect("a hint").read::<UserHint>().expect("read") != wanted {}
    };
    tokio::time::timeout(DEADLINE, told).await.expect("he is told");
    done(&fixture.send(&other, &says(&olga, room, "`@bob` not you", &all)).await);
    let last = done(&fixture.send(&other, &says(&olga, room, "but @bob, you", &all)).await);
    assert_eq!(unread(&fixture, &node, room, &bob).await, Some(2), "code means nobody");
    assert_eq!(unread(&fixture, &node, room, &olga).await, Some(0), "nobody mentions themselves");
    let rows = "select count(*) from chat.mention where user_id = any ($1)";
    let others = fixture.db.query_one(rows, &[&vec![eve.id().0, zoe.id().0]]).await.expect("counted");
    assert_eq!(others.get::<_, i64>(0), 0, "the banned and strangers are not written down at all");

    let read =
        Query::Markers { query: MarkerQuery::Mark { room, user: bob.id(), seq: first, generation: None } };
    let Reply::Marked(marker) = fixture.ask(&node, &read).await else { panic!("marked") };
    assert_eq!((marker.read_seq, marker.mentions), (first, 1));
    fixture
        .ask(
            &node,
            &Query::Markers {
                query: MarkerQuery::Mark { room, user: bob.id(), seq: last, generation: None },
            },
        )
        .await;
    assert_eq!(unread(&fixture, &other, room, &bob).await, Some(0));

    // Who comes back is not greeted by what was said of them before.
    done(&fixture.send(&node, &says(&olga, room, "@bob again", &all)).await);
    done(&fixture.send(&node, &bob.wants(room, Action::Leave)).await);
    assert_eq!(unread(&fixture, &node, room, &bob).await, None);
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    assert_eq!(unread(&fixture, &node, room, &bob).await, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_words_mention_whom_they_name_and_words_taken_back_nobody() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let [olga, bob, ann] = ["olga", "bob", "ann"].map(Person::new);
    let room = fixture.room(&node, &olga, "tea").await;
    for who in [&bob, &ann] {
        done(&fixture.send(&node, &who.wants(room, Action::Join)).await);
    }
    let counts = async || {
        (
            unread(&fixture, &node, room, &bob).await.expect("in"),
            unread(&fixture, &node, room, &ann).await.expect("in"),
        )
    };
    let all = [&bob, &ann];
    let target = done(&fixture.send(&node, &says(&olga, room, "@bob", &all)).await);
    assert_eq!(counts().await, (1, 0));
    done(&fixture.send(&node, &changes(&olga, room, target, "@ann, I mean", &all)).await);
    assert_eq!(counts().await, (0, 1));
    done(&fixture.send(&node, &changes(&olga, room, target, "@ann and @bob", &all)).await);
    assert_eq!(counts().await, (1, 1));
    done(&fixture.send(&node, &changes(&olga, room, target, "nobody", &[])).await);
    assert_eq!(counts().await, (0, 0));
    done(&fixture.send(&node, &changes(&olga, room, target, "@ann and @bob", &all)).await);
    done(&fixture.send(&node, &olga.wants(room, Action::Delete { target, reason: None })).await);
    assert_eq!(counts().await, (0, 0));

    // In one append, in whatever way the commands delete the room into rounds: the last words count.
    let words = ["@bob", "@ann", "@ann @bob", "nobody", "@bob"];
    for _ in 0..5 {
        let target = done(&fixture.send(&node, &says(&olga, room, "@ann", &all)).await);
        let commands = words.map(|text| changes(&olga, room, target, text, &all));
        let sending = commands.iter().map(|command| fixture.send(&node, command));
        futures_util::future::join_all(sending).await.iter().for_each(|answer| {
            done(answer);
        });
        let last = "select data is null, body, (select coalesce(array_agg(user_id order by user_id), '{}') from chat.mention n
                where n.room_id = m.room_id and n.seq = m.seq)
            from chat.message m join chat.event e using (room_id, seq) where m.room_id = $1 and m.seq = $2";
        let row = fixture.db.query_one(last, &[&room.0, &target]).await.expect("the message");
        let (body, mentioned): (String, Vec<uuid::Uuid>) = (row.get(1), row.get(2));
        let mut expected: Vec<uuid::Uuid> = all
            .iter()
            .filter(|person| body.contains(&format!("@{}", person.0.name)))
            .map(|person| person.id().0)
            .collect();
        expected.sort_unstable();
        assert_eq!(mentioned, expected, "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_marker_moved_back_stays_until_it_is_read_under_its_turn() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let [olga, bob] = ["olga", "bob"].map(Person::new);
    let room = fixture.room(&node, &olga, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    for text in ["one", "@bob two", "three"] {
        done(&fixture.send(&node, &says(&olga, room, text, &[&bob])).await);
    }
    let ask = async |query| match fixture.ask(&node, &query).await {
        Reply::Marked(marker) => marker,
        other => panic!("a marker, not {other:?}"),
    };
    let read = |seq, generation| Query::Markers {
        query: MarkerQuery::Mark { room, user: bob.id(), seq, generation },
    };
    let back = |seq| Query::Markers { query: MarkerQuery::MarkUnread { room, user: bob.id(), seq } };
    let stands = |read_seq, read_msg, generation, mentions| Marker {
        read_seq,
        read_msg,
        generation,
        mentions,
        ..Marker::default()
    };
    assert_eq!(ask(read(5, Some(0))).await, stands(5, 3, 0, 0));

    let mut hints = fixture.bus.subscribe(&subject::user_evt(bob.id())).await.expect("an subscription");
    fixture.bus.barrier().await.expect("in force");
    assert_eq!(ask(back(4)).await, stands(3, 1, 1, 1), "two is the first that is unread");
    let told = async { hints.next().await.expect("a hint").read::<UserHint>().expect("read") };
    let told = tokio::time::timeout(DEADLINE, told).await.expect("his other tabs are told");
    assert_eq!(told, UserHint::Marker { room, marker: stands(3, 1, 1, 1) });

    // What was under way from before comes too late, from pages that know generations and from those that do not.
    assert_eq!(ask(read(5, Some(0))).await, stands(3, 1, 1, 1));
    assert_eq!(ask(read(5, None)).await, stands(3, 1, 1, 1));
    // Said again, of another message: each time a new generation.
    assert_eq!(ask(back(5)).await, stands(4, 2, 2, 0));
    assert_eq!(ask(back(4)).await, stands(3, 1, 3, 1));
    assert_eq!(ask(read(5, Some(2))).await, stands(3, 1, 3, 1));
    assert_eq!(ask(read(4, Some(3))).await, stands(4, 2, 3, 0));
    // What comes later is news to everyone.
    ask(back(2)).await;
    done(&fixture.send(&node, &olga.posts(room, "four")).await);
    assert_eq!(ask(read(6, None)).await, stands(6, 4, 4, 0));
    // Nothing from before they came is unread.
    assert_eq!(ask(back(-7)).await, stands(2, 0, 5, 1));
    assert_eq!(
        ask(Query::Markers { query: MarkerQuery::Get { room, user: bob.id() } }).await,
        stands(2, 0, 5, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wins_between_a_change_and_a_deletion_the_words_are_gone() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let [olga, bob, ann] = ["olga", "bob", "ann"].map(Person::new);
    let room = fixture.room(&a, &olga, "tea").await;
    for who in [&bob, &ann] {
        done(&fixture.send(&a, &who.wants(room, Action::Join)).await);
    }
    let mut changed = 0;
    for round in 0..20 {
        let target = done(&fixture.send(&a, &says(&bob, room, "first words", &[])).await);
        let edit = changes(&bob, room, target, "other words for @ann", &[&ann]);
        let delete = olga.wants(room, Action::Delete { target, reason: None });
        let nodes = if round % 2 == 0 { [&a, &b] } else { [&b, &a] };
        let (edited, deleted) = tokio::join!(fixture.send(nodes[0], &edit), fixture.send(nodes[1], &delete));
        let gone_at = done(&deleted);
        match edited {
            proto::room::Answer::Done(done) => {
                assert!(done.seq < gone_at, "changed at {}, taken back at {gone_at}", done.seq);
                changed += 1;
            }
            refused => assert_eq!(crate::fixture::refused(&refused), proto::Code::NotFound),
        }
        let row = "select body, html, deleted_at is not null, rev from chat.message where room_id = $1 and seq = $2";
        let row = fixture.db.query_one(row, &[&room.0, &target]).await.expect("the message");
        assert_eq!((row.get(0), row.get(1), row.get(2), row.get(3)), ("", "", true, gone_at));
    }
    assert_eq!(
        unread(&fixture, &a, room, &ann).await,
        Some(0),
        "nothing mentions her, {changed} changes later"
    );
    crate::fixture::is_sound(&fixture.log(&a, room).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_is_not_unread_and_the_heads_say_when_to_count_anew() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let [olga, bob, eve] = ["olga", "bob", "eve"].map(Person::new);
    let room = fixture.room(&node, &olga, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let unread = async || {
        let Reply::Rooms { rooms, .. } =
            fixture.ask(&node, &Query::Rooms { user: bob.id(), after: None }).await
        else {
            panic!("rooms")
        };
        let markers = Query::Markers {
            query: MarkerQuery::GetAll { room, users: vec![bob.id(), eve.id()], calling: None },
        };
        let Reply::Markers(markers) = fixture.ask(&node, &markers).await else { panic!("markers") };
        let [(user, marker)] = markers[..] else { panic!("of members alone: {markers:?}") };
        assert_eq!(
            (user, marker.read_msg, marker.mentions),
            (bob.id(), rooms[0].read_msg, rooms[0].mentions)
        );
        (rooms[0].last_msg - marker.read_msg, marker.mentions)
    };
    let revised = async || match fixture.ask(&node, &Query::Heads { rooms: vec![room] }).await {
        Reply::Heads(heads) => heads[0].revised,
        other => panic!("heads, not {other:?}"),
    };
    let mut said = Vec::new();
    for text in ["one", "@bob two", "three"] {
        said.push(done(&fixture.send(&node, &says(&olga, room, text, &[&bob])).await));
    }
    assert_eq!((unread().await, revised().await), ((3, 1), 0));
    let deleted =
        done(&fixture.send(&node, &olga.wants(room, Action::Delete { target: said[1], reason: None })).await);
    assert_eq!((unread().await, revised().await), ((2, 0), deleted));

    // Read up to after it, it is not counted twice; and what is read stays read when it is deleted.
    let read =
        |seq| Query::Markers { query: MarkerQuery::Mark { room, user: bob.id(), seq, generation: Some(0) } };
    fixture.ask(&node, &read(said[1])).await;
    assert_eq!(unread().await, (1, 0));
    done(&fixture.send(&node, &olga.wants(room, Action::Delete { target: said[0], reason: None })).await);
    assert_eq!(unread().await, (1, 0));
    let changed = done(&fixture.send(&node, &changes(&olga, room, said[2], "@bob!", &[&bob])).await);
    assert_eq!((unread().await, revised().await), ((1, 1), changed));
    let back = Query::Markers { query: MarkerQuery::MarkUnread { room, user: bob.id(), seq: said[0] } };
    let Reply::Marked(marker) = fixture.ask(&node, &back).await else { panic!("marked") };
    assert_eq!((unread().await, marker.read_msg), ((1, 1), 2), "of three, two are deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn mentions_by_somebody_blocked_do_not_count_until_they_are_unblocked() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let [olga, bob, eve] = ["olga", "bob", "eve"].map(Person::new);
    known(&fixture, &[(&olga, "member"), (&bob, "member"), (&eve, "member")]).await;
    let room = fixture.room(&node, &olga, "tea").await;
    for who in [&bob, &eve] {
        done(&fixture.send(&node, &who.wants(room, Action::Join)).await);
        done(&fixture.send(&node, &says(who, room, "@olga", &[&olga])).await);
    }
    done(&fixture.send(&node, &olga.wants(pair(&fixture, &node, &olga, &bob).await, Action::Block)).await);
    let waiting = async || match fixture
        .ask(&node, &Query::Waiting { user: olga.id(), rooms: vec![room] })
        .await
    {
        Reply::Waiting(waiting) => waiting.mentions.into_iter().map(|said| said.author).collect::<Vec<_>>(),
        other => panic!("what waits: {other:?}"),
    };
    assert_eq!((unread(&fixture, &node, room, &olga).await, waiting().await), (Some(1), vec![eve.id()]));
    // Whom bob has not blocked is told as ever; elsewhere, for who says something has read what stands above it.
    let other = fixture.room(&node, &olga, "coffee").await;
    done(&fixture.send(&node, &bob.wants(other, Action::Join)).await);
    done(&fixture.send(&node, &says(&olga, other, "@bob", &[&bob])).await);
    assert_eq!(unread(&fixture, &node, other, &bob).await, Some(1));
    let pair = pair(&fixture, &node, &olga, &bob).await;
    done(&fixture.send(&node, &olga.wants(pair, Action::Unblock)).await);
    done(&fixture.send(&node, &says(&bob, room, "@olga again", &[&olga])).await);
    let all = vec![bob.id(), eve.id(), bob.id()];
    assert_eq!((unread(&fixture, &node, room, &olga).await, waiting().await), (Some(3), all));
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_of_somebody_blocked_let_no_thread_call() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let [olga, bob] = ["olga", "bob"].map(Person::new);
    known(&fixture, &[(&olga, "member"), (&bob, "member")]).await;
    let room = fixture.room(&node, &olga, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let root = done(&fixture.send(&node, &olga.posts(room, "lights?")).await);
    let body = Body::parse("I do").expect("a body");
    let reply = Action::PostInThread { root, body, also_in_room: false, files: Vec::new() };
    done(&fixture.send(&node, &bob.wants(room, reply)).await);
    let threads = async || match fixture.ask(&node, &Query::Personal { user: olga.id() }).await {
        Reply::Personal(personal) => personal.threads,
        other => panic!("numbers: {other:?}"),
    };
    assert_eq!(threads().await, 1);
    let pair = pair(&fixture, &node, &olga, &bob).await;
    done(&fixture.send(&node, &olga.wants(pair, Action::Block)).await);
    assert_eq!(threads().await, 0);
    done(&fixture.send(&node, &olga.wants(pair, Action::Unblock)).await);
    assert_eq!(threads().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_everyone_is_one_row_however_many_read_it_and_counts_for_each_of_them() {
    let fixture = Fixture::new().await;
    let (node, other) = (fixture.node().await, fixture.node().await);
    let olga = Person::new("olga");
    let room = fixture.room(&node, &olga, "tea").await;
    let people: Vec<Person> = (0..30).map(|n| Person::new(&format!("p{n}"))).collect();
    for who in &people {
        done(&fixture.send(&node, &who.wants(room, Action::Join)).await);
    }
    let [bob, eve, ..] = &people[..] else { panic!("a crowd") };
    known(&fixture, &[(&olga, "member"), (bob, "member")]).await;
    done(&fixture.send(&node, &bob.wants(pair(&fixture, &node, bob, &olga).await, Action::Block)).await);
    let rows = async || {
        let count = "select count(*) from chat.mention";
        fixture.db.query_one(count, &[]).await.expect("a count").get::<_, i64>(0)
    };
    let mut hints = fixture.bus.subscribe(&subject::user_evt(EVERYONE)).await.expect("a subscription");
    fixture.bus.barrier().await.expect("in force");

    let said = done(&fixture.send(&node, &says(&olga, room, "@room and @p1: tea!", &[eve])).await);
    let heard = tokio::time::timeout(DEADLINE, hints.next()).await.expect("in time").expect("a hint");
    let hint: UserHint = heard.read().expect("read");
    assert_eq!(hint, UserHint::Called { room, seq: said, author: olga.id() });
    assert_eq!(rows().await, 2, "everyone, and who was named besides");
    for who in &people[1..] {
        assert_eq!(unread(&fixture, &other, room, who).await, Some(1), "{}", who.0.name);
    }
    assert_eq!(unread(&fixture, &other, room, &olga).await, Some(0), "not for who wrote it");
    assert_eq!(unread(&fixture, &other, room, bob).await, Some(0), "nor for who has blocked them");
    let late = Person::new("late");
    done(&fixture.send(&node, &late.wants(room, Action::Join)).await);
    assert_eq!(unread(&fixture, &other, room, &late).await, Some(0), "nor for who came later");
    let Reply::Waiting(waiting) =
        fixture.ask(&node, &Query::Waiting { user: eve.id(), rooms: vec![room] }).await
    else {
        panic!("what waits")
    };
    assert_eq!(waiting.mentions.len(), 1, "once, though it names her, too");

    // Read, changed and taken back, it counts no more.
    fixture
        .ask(
            &node,
            &Query::Markers {
                query: MarkerQuery::Mark { room, user: eve.id(), seq: said, generation: Some(0) },
            },
        )
        .await;
    assert_eq!(unread(&fixture, &node, room, eve).await, Some(0));
    done(&fixture.send(&node, &changes(&olga, room, said, "tea!", &[])).await);
    assert_eq!((unread(&fixture, &node, room, &people[2]).await, rows().await), (Some(0), 0));
    let said = done(&fixture.send(&node, &says(&olga, room, "@room!", &[])).await);
    done(&fixture.send(&node, &olga.wants(room, Action::Delete { target: said, reason: None })).await);
    assert_eq!((unread(&fixture, &node, room, &people[2]).await, rows().await), (Some(0), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_called_for_being_here_is_counted_as_told_and_nothing_is_kept_of_it() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let [olga, bob, eve] = ["olga", "bob", "eve"].map(Person::new);
    known(&fixture, &[(&olga, "member"), (&eve, "member")]).await;
    let room = fixture.room(&node, &olga, "tea").await;
    for who in [&bob, &eve] {
        done(&fixture.send(&node, &who.wants(room, Action::Join)).await);
    }
    done(&fixture.send(&node, &eve.wants(pair(&fixture, &node, &eve, &olga).await, Action::Block)).await);
    let said = done(&fixture.send(&node, &says(&olga, room, "@here, tea!", &[])).await);
    let called = async || {
        let users = vec![olga.id(), bob.id(), eve.id()];
        let markers = Query::Markers { query: MarkerQuery::GetAll { room, users, calling: Some(said) } };
        let Reply::Markers(markers) = fixture.ask(&node, &markers).await else { panic!("markers") };
        let of = |who: &Person| markers.iter().find(|(user, _)| *user == who.id()).expect("one").1.mentions;
        (of(&olga), of(&bob), of(&eve))
    };
    assert_eq!(called().await, (0, 1, 0), "not who wrote it, nor who has blocked them");
    assert_eq!(unread(&fixture, &node, room, &bob).await, Some(0), "at that moment alone");
    let rows = fixture.db.query_one("select count(*) from chat.mention", &[]).await.expect("a count");
    assert_eq!(rows.get::<_, i64>(0), 0);
    fixture
        .ask(
            &node,
            &Query::Markers {
                query: MarkerQuery::Mark { room, user: bob.id(), seq: said, generation: Some(0) },
            },
        )
        .await;
    assert_eq!(called().await, (0, 0, 0), "who has read it is not called any more");
}
