//! Threads over the real database: beside the room's pages and numbers, with what each person follows and has read of them.

use proto::node::UserHint;
use proto::room::{
    Action, Around, Command, Fact, Follow, Following, Level, Marker, MarkerQuery, Message, MyThread, Named,
    Page, Query, Reply, ThreadPage, ThreadQuery,
};
use proto::text::{Body, Username};
use proto::{RoomId, Seq, subject};

use crate::fixture::{DEADLINE, Fixture, Node, Person, done, refused};

fn said(root: Seq, words: &str, also_in_room: bool) -> Action {
    Action::PostInThread { root, body: Body::parse(words).expect("a body"), also_in_room, files: Vec::new() }
}

struct Setup {
    fixture: Fixture,
    node: Node,
    other: Node,
    room: RoomId,
    ann: Person,
    bob: Person,
    root: Seq,
}

impl Setup {
    /// Ann has said something that a thread can begin with; Bob is there, too.
    async fn new() -> Self {
        let fixture = Fixture::new().await;
        let (node, other) = (fixture.node().await, fixture.node().await);
        let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
        let room = fixture.room(&node, &ann, "tea").await;
        done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
        let root = done(&fixture.send(&node, &ann.posts(room, "lights?")).await);
        Self { fixture, node, other, room, ann, bob, root }
    }

    async fn does(&self, who: &Person, action: Action) -> Seq {
        done(&self.fixture.send(&self.node, &who.wants(self.room, action)).await)
    }

    async fn page(&self, who: &Person) -> Page {
        let query = Query::Page { room: self.room, viewer: who.viewer(), part: Around::Latest, limit: 50 };
        let Reply::Page(page) = self.fixture.ask(&self.other, &query).await else { panic!("a page") };
        page
    }

    async fn thread(&self, who: &Person, part: Around, limit: u16) -> ThreadPage {
        let query = Query::Threads {
            query: ThreadQuery::Page { room: self.room, viewer: who.viewer(), root: self.root, part, limit },
        };
        let Reply::Thread(thread) = self.fixture.ask(&self.other, &query).await else { panic!("a thread") };
        *thread
    }

    async fn unread(&self, who: &Person) -> Vec<MyThread> {
        let query = Query::Threads { query: ThreadQuery::Mine { user: who.id() } };
        let Reply::MyThreads(threads) = self.fixture.ask(&self.other, &query).await else {
            panic!("threads")
        };
        threads
    }

    async fn read(&self, who: &Person, seq: Seq) -> Option<Follow> {
        let query = Query::Threads {
            query: ThreadQuery::Read { room: self.room, user: who.id(), root: self.root, seq },
        };
        let Reply::Follow(follow) = self.fixture.ask(&self.node, &query).await else { panic!("a follow") };
        follow
    }

    async fn follow(&self, who: &Person, follow: bool) -> Reply {
        let (user, root) = (who.id(), self.root);
        self.fixture
            .ask(
                &self.node,
                &Query::Threads { query: ThreadQuery::Follow { room: self.room, user, root, follow } },
            )
            .await
    }
}

fn seqs(messages: &[Message]) -> Vec<Seq> {
    messages.iter().map(|message| message.seq).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_follows_a_thread_is_told_that_it_goes_on_and_how_many_do() {
    let setup = Setup::new().await;
    let (ann, bob, root) = (&setup.ann, &setup.bob, setup.root);
    let mut hints = setup.fixture.bus.subscribe(&subject::user_evt(ann.id())).await.expect("subscribed");
    let threads = async |who: &Person| {
        let query = Query::Personal { user: who.id() };
        let Reply::Personal(personal) = setup.fixture.ask(&setup.other, &query).await else {
            panic!("numbers")
        };
        personal.threads
    };
    assert_eq!(threads(ann).await, 0);
    let reply = setup.does(bob, said(root, "I do", false)).await;
    let told = async {
        while let Some(heard) = hints.next().await {
            if heard.read::<UserHint>().expect("a hint") == UserHint::Personal {
                return;
            }
        }
    };
    tokio::time::timeout(DEADLINE, told).await.expect("she wrote what it began with");
    assert_eq!([threads(ann).await, threads(bob).await], [1, 0]);
    setup.read(ann, reply).await;
    assert_eq!(threads(ann).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_stands_beside_the_room_and_is_read_by_pages_of_its_own() {
    let setup = Setup::new().await;
    let (ann, bob, root) = (&setup.ann, &setup.bob, setup.root);
    let mut replies = Vec::new();
    for n in 0..5 {
        let who = if n % 2 == 0 { bob } else { ann };
        replies.push(setup.does(who, said(root, &format!("reply {n}"), n == 3)).await);
    }
    let page = setup.page(bob).await;
    assert_eq!(seqs(&page.messages), [root, replies[3]], "in the room stands what was said there, too");
    let line = page.messages[0].thread.as_ref().expect("a thread");
    assert_eq!((line.root, line.replies, line.last_seq, line.faces.len()), (root, 5, replies[4], 2));
    assert_eq!((page.messages[0].rev, page.messages[0].text_rev), (replies[4], root));
    assert_eq!(page.messages[1].root(), Some(root));

    let thread = setup.thread(bob, Around::Latest, 3).await;
    assert_eq!((thread.root.seq, seqs(&thread.page.messages)), (root, replies[2..].to_vec()));
    assert_eq!((thread.page.more.before, thread.page.more.after), (true, false));
    let thread = setup.thread(bob, Around::Before(replies[2]), 50).await;
    assert_eq!((seqs(&thread.page.messages), thread.page.more.before), (replies[..2].to_vec(), false));
    let log = setup.fixture.log(&setup.other, setup.room).await;
    let told: Vec<_> = log
        .iter()
        .filter_map(|event| match &event.fact {
            Fact::Posted { message } => Some((message.seq, message.root(), message.msg_no)),
            _ => None,
        })
        .collect();
    let aside = |seq| (seq, Some(root), None);
    let [one, two, three, four, five] = replies[..] else { panic!("five") };
    let there = (four, Some(root), Some(2));
    assert_eq!(told, [(root, None, Some(1)), aside(one), aside(two), aside(three), there, aside(five)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_in_a_thread_is_unread_there_and_not_in_the_room_whose_badge_clears() {
    let setup = Setup::new().await;
    let (ann, bob, root, room) = (&setup.ann, &setup.bob, setup.root, setup.room);
    let named = vec![proto::room::Named { name: Username::parse("bob").expect("a name"), user: bob.id() }];
    let command = ann.wants(room, said(root, "@bob?", false));
    let mention = done(&setup.fixture.send(&setup.node, &proto::room::Command { named, ..command }).await);
    let mark =
        Query::Markers { query: MarkerQuery::Mark { room, user: bob.id(), seq: root, generation: None } };
    let expected = Marker { read_seq: root, read_msg: 1, ..Marker::default() };
    assert_eq!(
        setup.fixture.ask(&setup.node, &mark).await,
        Reply::Marked(expected),
        "all of the room is read, though the last event is a mention in a thread"
    );
    let Reply::Rooms { rooms, .. } =
        setup.fixture.ask(&setup.node, &Query::Rooms { user: bob.id(), after: None }).await
    else {
        panic!("rooms")
    };
    let mine = rooms.iter().find(|mine| mine.room == room).expect("in the list");
    assert_eq!((mine.last_msg - mine.read_msg, mine.mentions), (0, 0));
    // It waits in the thread, which he follows since he is mentioned there.
    let waiting = Query::Waiting { user: bob.id(), rooms: Vec::new() };
    let Reply::Waiting(found) = setup.fixture.ask(&setup.node, &waiting).await else { panic!("waiting") };
    assert_eq!(found.mentions.iter().map(|said| said.seq).collect::<Vec<_>>(), [mention]);
    assert_eq!(setup.page(bob).await.following, [Following { root, unread: 1 }]);
    assert_eq!(setup.unread(bob).await.iter().map(|thread| thread.unread).collect::<Vec<_>>(), [1]);
    assert_eq!(setup.read(bob, Seq::MAX).await.map(|follow| follow.following), Some(true));
    assert_eq!(setup.page(bob).await.following, [Following { root, unread: 0 }]);
    assert!(setup.unread(bob).await.is_empty());
    let Reply::Waiting(found) = setup.fixture.ask(&setup.node, &waiting).await else { panic!("waiting") };
    assert!(found.mentions.is_empty(), "read there, it waits nowhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wrote_the_root_replied_or_chose_to_follows_until_they_do_not_want_to() {
    let setup = Setup::new().await;
    let (ann, bob, root) = (&setup.ann, &setup.bob, setup.root);
    let carl = Person::new("Carl");
    setup.does(&carl, Action::Join).await;
    setup.does(bob, said(root, "wednesday", false)).await;
    let counts = async |who: &Person| -> Vec<i64> {
        setup.unread(who).await.iter().map(|thread| thread.unread).collect()
    };
    assert_eq!(counts(ann).await, [1], "she wrote what it began with");
    assert_eq!(counts(bob).await, [0; 0], "his own words are not unread to him");
    assert_eq!(counts(&carl).await, [0; 0]);
    assert!(matches!(setup.follow(&carl, true).await, Reply::Follow(Some(Follow { following: true, .. }))));
    setup.follow(ann, false).await;
    let last = setup.does(bob, said(root, "or thursday", false)).await;
    assert_eq!((counts(ann).await, counts(&carl).await), (vec![], vec![1]));
    let threads = setup.unread(&carl).await;
    assert_eq!((threads[0].root.seq, threads[0].last.seq, &*threads[0].last.name), (root, last, "Bob"));
    setup.does(bob, Action::Delete { target: last, reason: None }).await;
    assert_eq!(counts(&carl).await, [0; 0], "what is taken back is not unread");
    setup.does(ann, said(root, "thursday then", false)).await;
    assert_eq!((counts(ann).await, counts(bob).await), (vec![], vec![1]));
    assert_eq!(setup.page(ann).await.following.len(), 1, "who replies follows again");

    let eve = Person::new("Eve");
    assert!(matches!(setup.follow(&eve, true).await, Reply::Refused(_)), "nobody follows from outside");
    assert_eq!(setup.read(&eve, last).await, None);
    setup.does(&carl, Action::Leave).await;
    assert!(setup.unread(&carl).await.is_empty(), "who has left sees nothing of it");
    let gone = setup.fixture.send(&setup.node, &carl.wants(setup.room, said(root, "hi", false))).await;
    assert_eq!(refused(&gone), proto::Code::Forbidden);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_outlives_the_message_it_began_with() {
    let setup = Setup::new().await;
    let (ann, bob, root) = (&setup.ann, &setup.bob, setup.root);
    let first = setup.does(bob, said(root, "wednesday", false)).await;
    setup.does(ann, Action::Delete { target: root, reason: None }).await;
    let second = setup.does(bob, said(root, "what was it?", false)).await;
    let thread = setup.thread(ann, Around::Latest, 50).await;
    assert!(thread.root.deleted_at.is_some() && thread.root.body.is_empty());
    assert_eq!(seqs(&thread.page.messages), [first, second]);
    assert_eq!(setup.page(ann).await.messages[0].thread.as_ref().map(|line| line.replies), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn threads_of_a_room_that_is_not_to_call_are_listed_and_counted_nowhere() {
    let setup = Setup::new().await;
    let (ann, bob, root) = (&setup.ann, &setup.bob, setup.root);
    setup.does(bob, said(root, "I do", false)).await;
    let counted = async || {
        let query = Query::Personal { user: ann.id() };
        let Reply::Personal(personal) = setup.fixture.ask(&setup.other, &query).await else {
            panic!("numbers")
        };
        personal.threads
    };
    assert_eq!((counted().await, setup.unread(ann).await.len()), (1, 1));
    for (level, count) in
        [(Level::Nothing, 0), (Level::Hidden, 0), (Level::Mentions, 1), (Level::Everything, 1)]
    {
        let set = Query::SetLevel { room: setup.room, user: ann.id(), level };
        assert_eq!(setup.fixture.ask(&setup.node, &set).await, Reply::Level(level));
        assert_eq!((counted().await, setup.unread(ann).await.len()), (count, 1), "{level:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_a_thread_is_not_called_by_a_mention_in_it() {
    let setup = Setup::new().await;
    let (ann, bob, root) = (&setup.ann, &setup.bob, setup.root);
    setup.does(bob, said(root, "I do", false)).await;
    let waiting = async || {
        let query = Query::Waiting { user: ann.id(), rooms: Vec::new() };
        let Reply::Waiting(waiting) = setup.fixture.ask(&setup.other, &query).await else {
            panic!("what waits")
        };
        waiting.mentions.len()
    };
    let mention = async || {
        let named = vec![Named { user: ann.id(), name: Username::parse("ann").expect("a name") }];
        let command = Command { named, ..bob.wants(setup.room, said(root, "@ann, look", false)) };
        done(&setup.fixture.send(&setup.node, &command).await);
    };
    setup.follow(ann, false).await;
    mention().await;
    assert_eq!(waiting().await, 0);
    setup.follow(ann, true).await;
    mention().await;
    assert_eq!(waiting().await, 2);
}
