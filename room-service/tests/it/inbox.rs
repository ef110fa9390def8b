//! What waits for somebody and why, over the real database; put away, and back at its time.

use proto::node::UserHint;
use proto::room::notification::Why;
use proto::room::{
    Action, Command, Conversation, INBOX_PAGE, Inbox, InboxPart, InboxQuery, Keyword, Kind, Level,
    MarkerQuery, MyRoom, Named, NotificationQuery, Personal, Query, Reply, SNOOZED_MAX, ThreadQuery,
};
use proto::text::{Body, RoomName, Username};
use proto::{At, Reason, RoomId, Seq, subject};
use time::Duration;

use crate::direct::{known, pair};
use crate::fixture::{DEADLINE, Fixture, Node, Person, done};

pub(crate) struct Setup {
    pub(crate) fixture: Fixture,
    pub(crate) node: Node,
    other: Node,
    room: RoomId,
    olga: Person,
    bob: Person,
}

impl Setup {
    /// Olga's room, where Bob is, too.
    async fn new() -> Self {
        let fixture = Fixture::new().await;
        let (node, other) = (fixture.node().await, fixture.node().await);
        let [olga, bob] = ["olga", "bob"].map(Person::new);
        known(&fixture, &[(&olga, "member"), (&bob, "member")]).await;
        let room = fixture.room(&node, &olga, "tea").await;
        done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
        Self { fixture, node, other, room, olga, bob }
    }

    async fn does(&self, command: &Command) -> Seq {
        done(&self.fixture.send(&self.node, command).await)
    }

    async fn names_bob(&self, room: RoomId, text: &str) -> Seq {
        let name = Username::parse("bob").expect("a name");
        let named = vec![Named { name, user: self.bob.id() }];
        self.does(&Command { named, ..self.olga.posts(room, text) }).await
    }

    /// As the other node has it.
    async fn ask(&self, query: Query) -> Reply {
        self.fixture.ask(&self.other, &query).await
    }

    async fn inbox(&self, part: InboxPart) -> Inbox {
        match self
            .ask(Query::Inbox { query: InboxQuery::List { user: self.bob.id(), part, why: None, offset: 0 } })
            .await
        {
            Reply::Inbox(inbox) => inbox,
            other => panic!("an inbox: {other:?}"),
        }
    }

    async fn whys(&self, part: InboxPart) -> Vec<(RoomId, Option<Seq>, Why)> {
        let items = self.inbox(part).await.items;
        items.into_iter().map(|item| (item.room, item.root.map(|root| root.seq), item.why)).collect()
    }

    /// As many as the numbers that his pages and sockets are told.
    async fn count(&self) -> i64 {
        let query = Query::Rooms { user: self.bob.id(), after: None };
        let Reply::Rooms { rooms, personal, .. } = self.ask(query).await else { panic!("rooms") };
        let waiting = rooms.iter().filter(|room| room.waiting() > 0).count();
        waiting as i64 + personal.unwrap_or_default().waiting(At::now_utc())
    }

    async fn put_away(&self, conversation: Conversation, seq: Seq, until: Option<At>) -> Reply {
        self.ask(Query::Inbox {
            query: InboxQuery::PutAway { user: self.bob.id(), conversation, seq, until },
        })
        .await
    }

    async fn level(&self, room: RoomId, level: Level) {
        let set = Query::SetLevel { room, user: self.bob.id(), level };
        assert_eq!(self.ask(set).await, Reply::Level(level));
    }

    /// The time of everything that is snoozed comes.
    async fn time_comes(&self) {
        for table in ["chat.marker", "chat.thread_follow"] {
            let past = format!(
                "update {table} set away_until = now() - interval '1 second' where away_until is not null"
            );
            self.fixture.db.execute(&past, &[]).await.expect("time passes");
        }
    }
}

fn of(room: RoomId) -> Conversation {
    Conversation { room, root: None }
}

fn reply(root: Seq, words: &str) -> Action {
    Action::PostInThread {
        root,
        body: Body::parse(words).expect("a body"),
        also_in_room: false,
        files: Vec::new(),
    }
}

fn tomorrow() -> At {
    (At::now_utc() + Duration::DAY).replace_nanosecond(0).expect("a moment")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_stands_there_with_why_the_latest_first_and_is_as_much_as_is_counted() {
    let setup = Setup::new().await;
    let (olga, bob, tea) = (&setup.olga, &setup.bob, setup.room);
    let mut rooms = Vec::new();
    for name in ["loud", "quiet", "words"] {
        let room = setup.fixture.room(&setup.node, olga, name).await;
        setup.does(&bob.wants(room, Action::Join)).await;
        rooms.push(room);
    }
    let [loud, quiet, words] = rooms[..] else { panic!("three") };
    setup.level(loud, Level::Everything).await;
    setup.level(quiet, Level::Nothing).await;
    let keyword = Keyword::parse("permit").expect("a keyword");
    setup
        .ask(Query::Notifications { query: NotificationQuery::AddKeyword { user: bob.id(), keyword } })
        .await;

    let root = setup.does(&bob.posts(tea, "lights?")).await;
    setup.names_bob(tea, "@bob yes").await;
    setup.names_bob(quiet, "@bob psst").await;
    setup.does(&olga.posts(tea, "nothing for him")).await;
    setup.does(&olga.wants(tea, reply(root, "I do"))).await;
    for text in ["one", "two"] {
        setup.does(&olga.posts(loud, text)).await;
    }
    let direct = pair(&setup.fixture, &setup.node, olga, bob).await;
    setup.does(&olga.posts(direct, "lunch?")).await;
    let mut hints = setup.fixture.bus.subscribe(&subject::user_evt(bob.id())).await.expect("subscribed");
    setup.fixture.bus.barrier().await.expect("in force");
    let seq = setup.does(&olga.posts(words, "the permit came")).await;
    let called = async {
        let hint = UserHint::Mention { room: words, seq };
        while hints.next().await.expect("a hint").read::<UserHint>().expect("read") != hint {}
    };
    tokio::time::timeout(DEADLINE, called).await.expect("his keyword calls him");

    let expected = vec![
        (words, None, Why::Keyword),
        (direct, None, Why::Direct),
        (loud, None, Why::Everything),
        (tea, Some(root), Why::Thread),
        (tea, None, Why::Mentioned),
    ];
    assert_eq!(setup.whys(InboxPart::Waiting).await, expected);
    assert_eq!(setup.count().await, 5);
    let inbox = setup.inbox(InboxPart::Waiting).await;
    let said: Vec<_> = inbox.items.iter().map(|item| (item.count, item.keyword.as_deref())).collect();
    assert_eq!(said, [(1, Some("permit")), (1, None), (2, None), (1, None), (1, None)]);
    assert!(inbox.items[2].said.html.contains("two"), "the latest");
    let counts =
        [Why::Mentioned, Why::Direct, Why::Thread, Why::Keyword, Why::Everything].map(|why| (why, 1));
    assert_eq!((inbox.counts, inbox.more), (counts.to_vec(), false));
    let query = Query::Inbox {
        query: InboxQuery::List {
            user: bob.id(),
            part: InboxPart::Waiting,
            why: Some(Why::Thread),
            offset: 0,
        },
    };
    let Reply::Inbox(threads) = setup.ask(query).await else { panic!("an inbox") };
    assert_eq!((threads.items.len(), threads.counts.len()), (1, 5));
    for part in [InboxPart::Done, InboxPart::Snoozed] {
        assert_eq!(setup.whys(part).await, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_with_is_away_on_all_devices_until_something_comes_after_it() {
    let setup = Setup::new().await;
    let (olga, bob, tea) = (&setup.olga, &setup.bob, setup.room);
    let root = setup.does(&bob.posts(tea, "lights?")).await;
    let named = setup.names_bob(tea, "@bob yes").await;
    let replied = setup.does(&olga.wants(tea, reply(root, "I do"))).await;
    let thread = Conversation { room: tea, root: Some(root) };
    let mut hints = setup.fixture.bus.subscribe(&subject::user_evt(bob.id())).await.expect("subscribed");
    setup.fixture.bus.barrier().await.expect("in force");
    let mut told = async |hint: UserHint| {
        let telling =
            async { while hints.next().await.expect("a hint").read::<UserHint>().expect("read") != hint {} };
        tokio::time::timeout(DEADLINE, telling).await.expect("his windows are told");
    };
    assert_eq!(setup.put_away(of(tea), named, None).await, Reply::PutAway);
    told(UserHint::MembershipAdded { room: tea }).await;
    assert_eq!(setup.whys(InboxPart::Waiting).await, [(tea, Some(root), Why::Thread)]);
    assert_eq!(setup.whys(InboxPart::Done).await, [(tea, None, Why::Mentioned)]);
    assert_eq!(setup.put_away(thread, replied, None).await, Reply::PutAway);
    told(UserHint::Personal).await;
    assert_eq!((setup.whys(InboxPart::Waiting).await, setup.count().await), (vec![], 0));

    setup.does(&olga.wants(tea, reply(root, "and there"))).await;
    assert_eq!(setup.whys(InboxPart::Waiting).await, [(tea, Some(root), Why::Thread)], "something new");
    let again = setup.names_bob(tea, "@bob again").await;
    assert_eq!(setup.count().await, 2);
    let bring = Query::Inbox { query: InboxQuery::BringBack { user: bob.id(), conversation: of(tea) } };
    assert_eq!(setup.ask(bring).await, Reply::PutAway);
    assert_eq!(setup.inbox(InboxPart::Waiting).await.items[0].count, 2, "with what was done with");

    let all = Query::Inbox {
        query: InboxQuery::PutAllAway { user: bob.id(), said_until: At::now_utc() + Duration::MINUTE },
    };
    assert_eq!(setup.ask(all).await, Reply::PutAway);
    assert_eq!((setup.count().await, setup.whys(InboxPart::Done).await.len()), (0, 2));
    setup
        .ask(Query::Markers {
            query: MarkerQuery::Mark { room: tea, user: bob.id(), seq: again, generation: None },
        })
        .await;
    assert_eq!(
        setup.whys(InboxPart::Done).await,
        [(tea, Some(root), Why::Thread)],
        "what is read is nowhere"
    );
    // Whoever marks it unread wants to see it again.
    setup
        .ask(Query::Markers { query: MarkerQuery::MarkUnread { room: tea, user: bob.id(), seq: named } })
        .await;
    assert_eq!(setup.whys(InboxPart::Waiting).await, [(tea, None, Why::Mentioned)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_was_shown_is_done_with_and_what_came_since_is_not() {
    let setup = Setup::new().await;
    setup.names_bob(setup.room, "@bob one").await;
    let shown = setup.inbox(InboxPart::Waiting).await.items[0].said.at;
    let later = setup.names_bob(setup.room, "@bob two").await;
    let query = Query::Inbox { query: InboxQuery::PutAllAway { user: setup.bob.id(), said_until: shown } };
    assert_eq!(setup.ask(query.clone()).await, Reply::PutAway);
    assert_eq!(setup.inbox(InboxPart::Waiting).await.items[0].count, 2, "it goes on");
    // Nothing new calls, but something was said.
    setup
        .ask(Query::Markers {
            query: MarkerQuery::Mark { room: setup.room, user: setup.bob.id(), seq: later, generation: None },
        })
        .await;
    let named = setup.names_bob(setup.room, "@bob three").await;
    let shown = setup.inbox(InboxPart::Waiting).await.items[0].said.at;
    setup.does(&setup.olga.posts(setup.room, "nothing for him")).await;
    setup
        .ask(Query::Inbox { query: InboxQuery::PutAllAway { user: setup.bob.id(), said_until: shown } })
        .await;
    assert_eq!(setup.count().await, 0);
    let row = "select away_seq from chat.marker where user_id = $1";
    let row = setup.fixture.db.query_one(row, &[&setup.bob.id().0]).await.expect("a marker");
    assert_eq!(row.get::<_, Seq>(0), named, "up to what was shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_snoozed_waits_again_at_its_time_unless_it_was_read() {
    let setup = Setup::new().await;
    let (olga, bob, tea) = (&setup.olga, &setup.bob, setup.room);
    let root = setup.does(&bob.posts(tea, "lights?")).await;
    let named = setup.names_bob(tea, "@bob yes").await;
    let replied = setup.does(&olga.wants(tea, reply(root, "I do"))).await;
    let (thread, until) = (Conversation { room: tea, root: Some(root) }, tomorrow());
    setup.put_away(of(tea), named, Some(until)).await;
    setup.put_away(thread, replied, Some(until)).await;
    assert_eq!((setup.whys(InboxPart::Waiting).await, setup.count().await), (vec![], 0));
    let snoozed = setup.inbox(InboxPart::Snoozed).await.items;
    assert_eq!(snoozed.iter().map(|item| item.until).collect::<Vec<_>>(), [Some(until); 2]);
    assert_eq!(setup.whys(InboxPart::Done).await, []);

    // What his sockets are told says when, and how much waits then.
    let Reply::Marked(marker) =
        setup.ask(Query::Markers { query: MarkerQuery::Get { room: tea, user: bob.id() } }).await
    else {
        panic!("a marker")
    };
    let away = marker.away.expect("it is away");
    assert_eq!((marker.mentions, away.until, away.mentions), (0, Some(until), 1));
    let Reply::Personal(Personal { threads, snoozed, .. }) =
        setup.ask(Query::Personal { user: bob.id() }).await
    else {
        panic!("numbers")
    };
    assert_eq!((threads, snoozed.len(), snoozed[0].0), (0, 1, until));

    setup.time_comes().await;
    assert_eq!((setup.whys(InboxPart::Waiting).await.len(), setup.count().await), (2, 2));
    assert_eq!(setup.whys(InboxPart::Snoozed).await, []);
    setup
        .ask(Query::Markers {
            query: MarkerQuery::Mark { room: tea, user: bob.id(), seq: named, generation: None },
        })
        .await;
    setup
        .ask(Query::Threads { query: ThreadQuery::Read { room: tea, user: bob.id(), root, seq: replied } })
        .await;
    assert_eq!(setup.count().await, 0);

    // Read while it is snoozed it does not come back.
    let named = setup.names_bob(tea, "@bob once more").await;
    setup.put_away(of(tea), named, Some(until)).await;
    setup
        .ask(Query::Markers {
            query: MarkerQuery::Mark { room: tea, user: bob.id(), seq: named, generation: None },
        })
        .await;
    setup.time_comes().await;
    assert_eq!((setup.count().await, setup.whys(InboxPart::Snoozed).await), (0, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_taken_out_a_moment_ago_finds_nothing_of_it_and_puts_nothing_away() {
    let setup = Setup::new().await;
    let (olga, bob) = (&setup.olga, &setup.bob);
    let name = RoomName::parse("board").expect("a name");
    let made = olga.wants(RoomId::new(), Action::Create { name, kind: Kind::Private });
    let board = RoomId::made_by(olga.id(), made.nonce);
    setup.does(&Command { room: board, ..made }).await;
    setup.does(&olga.wants(board, Action::Add { user: bob.id(), whom: "bob".into() })).await;
    let named = setup.names_bob(board, "@bob a secret").await;
    assert_eq!(setup.whys(InboxPart::Waiting).await, [(board, None, Why::Mentioned)]);
    let remove =
        Action::Remove { user: bob.id(), ban: false, minutes: None, reason: None, whom: "bob".into() };
    setup.does(&olga.wants(board, remove)).await;
    assert_eq!((setup.whys(InboxPart::Waiting).await, setup.count().await), (vec![], 0));
    for conversation in [of(board), Conversation { room: board, root: Some(named) }, of(RoomId::new())] {
        assert_eq!(setup.put_away(conversation, named, None).await, Reply::PutAway, "it is away anyhow");
    }
    let rows = "select count(*) from chat.marker where user_id = $1 and away_seq > 0";
    let rows = setup.fixture.db.query_one(rows, &[&bob.id().0]).await.expect("counted");
    assert_eq!(rows.get::<_, i64>(0), 0, "nothing is written for whoever is not inside");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_writes_nothing_for_those_it_waits_for() {
    let setup = Setup::new().await;
    setup.level(setup.room, Level::Everything).await;
    let rows = async || {
        let rows = "select (select count(*) from chat.marker where user_id = $1)
            + (select count(*) from chat.thread_follow where user_id = $1)";
        let rows = setup.fixture.db.query_one(rows, &[&setup.bob.id().0]).await.expect("counted");
        rows.get::<_, i64>(0)
    };
    let before = rows().await;
    for n in 0..5 {
        setup.does(&setup.olga.posts(setup.room, &format!("{n}"))).await;
    }
    assert_eq!((rows().await, setup.count().await), (before, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_has_pages_and_what_is_snoozed_an_end() {
    let setup = Setup::new().await;
    let (bob, most) = (&setup.bob, SNOOZED_MAX as i64);
    // Rooms with something for him, made at once.
    let make = "
        with made as (
            insert into chat.room (id, kind, name, name_key, slug, head, acl, last_msg)
            select gen_random_uuid(), 'public', 'r' || n, 'r' || n, 'r' || n, 2, 1, 1 from generate_series(1, $3::bigint) n returning id
        ), inside as (
            insert into chat.member (room_id, user_id, role, since_seq, since_msg) select id, $1, 'member', 1, 0 from made
        ), said as (
            insert into chat.event (room_id, seq, kind, actor_id, name, authority, nonce, fingerprint, data, at)
            select id, 2, 'posted', $2, '', 'member', id, 0, '{}', now() from made
        ), words as (
            insert into chat.message (room_id, seq, msg_no, author_id, body, html, rev, text_rev, renderer)
            select id, 2, 1, $2, 'x', '<p>x</p>', 2, 2, 1 from made
        )
        insert into chat.mention (user_id, room_id, seq) select $1, id, 2 from made";
    setup.fixture.db.execute(make, &[&bob.id().0, &setup.olga.id().0, &(most + 1)]).await.expect("rooms");
    let inbox = setup.inbox(InboxPart::Waiting).await;
    assert_eq!((inbox.items.len(), inbox.more), (usize::from(INBOX_PAGE), true));
    assert_eq!(inbox.counts, [(Why::Mentioned, most + 1)]);
    let query = Query::Inbox {
        query: InboxQuery::List { user: bob.id(), part: InboxPart::Waiting, why: None, offset: 90 },
    };
    let Reply::Inbox(last) = setup.ask(query).await else { panic!("an inbox") };
    assert_eq!((last.items.len() as i64, last.more), (most + 1 - 90, false));

    let Reply::Rooms { rooms, .. } = setup.ask(Query::Rooms { user: bob.id(), after: None }).await else {
        panic!("rooms")
    };
    let rooms: Vec<&MyRoom> = rooms.iter().filter(|room| room.waiting() > 0).collect();
    let (last, others) = rooms.split_last().expect("rooms");
    for room in others {
        assert_eq!(setup.put_away(of(room.room), room.head, Some(tomorrow())).await, Reply::PutAway);
    }
    let full = setup.put_away(of(last.room), last.head, Some(tomorrow())).await;
    assert!(
        matches!(full, Reply::Refused(refusal) if refusal.reason == Reason::SnoozedFull { max: SNOOZED_MAX })
    );
    assert_eq!(
        setup.put_away(of(others[0].room), 2, Some(tomorrow())).await,
        Reply::PutAway,
        "the same again"
    );
    assert_eq!(setup.put_away(of(last.room), last.head, None).await, Reply::PutAway, "done is done");
}
