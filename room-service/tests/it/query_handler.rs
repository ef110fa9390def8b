//! What people read, and what they may not.

use proto::room::{
    Action, Around, Fact, Kind, Marker, MarkerQuery, Page, Personal, Query, Reply, Role, RoomFilter,
    RoomOrder, Viewer,
};
use proto::text::{Body, Slug};
use proto::{Code, RoomId, Seq};

use crate::fixture::{Fixture, Node, Person, done};

fn page(room: RoomId, viewer: Viewer, part: Around, limit: u16) -> Query {
    Query::Page { room, viewer, part, limit }
}

fn room_page(slug: &str, viewer: Viewer, part: Around, limit: u16) -> Query {
    Query::RoomPage { slug: Slug::parse(slug).expect("a slug"), viewer, part, limit }
}

async fn read(fixture: &Fixture, node: &Node, query: Query) -> Page {
    match fixture.ask(node, &query).await {
        Reply::Page(page) => page,
        other => panic!("a page, not {other:?}"),
    }
}

fn seqs(page: &Page) -> Vec<Seq> {
    page.messages.iter().map(|message| message.seq).collect()
}

fn not_found(reply: &Reply) {
    assert!(matches!(reply, Reply::Refused(refusal) if refusal.code == Code::NotFound), "{reply:?}");
}

#[tokio::test]
async fn pages_go_back_and_forth_and_say_where_the_room_ends() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    let empty = read(&fixture, &node, page(room, ann.viewer(), Around::Latest, 10)).await;
    assert_eq!((empty.head, empty.messages.len(), empty.more.before, empty.more.after), (1, 0, false, false));
    for n in 2..=9 {
        assert_eq!(done(&fixture.send(&node, &ann.posts(room, &format!("m{n}"))).await), n);
    }
    for (part, limit, expected, before, after) in [
        (Around::Latest, 3, vec![7, 8, 9], true, false),
        (Around::Latest, 8, vec![2, 3, 4, 5, 6, 7, 8, 9], false, false),
        (Around::Before(7), 3, vec![4, 5, 6], true, true),
        (Around::Before(4), 3, vec![2, 3], false, true),
        (Around::After(6), 2, vec![7, 8], true, true),
        (Around::After(7), 5, vec![8, 9], true, false),
        (Around::After(0), 2, vec![2, 3], false, true),
        (Around::Around(5), 4, vec![3, 4, 5, 6], true, true),
        (Around::Around(9), 4, vec![7, 8, 9], true, false),
    ] {
        let page = read(&fixture, &node, page(room, ann.viewer(), part.clone(), limit)).await;
        assert_eq!((seqs(&page), page.more.before, page.more.after), (expected, before, after), "{part:?}");
        assert_eq!(page.head, 9);
    }
}

#[tokio::test]
async fn all_that_a_page_shows_is_what_is_told_of_each_part_of_it() {
    let fixture = Fixture::new().await;
    let (node, ann, bob) = (fixture.node().await, Person::new("Ann"), Person::new("Bob"));
    let (room, other) = (fixture.room(&node, &ann, "tea").await, fixture.room(&node, &ann, "cake").await);
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    for n in 3..=6 {
        assert_eq!(done(&fixture.send(&node, &ann.posts(room, &format!("m{n}"))).await), n);
    }
    for (who, rooms_in) in [(&ann, vec![room, other]), (&bob, vec![room])] {
        let Reply::RoomPage(all) =
            fixture.ask(&node, &room_page("tea", who.viewer(), Around::Before(6), 2)).await
        else {
            panic!("a page")
        };
        let alone = read(&fixture, &node, page(room, who.viewer(), Around::Before(6), 2)).await;
        assert_eq!((&all.page, seqs(&all.page)), (&alone, vec![4, 5]));
        let find = Query::Find { slug: Slug::parse("tea").expect("a slug"), viewer: who.viewer() };
        assert_eq!(fixture.ask(&node, &find).await, Reply::Room(Box::new(all.room)));
        let mut ids: Vec<RoomId> = all.rooms.iter().map(|mine| mine.room).collect();
        ids.sort_by_key(|id| *id != room);
        assert_eq!((ids, all.more_rooms), (rooms_in, false));
    }
}

#[tokio::test]
async fn a_public_room_is_previewed_by_strangers_heard_by_members_and_closed_to_the_banned() {
    let fixture = Fixture::new().await;
    let (node, ann, bob) = (fixture.node().await, Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    let open = |user| Query::Open { room, user, after: Some(0) };
    read(&fixture, &node, page(room, bob.viewer(), Around::Latest, 5)).await;
    not_found(&fixture.ask(&node, &open(bob.id())).await);
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let Reply::Opened(opened) = fixture.ask(&node, &open(bob.id())).await else { panic!("opened") };
    assert_eq!(
        (opened.head, opened.acl, opened.role, opened.reset, opened.events.len()),
        (2, 2, Role::Member, false, 2)
    );
    done(
        &fixture
            .send(
                &node,
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
    not_found(&fixture.ask(&node, &open(bob.id())).await);
    not_found(&fixture.ask(&node, &page(room, bob.viewer(), Around::Latest, 5)).await);
    not_found(&fixture.ask(&node, &Query::Get { room, viewer: bob.viewer() }).await);
    let Reply::Belong { members, acl, head, public } =
        fixture.ask(&node, &Query::Belong { room, users: vec![ann.id(), bob.id()] }).await
    else {
        panic!("who belongs")
    };
    assert_eq!((members, acl, head, public), (vec![ann.id()], 3, 3, true));
}

#[tokio::test]
async fn a_private_room_is_not_there_for_strangers() {
    let fixture = Fixture::new().await;
    let (node, ann, bob) = (fixture.node().await, Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "secret").await;
    fixture
        .db
        .execute("update chat.room set kind = 'private' where id = $1", &[&room.0])
        .await
        .expect("private");
    let slug = proto::text::Slug::parse("secret").expect("a slug");
    for query in [
        page(room, bob.viewer(), Around::Latest, 5),
        room_page("secret", bob.viewer(), Around::Latest, 5),
        Query::Get { room, viewer: bob.viewer() },
        Query::Find { slug: slug.clone(), viewer: bob.viewer() },
        Query::Open { room, user: bob.id(), after: None },
        Query::Markers { query: MarkerQuery::Mark { room, user: bob.id(), seq: 1, generation: None } },
        Query::Markers { query: MarkerQuery::MarkUnread { room, user: bob.id(), seq: 1 } },
        Query::Markers { query: MarkerQuery::Get { room, user: bob.id() } },
    ] {
        not_found(&fixture.ask(&node, &query).await);
    }
    let Reply::Room(view) = fixture.ask(&node, &Query::Find { slug, viewer: ann.viewer() }).await else {
        panic!("a room")
    };
    assert_eq!((view.kind, view.mine.map(|mine| mine.role)), (Kind::Private, Some(Role::Owner)));
    let Reply::Listing { rooms, .. } = fixture
        .ask(
            &node,
            &Query::Browse {
                viewer: bob.viewer(),
                show: RoomFilter::Public,
                order: RoomOrder::Active,
                search: String::new(),
                offset: 0,
                limit: 50,
            },
        )
        .await
    else {
        panic!("a list")
    };
    assert!(rooms.iter().all(|line| line.room != room) && rooms.iter().any(|line| line.name == "general"));
}

#[tokio::test]
async fn to_a_guest_a_public_room_they_are_not_in_is_not_there() {
    let fixture = Fixture::new().await;
    let (node, ann, gus) = (fixture.node().await, Person::new("Ann"), Person::guest("Gus"));
    let room = fixture.room(&node, &ann, "harbour").await;
    let slug = proto::text::Slug::parse("harbour").expect("a slug");
    let browse = Query::Browse {
        viewer: gus.viewer(),
        show: RoomFilter::Public,
        order: RoomOrder::Active,
        search: String::new(),
        offset: 0,
        limit: 50,
    };
    let reads = [
        page(room, gus.viewer(), Around::Latest, 5),
        room_page("harbour", gus.viewer(), Around::Latest, 5),
        page(room, gus.viewer(), Around::These(vec![1]), 5),
        Query::Get { room, viewer: gus.viewer() },
        Query::Find { slug, viewer: gus.viewer() },
        Query::Members { room, viewer: gus.viewer(), banned: false, among: None, offset: 0, limit: 9 },
    ];
    let listed = async || match fixture.ask(&node, &browse).await {
        Reply::Listing { rooms, .. } => rooms.into_iter().map(|line| line.name).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    for query in &reads {
        not_found(&fixture.ask(&node, query).await);
    }
    assert_eq!(listed().await, [] as [&str; 0]);
    let together = Query::InCommon { user: gus.id(), with: ann.id() };
    assert_eq!(fixture.ask(&node, &together).await, Reply::InCommon(Vec::new()));

    let add = Action::Add { user: gus.id(), whom: "Gus".into() };
    done(&fixture.send(&node, &ann.wants(room, add)).await);
    for query in &reads {
        let reply = fixture.ask(&node, query).await;
        assert!(!matches!(reply, Reply::Refused(_)), "{query:?}: {reply:?}");
    }
    assert_eq!(listed().await, ["harbour"]);
    let Reply::InCommon(rooms) = fixture.ask(&node, &together).await else { panic!("rooms") };
    assert_eq!(rooms.iter().map(|room| &*room.name).collect::<Vec<_>>(), ["harbour"]);
    let role = |user| Query::Role { room, user };
    assert_eq!(fixture.ask(&node, &role(gus.id())).await, Reply::Role(Some(Role::Member)));
    assert_eq!(fixture.ask(&node, &role(Person::new("Eve").id())).await, Reply::Role(None));
}

#[tokio::test]
async fn one_who_missed_too_much_is_sent_to_a_page() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    for _ in 0..201 {
        done(&fixture.send(&node, &ann.posts(room, "hi")).await);
    }
    let open = async |after| match fixture.ask(&node, &Query::Open { room, user: ann.id(), after }).await {
        Reply::Opened(opened) => (opened.reset, opened.events.len()),
        other => panic!("opened, not {other:?}"),
    };
    assert_eq!(open(Some(1)).await, (true, 0));
    assert_eq!(open(Some(2)).await, (false, 200));
    assert_eq!(open(Some(202)).await, (false, 0));
    assert_eq!(open(Some(203)).await, (true, 0));
    assert_eq!(open(None).await, (false, 0));
    let Reply::Stretches(stretches) =
        fixture.ask(&node, &Query::Fill { after: vec![(room, 1), (RoomId::new(), 0)] }).await
    else {
        panic!("stretches")
    };
    assert_eq!((stretches.len(), stretches[0].events.len(), stretches[0].more), (1, 200, true));
}

#[tokio::test]
async fn long_answers_are_cut_and_go_on() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    for _ in 0..40 {
        done(&fixture.send(&node, &ann.posts(room, &"x".repeat(Body::MAX))).await);
    }
    assert_eq!(fixture.log(&node, room).await.len(), 41);
    let latest = read(&fixture, &node, page(room, ann.viewer(), Around::Latest, 100)).await;
    assert!(latest.messages.len() < 40 && latest.more.before && !latest.more.after);
    assert_eq!(latest.messages.last().map(|message| message.seq), Some(41));
    let Reply::Opened(opened) =
        fixture.ask(&node, &Query::Open { room, user: ann.id(), after: Some(1) }).await
    else {
        panic!("opened")
    };
    assert!(opened.reset && opened.events.is_empty());
}

#[tokio::test]
async fn a_replay_shows_messages_as_they_are_now() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &ann.posts(room, "one")).await);
    done(&fixture.send(&node, &ann.posts(room, "two")).await);
    let edit = Action::Edit {
        target: 2,
        body: Body::parse("uno").expect("a body"),
        text_rev: None,
        without: Vec::new(),
    };
    done(&fixture.send(&node, &ann.wants(room, edit)).await);
    done(&fixture.send(&node, &ann.wants(room, Action::Delete { target: 3, reason: None })).await);
    let log = fixture.log(&node, room).await;
    let message = |seq: usize| match &log[seq - 1].fact {
        Fact::Posted { message } | Fact::Edited { message } => (**message).clone(),
        other => panic!("a message, not {other:?}"),
    };
    assert_eq!(
        (message(2).body.as_str(), message(2).rev, message(2).html.as_str()),
        ("uno", 4, "<p>uno</p>")
    );
    assert_eq!(message(2), message(4));
    assert_eq!((message(3).body.as_str(), message(3).rev, message(3).deleted_at), ("", 5, Some(log[4].at)));
    assert_eq!(log[4].fact, Fact::Deleted { target: 3, author: None, reason: None, whom: String::new() });
}

#[tokio::test]
async fn reading_only_moves_a_marker_forward_and_what_was_said_before_one_came_is_not_unread() {
    let fixture = Fixture::new().await;
    let (node, ann, bob) = (fixture.node().await, Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    for _ in 0..3 {
        done(&fixture.send(&node, &ann.posts(room, "hi")).await);
    }
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let mine = async || match fixture.ask(&node, &Query::Rooms { user: bob.id(), after: None }).await {
        Reply::Rooms { rooms, .. } => {
            rooms.iter().map(|line| (line.last_msg, line.read_msg, line.read_seq)).collect::<Vec<_>>()
        }
        other => panic!("rooms, not {other:?}"),
    };
    assert_eq!(mine().await, [(3, 3, 5)]);
    for _ in 0..3 {
        done(&fixture.send(&node, &ann.posts(room, "hi")).await);
    }
    assert_eq!(mine().await, [(6, 3, 5)]);
    for (seq, read_seq, read_msg) in [(7, 7, 5), (6, 7, 5), (1_000, 8, 6), (-3, 8, 6)] {
        let reply = fixture
            .ask(
                &node,
                &Query::Markers { query: MarkerQuery::Mark { room, user: bob.id(), seq, generation: None } },
            )
            .await;
        assert_eq!(reply, Reply::Marked(Marker { read_seq, read_msg, ..Marker::default() }));
    }
    assert_eq!(mine().await, [(6, 6, 8)]);
}

#[tokio::test]
async fn the_feed_is_answered_when_there_is_one_and_only_then() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let feed = || Query::Feed { after: 1 };
    let none = fixture.ask(&node, &feed()).await;
    assert!(matches!(none, Reply::Refused(refusal) if refusal.code == Code::Unavailable));
    fixture
        .db
        .batch_execute(
            "create schema auth;
            create table auth.feed (n bigint primary key, user_id uuid, session_id uuid, kind text, org_role text, at timestamptz);
            insert into auth.feed values
                (1, gen_random_uuid(), gen_random_uuid(), 'session_ended', null, now()),
                (2, gen_random_uuid(), gen_random_uuid(), 'session_ended', null, now()),
                (3, gen_random_uuid(), null, 'all_sessions_ended', null, now()),
                (4, gen_random_uuid(), null, 'org_role', 'inactive', now()),
                (5, gen_random_uuid(), null, 'renamed', null, now()),
                (6, gen_random_uuid(), gen_random_uuid(), 'session_changed', null, now())",
        )
        .await
        .expect("a feed");
    let Reply::Feed(feed) = fixture.ask(&node, &feed()).await else { panic!("a feed") };
    assert_eq!((feed.head, feed.entries.len(), feed.more, feed.entries[0].n), (6, 5, false, 2));
    assert!(
        matches!(feed.entries[4].change, proto::auth::Change::SessionChanged { .. }),
        "nobody is signed out by it"
    );
    let Reply::Feed(end) = fixture.ask(&node, &Query::Feed { after: 6 }).await else { panic!("a feed") };
    assert_eq!((end.head, end.entries.len()), (6, 0));
}

#[tokio::test]
async fn every_node_names_the_same_log() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (x, y) = (fixture.ask(&a, &Query::Log).await, fixture.ask(&b, &Query::Log).await);
    assert!(matches!(x, Reply::Log(_)) && x == y);
}

#[tokio::test]
async fn more_rooms_than_fit_an_answer_are_all_of_them_answered() {
    let fixture = Fixture::new().await;
    let (node, ann, bob) = (fixture.node().await, Person::new("Ann"), Person::new("Bob"));
    let statement = "with made as (
            insert into chat.room (id, kind, name, name_key, slug, head, acl, members)
            select gen_random_uuid(), 'private', repeat('字', 80), repeat('字', 80), repeat('字', 55) || n, 1, 1, 1
            from generate_series(1, 1200) n returning id
        )
        insert into chat.member (room_id, user_id, role, since_seq, since_msg) select id, $1, 'owner', 1, 0 from made";
    fixture.db.execute(statement, &[&ann.id().0]).await.expect("1,200 rooms");
    let (mut rooms, mut after) = (Vec::new(), None);
    loop {
        let query = Query::Rooms { user: ann.id(), after };
        let Reply::Rooms { rooms: some, more, .. } = fixture.ask(&node, &query).await else {
            panic!("rooms")
        };
        after = some.last().map(|line| line.room);
        rooms.extend(some.into_iter().map(|line| line.room));
        if !more {
            break;
        }
    }
    assert_eq!(rooms.len(), 1_200);
    assert!(rooms.is_sorted_by(|one, next| one < next), "each once");
    let his = fixture.ask(&node, &Query::Rooms { user: bob.id(), after: None }).await;
    assert_eq!(his, Reply::Rooms { rooms: Vec::new(), more: false, personal: Some(Personal::default()) });
}
