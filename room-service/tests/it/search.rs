//! Searching over the real database, with the follower that writes the index: what is found, by whom, and what no longer is.

mod far_back;

use std::collections::BTreeSet;

use futures_util::future::join_all;
use proto::room::search::{Days, Search, SearchHit, SearchOrder, Typed};
use proto::room::{
    Action, Actor, Authority, Command, Kind, MarkerQuery, MessageCursor, OrgRole, Query, Reply, SavedQuery,
    Viewer,
};
use proto::text::{Body, FileName, MediaType, Reaction, RoomName};
use proto::{Code, RoomId, Seq};
use time::macros::date;

use crate::fixture::{DEADLINE, Fixture, Node, Person, done};

/// Seqs of a block of the index.
const BLOCK: Seq = room_service::store::search::block::BLOCK;

struct Setup {
    fixture: Fixture,
    node: Node,
    room: RoomId,
    ann: Person,
    bob: Person,
}

impl Setup {
    /// Ann's private room, where Bob is, too.
    async fn new() -> Self {
        let fixture = Fixture::new().await;
        let node = fixture.node().await;
        let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
        let name = RoomName::parse("tea").expect("a name");
        let made = ann.wants(RoomId::new(), Action::Create { name, kind: Kind::Private });
        let room = RoomId::made_by(ann.id(), made.nonce);
        done(&fixture.send(&node, &Command { room, ..made }).await);
        let setup = Self { fixture, node, room, ann, bob };
        setup.act(&setup.ann, Action::Add { user: setup.bob.id(), whom: "Bob".into() }).await;
        setup
    }

    async fn act(&self, who: &Person, action: Action) -> Seq {
        done(&self.fixture.send(&self.node, &who.wants(self.room, action)).await)
    }

    async fn say(&self, room: RoomId, who: &Person, text: &str) -> Seq {
        done(&self.fixture.send(&self.node, &who.posts(room, text)).await)
    }

    async fn search(&self, viewer: Viewer, search: Search) -> (Vec<SearchHit>, bool) {
        let search = Box::new(Search { limit: if search.limit == 0 { 20 } else { search.limit }, ..search });
        match self.fixture.ask(&self.node, &Query::Search { viewer, search }).await {
            Reply::Found { messages, more, .. } => (messages, more),
            other => panic!("messages: {other:?}"),
        }
    }

    async fn seqs(&self, who: &Person, search: Search) -> Vec<Seq> {
        self.search(who.viewer(), search).await.0.into_iter().map(|hit| hit.message.seq).collect()
    }

    /// Asks until the index has come so far that these are found, in this order.
    async fn finds(&self, who: &Person, search: Search, expected: &[Seq]) {
        let found = tokio::time::timeout(DEADLINE, async {
            while self.seqs(who, search.clone()).await != expected {
                tokio::task::yield_now().await;
            }
        });
        if found.await.is_err() {
            panic!("{search:?}: {:?}, not {expected:?}", self.seqs(who, search.clone()).await);
        }
    }

    /// Waits until the index has come to the end of every log.
    async fn followed(&self) {
        let behind = "select count(*) from chat.room r left join chat.cursor c on c.room_id = r.id and c.follower = 'search'
            where exists (select from chat.search_rebuild) or exists (
                select from chat.event e where e.room_id = r.id and e.seq > coalesce(c.seq, 0) and e.kind in ('posted', 'edited', 'deleted')
            )";
        let followed = async {
            while self.fixture.db.query_one(behind, &[]).await.expect("a count").get::<_, i64>(0) > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(DEADLINE, followed).await.expect("the index follows");
    }

    /// Says so much more that what was said before is in the index.
    async fn fill(&self, room: RoomId) {
        for n in 0..BLOCK {
            self.say(room, &self.ann, &format!("filler {n}")).await;
        }
        self.followed().await;
    }

    /// The blocks of the room whose words are in the index, and whether one of these is among them.
    async fn indexed(&self, word: &str) -> (Vec<Seq>, bool) {
        let blocks = "select block, words @@ $2::text::tsquery as there from chat.search where room_id = $1 order by block";
        let rows = self.fixture.db.query(blocks, &[&self.room.0, &word]).await.expect("rows");
        (rows.iter().map(|row| row.get("block")).collect(), rows.iter().any(|row| row.get("there")))
    }
}

/// What is typed, as a room-service is asked for it.
fn typed(text: &str) -> Search {
    let Typed { terms, has, is, days, .. } = Typed::parse(text, date!(2026 - 11 - 23)).expect("a question");
    assert_eq!(days, Days::default());
    Search { terms, has, is, ..Search::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_parts_phrases_and_scripts_without_spaces_are_found_by_those_who_may_read_them() {
    let setup = Setup::new().await;
    let (room, ann) = (setup.room, &setup.ann);
    let said = [
        "The **Jetty** is booked from Thursday",
        "Tomáš Krejčí comes to our meetings",
        "日本語クラブは木曜日です",
        "Is the booked jetty dry? No rain",
        "don't panic: https://example.org/plan",
    ];
    let mut seqs = Vec::new();
    for text in said {
        seqs.push(setup.say(room, ann, text).await);
    }
    let [jetty, meeting, club, rain, link] = seqs[..] else { panic!("five") };
    setup.followed().await;
    for (text, expected) in [
        ("jetty", &[rain, jetty][..]),
        ("JETT", &[rain, jetty]),
        ("jetty thursday", &[jetty]),
        ("jetty -rain", &[jetty]),
        ("\"jetty is booked\"", &[jetty]),
        ("\"is booked jetty\"", &[]),
        ("krejci", &[meeting]),
        ("meeting", &[meeting]),
        ("meet", &[meeting]),
        ("本語", &[club]),
        ("語", &[club]),
        ("木曜日です", &[club]),
        ("語木", &[]),
        ("don't", &[link]),
        ("example.org", &[link]),
        ("has:link", &[link]),
        ("has:link jetty", &[]),
        ("is", &[rain, jetty]),
        ("is:mine panic", &[link]),
        ("nowhere", &[]),
    ] {
        assert_eq!(setup.seqs(&setup.ann, typed(text)).await, expected, "{text}");
        assert_eq!(
            setup.seqs(&setup.bob, Search { is: Vec::new(), ..typed(text) }).await,
            expected,
            "{text}"
        );
        assert_eq!(setup.seqs(&Person::new("Eve"), typed(text)).await, [0; 0], "{text}: the room is private");
    }
    let (hits, _) = setup.search(setup.bob.viewer(), typed("krejci")).await;
    let hit = &hits[0];
    assert_eq!((&*hit.name, hit.kind, hit.message.author, hit.root), ("tea", Kind::Private, ann.id(), None));
    assert!(hit.message.html.contains("Krejčí"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stem_of_the_installation_s_language_finds_other_forms() {
    let setup = Setup::new().await;
    let seq = setup.say(setup.room, &setup.ann, "We met before the meeting").await;
    setup.followed().await;
    assert_eq!(setup.seqs(&setup.bob, typed("meetings")).await, [seq]);
    assert_eq!(
        setup.seqs(&setup.bob, typed("\"meetings\"")).await,
        [0; 0],
        "in quotes it is meant as it stands"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_changed_or_may_not_be_read_any_more_is_not_found_however_far_the_index_has_come() {
    let setup = Setup::new().await;
    let (room, ann, bob) = (setup.room, &setup.ann, &setup.bob);
    let gone = setup.say(room, ann, "the secret jetty").await;
    let changed = setup.say(room, ann, "a jetty of wood").await;
    let kept = setup.say(room, ann, "jetty").await;
    setup.fill(room).await;
    assert_eq!(setup.seqs(bob, typed("jetty")).await, [kept, changed, gone]);
    // The index stands still from here on.
    setup
        .fixture
        .db
        .batch_execute("create table chat.paused as select * from chat.search")
        .await
        .expect("kept");
    setup.act(ann, Action::Delete { target: gone, reason: None }).await;
    let body = Body::parse("a pier of wood").expect("a body");
    setup.act(ann, Action::Edit { target: changed, body, text_rev: None, without: Vec::new() }).await;
    let back = "insert into chat.search select * from chat.paused on conflict (room_id, block) do update set
        rev = excluded.rev, words = excluded.words";
    setup.followed().await;
    assert!(!setup.indexed("secret").await.1);
    setup.fixture.db.batch_execute(back).await.expect("as it was");
    assert!(setup.indexed("secret").await.1, "the words of what was deleted are in the index");
    assert_eq!(setup.seqs(bob, typed("jetty")).await, [kept]);
    assert_eq!(setup.seqs(bob, typed("secret")).await, [0; 0]);

    let remove =
        Action::Remove { user: bob.id(), ban: false, minutes: None, reason: None, whom: "Bob".into() };
    setup.act(ann, remove).await;
    assert_eq!(setup.seqs(bob, typed("jetty")).await, [0; 0], "from one moment to the next");
    assert_eq!(setup.seqs(ann, typed("jetty")).await, [kept]);
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_and_deletions_are_followed_and_leave_nothing_behind() {
    let setup = Setup::new().await;
    let (room, ann) = (setup.room, &setup.ann);
    let seq = setup.say(room, ann, "the jetty").await;
    let other = setup.say(room, ann, "a boat").await;
    setup.fill(room).await;
    assert_eq!(setup.indexed("jetty & boat").await, (vec![0], true));
    let body = Body::parse("the pier").expect("a body");
    setup.act(ann, Action::Edit { target: seq, body, text_rev: None, without: Vec::new() }).await;
    setup.finds(ann, typed("pier"), &[seq]).await;
    assert_eq!(setup.seqs(ann, typed("jetty")).await, [0; 0]);
    setup.act(ann, Action::Delete { target: seq, reason: None }).await;
    setup.followed().await;
    assert!(!setup.indexed("jetty | pier").await.1, "no word of it is kept");
    assert_eq!(setup.seqs(ann, typed("boat")).await, [other]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_index_does_not_have_yet_is_found_and_what_it_has_is_found_by_it() {
    let setup = Setup::new().await;
    let (room, ann, bob) = (setup.room, &setup.ann, &setup.bob);
    let old = setup.say(room, ann, "the old jetty").await;
    setup.fill(room).await;
    let new = setup.say(room, ann, "the new jetty").await;
    assert_eq!(setup.seqs(bob, typed("jetty")).await, [new, old], "at once");
    assert!(!setup.indexed("new").await.1, "its block is not full");
    // An index that knows nothing of it.
    let spoil = format!("update chat.search set words = '' where block = {}", old / BLOCK);
    setup.fixture.db.batch_execute(&spoil).await.expect("spoilt");
    assert_eq!(setup.seqs(bob, typed("jetty")).await, [new]);
    // In many blocks, and a page that ends among them.
    for n in 0..3 * BLOCK {
        setup.say(room, ann, &format!("lantern {n}")).await;
    }
    setup.followed().await;
    let mut search = Search { limit: 20, ..typed("lantern") };
    let mut found = Vec::new();
    loop {
        let (page, more) = setup.search(bob.viewer(), search.clone()).await;
        found.extend(page.iter().map(|hit| hit.message.seq));
        let Some(last) = page.last().filter(|_| more).map(|hit| &hit.message) else { break };
        search.before = Some(MessageCursor { at: last.at, room: last.room, seq: last.seq });
    }
    let expected: Vec<Seq> = (new + 1..=new + 3 * BLOCK).rev().collect();
    assert_eq!(found, expected, "each once, the newest first");
}

#[tokio::test(flavor = "multi_thread")]
async fn public_rooms_are_searched_by_members_of_the_organisation_and_not_by_guests_or_the_banned() {
    let setup = Setup::new().await;
    let room = setup.fixture.room(&setup.node, &setup.ann, "harbour").await;
    let seq = setup.say(room, &setup.ann, "the jetty").await;
    let visitor = Person::new("Eve");
    setup.finds(&visitor, typed("jetty"), &[seq]).await;
    let guest = Viewer { org_role: OrgRole::Guest, ..visitor.viewer() };
    assert!(setup.search(guest, typed("jetty")).await.0.is_empty());
    setup.fill(room).await;
    let ban =
        Action::Remove { user: visitor.id(), ban: true, minutes: None, reason: None, whom: "Eve".into() };
    done(&setup.fixture.send(&setup.node, &visitor.wants(room, Action::Join)).await);
    done(&setup.fixture.send(&setup.node, &setup.ann.wants(room, ban)).await);
    assert_eq!(setup.seqs(&visitor, typed("jetty")).await, [0; 0]);
    let left = "select count(*) from chat.search where room_id = $1";
    let there = setup.fixture.db.query_one(left, &[&room.0]).await.expect("a count").get::<_, i64>(0);
    assert!(there > 0, "its words are in the index");
    let ada = Person(Actor { org_role: OrgRole::Admin, ..Person::new("Ada").0 });
    done(&setup.fixture.send(&setup.node, &ada.wants(room, Action::DeleteRoom).by(Authority::Admin)).await);
    assert_eq!(setup.seqs(&setup.ann, typed("jetty")).await, [0; 0], "of a deleted room nothing is found");
    let emptied = async {
        while setup.fixture.db.query_one(left, &[&room.0]).await.expect("a count").get::<_, i64>(0) > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, emptied).await.expect("and its words go with it");
}

#[tokio::test(flavor = "multi_thread")]
async fn direct_conversations_are_searched_by_those_in_them_and_by_themselves() {
    let setup = Setup::new().await;
    let (ann, bob) = (&setup.ann, &setup.bob);
    crate::direct::known(&setup.fixture, &[(ann, "member"), (bob, "member")]).await;
    let open = Query::Direct { actor: ann.0.clone(), others: vec![bob.id()] };
    let Reply::Room(view) = setup.fixture.ask(&setup.node, &open).await else { panic!("a room") };
    let apart = setup.say(view.room, ann, "a jetty between us").await;
    let public = setup.say(setup.room, ann, "a jetty for all").await;
    let direct = Search { direct: true, ..typed("jetty") };
    setup.finds(bob, direct.clone(), &[apart]).await;
    setup.finds(bob, typed("jetty"), &[public, apart]).await;
    assert_eq!(setup.seqs(&Person::new("Eve"), direct).await, [0; 0]);
    let here = Search { rooms: vec![setup.room], ..typed("jetty") };
    assert_eq!(setup.seqs(bob, here).await, [public]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_message_has_and_is_narrows_what_is_found() {
    let setup = Setup::new().await;
    let (room, ann, bob) = (setup.room, &setup.ann, &setup.bob);
    let plain = setup.say(room, ann, "jetty one").await;
    let liked = setup.say(room, ann, "jetty two").await;
    let root = setup.say(room, ann, "jetty three").await;
    setup.act(bob, Action::React { target: liked, reaction: Reaction::parse("👍").expect("an emoji") }).await;
    let reply = Action::PostInThread {
        root,
        body: Body::parse("jetty four").expect("a body"),
        files: Vec::new(),
        also_in_room: false,
    };
    let reply = setup.act(bob, reply).await;
    setup.act(ann, Action::Pin { target: plain }).await;
    let save = Query::Saved { query: SavedQuery::Save { room, viewer: bob.viewer(), seq: liked } };
    assert!(matches!(setup.fixture.ask(&setup.node, &save).await, Reply::Saved(Some(_))));
    setup.finds(bob, typed("jetty"), &[reply, root, liked, plain]).await;
    for (text, expected) in [
        ("jetty has:reaction", &[liked][..]),
        ("jetty has:thread", &[root]),
        ("is:thread", &[reply]),
        ("is:pinned", &[plain]),
        ("is:saved", &[liked]),
        ("is:mine", &[reply]),
        ("is:unread", &[root, liked, plain]),
        ("has:file", &[]),
        ("has:reaction has:thread", &[]),
    ] {
        assert_eq!(setup.seqs(bob, typed(text)).await, expected, "{text}");
    }
    let by_ann = Search { authors: vec![ann.id()], ..typed("jetty") };
    assert_eq!(setup.seqs(bob, by_ann).await, [root, liked, plain]);
    let mark =
        Query::Markers { query: MarkerQuery::Mark { room, user: bob.id(), seq: liked, generation: None } };
    assert!(matches!(setup.fixture.ask(&setup.node, &mark).await, Reply::Marked(_)));
    assert_eq!(setup.seqs(bob, typed("is:unread")).await, [root]);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_found_by_their_names() {
    let setup = Setup::new().await;
    let (room, ann) = (setup.room, &setup.ann);
    let seq = setup.say(room, ann, "here it is").await;
    let (name, kind) = (
        FileName::parse("jetty_4_plan.png").expect("a name"),
        MediaType::parse("image/png").expect("a type"),
    );
    let attach =
        "insert into chat.attachment (id, room_id, owner_id, name, size, type, stored_at, seq, place)
        values (gen_random_uuid(), $1, $2, $3, 9, $4, now(), $5, 0)";
    let values: [&(dyn tokio_postgres::types::ToSql + Sync); 5] =
        [&room.0, &ann.id().0, &name.as_str(), &kind.as_str(), &seq];
    setup.fixture.db.execute(attach, &values).await.expect("attached");
    setup.fixture.db.execute("delete from chat.cursor where follower = 'search'", &[]).await.expect("again");
    setup.act(ann, Action::React { target: seq, reaction: Reaction::parse("👍").expect("an emoji") }).await;
    setup.say(room, ann, "anything").await;
    for text in ["jetty", "plan has:image", "\"jetty 4\" has:file"] {
        setup.finds(ann, typed(text), &[seq]).await;
    }
    assert_eq!(setup.seqs(ann, typed("\"is jetty\"")).await, [0; 0], "a name begins anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_comes_in_pages_by_newest_or_by_relevance() {
    let setup = Setup::new().await;
    let (room, ann) = (setup.room, &setup.ann);
    let best = setup.say(room, ann, "jetty jetty jetty").await;
    let mut seqs = vec![best];
    for n in 0..6 {
        seqs.push(setup.say(room, ann, &format!("the jetty, and much else besides it, number {n}")).await);
    }
    seqs.reverse();
    setup.finds(ann, typed("jetty"), &seqs).await;
    let (first, more) = setup.search(ann.viewer(), Search { limit: 3, ..typed("jetty") }).await;
    assert!(more && first.iter().map(|hit| hit.message.seq).eq(seqs[..3].iter().copied()));
    let last = &first[2].message;
    let before = Some(MessageCursor { at: last.at, room: last.room, seq: last.seq });
    let (rest, more) = setup.search(ann.viewer(), Search { limit: 4, before, ..typed("jetty") }).await;
    assert!(!more && rest.iter().map(|hit| hit.message.seq).eq(seqs[3..].iter().copied()));
    let relevant = |offset| Search { order: SearchOrder::Relevance, offset, limit: 4, ..typed("jetty") };
    let (ranked, more) = setup.search(ann.viewer(), relevant(0)).await;
    assert!(more && ranked[0].message.seq == best, "{ranked:?}");
    let (last, more) = setup.search(ann.viewer(), relevant(4)).await;
    assert_eq!((last.len(), more), (3, false));
    let all: BTreeSet<Seq> = ranked.iter().chain(&last).map(|hit| hit.message.seq).collect();
    assert_eq!(all, seqs.into_iter().collect(), "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_is_written_anew_while_it_serves_and_loses_what_is_gone() {
    let setup = Setup::new().await;
    let (room, ann) = (setup.room, &setup.ann);
    let first = setup.say(room, ann, "the jetty").await;
    let second = setup.say(room, ann, "the pier").await;
    assert_eq!(first / BLOCK, second / BLOCK);
    setup.fill(room).await;
    let spoil = format!(
        "update chat.search set words = array_to_tsvector(array['jetty']) where room_id = '{id}' and block = {block};
        insert into chat.search select room_id, 4000, first_at, last_at, rev, words from chat.search where room_id = '{id}' and block = {block}",
        id = room.0,
        block = second / BLOCK
    );
    setup.fixture.db.batch_execute(&spoil).await.expect("spoilt");
    assert_eq!(setup.seqs(ann, typed("pier")).await, [0; 0]);
    let admin = room_service::admin::Rooms::at(&setup.fixture.url).expect("an address");
    assert_eq!(admin.rebuild_search().await.expect("begun"), 2, "general and this one");
    assert_eq!(setup.seqs(ann, typed("jetty")).await, [first], "what is there serves");
    setup.followed().await;
    assert_eq!(admin.search_left().await.expect("asked"), 0);
    assert_eq!(setup.seqs(ann, typed("pier")).await, [second]);
    assert!(
        !setup.indexed("jetty").await.0.contains(&4_000),
        "where there is nothing nothing is in the index"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_more_searches_than_a_node_does_at_once_some_are_told_to_wait() {
    let setup = Setup::new().await;
    let seq = setup.say(setup.room, &setup.ann, "the jetty").await;
    setup.finds(&setup.ann, typed("jetty"), &[seq]).await;
    // Nobody reads the index while this lock is held.
    let lock = crate::fixture::connect(&setup.fixture.url).await;
    lock.batch_execute("begin; lock table chat.search in access exclusive mode").await.expect("locked");
    let search = Box::new(Search { limit: 5, ..typed("jetty") });
    let query = Query::Search { viewer: setup.ann.viewer(), search };
    let answers = join_all((0..3).map(|_| setup.fixture.ask(&setup.node, &query))).await;
    let codes: Vec<Code> = answers
        .iter()
        .filter_map(|reply| match reply {
            Reply::Refused(refusal) => Some(refusal.code),
            _ => None,
        })
        .collect();
    assert!(codes.contains(&Code::Busy) && codes.contains(&Code::Limit), "{answers:?}");
    lock.batch_execute("rollback").await.expect("let go");
    setup.finds(&setup.ann, typed("jetty"), &[seq]).await;
}
