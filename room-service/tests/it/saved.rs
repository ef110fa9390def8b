//! Saved messages over the real database: on one's own list alone, as long as one may read them.

use proto::node::UserHint;
use proto::room::{
    Action, Command, Kind, Moment, OrgRole, Personal, Query, Reply, SAVED_MAX, Saved, SavedMessage,
    SavedQuery, Viewer,
};
use proto::text::RoomName;
use proto::{At, Code, RoomId, Seq, subject};
use time::Duration;

use crate::fixture::{DEADLINE, Fixture, Node, Person, done};

struct Setup {
    fixture: Fixture,
    node: Node,
    other: Node,
    room: RoomId,
    ann: Person,
    bob: Person,
    said: Seq,
}

impl Setup {
    /// Ann has said something in her private room, where Bob is, too.
    async fn new() -> Self {
        let fixture = Fixture::new().await;
        let (node, other) = (fixture.node().await, fixture.node().await);
        let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
        let name = RoomName::parse("tea").expect("a name");
        let made = ann.wants(RoomId::new(), Action::Create { name, kind: Kind::Private });
        let room = RoomId::made_by(ann.id(), made.nonce);
        done(&fixture.send(&node, &Command { room, ..made }).await);
        let add = Action::Add { user: bob.id(), whom: "Bob".into() };
        done(&fixture.send(&node, &ann.wants(room, add)).await);
        let said = done(&fixture.send(&node, &ann.posts(room, "lights?")).await);
        Self { fixture, node, other, room, ann, bob, said }
    }

    async fn ask(&self, query: Query) -> Reply {
        self.fixture.ask(&self.node, &query).await
    }

    async fn save(&self, who: &Person, seq: Seq) -> Reply {
        self.ask(Query::Saved { query: SavedQuery::Save { room: self.room, viewer: who.viewer(), seq } })
            .await
    }

    async fn remind(&self, who: &Person, at: Option<At>) -> Reply {
        self.ask(Query::Saved {
            query: SavedQuery::Remind { room: self.room, viewer: who.viewer(), seq: self.said, at },
        })
        .await
    }

    /// As the other node has it.
    async fn list(&self, viewer: Viewer) -> Vec<SavedMessage> {
        let query = Query::Saved { query: SavedQuery::List { viewer, offset: 0, limit: 50 } };
        let Reply::SavedMessages { messages, .. } = self.fixture.ask(&self.other, &query).await else {
            panic!("a list")
        };
        messages
    }

    async fn personal(&self, who: &Person) -> Personal {
        let query = Query::Personal { user: who.id() };
        let Reply::Personal(personal) = self.fixture.ask(&self.other, &query).await else {
            panic!("numbers")
        };
        personal
    }
}

fn is_missing(reply: &Reply) -> bool {
    matches!(reply, Reply::Refused(refusal) if refusal.code == Code::NotFound)
}

/// Postgres keeps microseconds.
fn moment(ahead: Duration) -> At {
    (At::now_utc() + ahead).replace_nanosecond(0).expect("a moment")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_saved_is_on_one_s_own_list_at_every_node_and_told_to_one_s_own_sockets() {
    let setup = Setup::new().await;
    let (bob, said) = (&setup.bob, setup.said);
    let mut hints = setup.fixture.bus.subscribe(&subject::user_evt(bob.id())).await.expect("subscribed");
    for _ in 0..2 {
        assert_eq!(
            setup.save(bob, said).await,
            Reply::Saved(Some(Saved { remind_at: None })),
            "twice is once"
        );
    }
    let heard = tokio::time::timeout(DEADLINE, hints.next()).await.expect("in time").expect("a hint");
    assert_eq!(heard.read::<UserHint>().expect("a hint"), UserHint::Personal);
    let list = setup.list(bob.viewer()).await;
    assert_eq!(list.len(), 1);
    assert_eq!((list[0].message.seq, &*list[0].name, list[0].due), (said, "tea", false));
    assert!(list[0].message.html.contains("lights?"));
    assert_eq!(setup.personal(bob).await.saved, [(setup.room, vec![said])].into());
    assert!(setup.list(setup.ann.viewer()).await.is_empty(), "nobody else's");
    assert_eq!(setup.personal(&setup.ann).await, Personal::default());

    let unsave = Query::Saved { query: SavedQuery::Remove { room: setup.room, user: bob.id(), seq: said } };
    for _ in 0..2 {
        assert_eq!(setup.ask(unsave.clone()).await, Reply::Saved(None));
    }
    assert!(setup.list(bob.viewer()).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_is_set_moved_and_taken_away_and_comes_first_once_it_is_due() {
    let setup = Setup::new().await;
    let (bob, ahead) = (&setup.bob, moment(Duration::DAY));
    assert_eq!(setup.remind(bob, Some(ahead)).await, Reply::Saved(Some(Saved { remind_at: Some(ahead) })));
    assert_eq!(
        setup.save(bob, setup.said).await,
        Reply::Saved(Some(Saved { remind_at: Some(ahead) })),
        "saved again it keeps its reminder"
    );
    assert_eq!(setup.personal(bob).await.reminders, [Moment(ahead)]);
    let later = done(&setup.fixture.send(&setup.node, &setup.ann.posts(setup.room, "and tea?")).await);
    setup.save(bob, later).await;
    let seqs = async || {
        let list = setup.list(bob.viewer()).await;
        list.into_iter().map(|saved| (saved.message.seq, saved.due)).collect::<Vec<_>>()
    };
    assert_eq!(seqs().await, [(later, false), (setup.said, false)]);
    let past = moment(-Duration::HOUR);
    assert_eq!(setup.remind(bob, Some(past)).await, Reply::Saved(Some(Saved { remind_at: Some(past) })));
    assert_eq!(seqs().await, [(setup.said, true), (later, false)], "what is due comes first");
    assert_eq!(setup.personal(bob).await.due(At::now_utc()), 1);
    assert_eq!(setup.remind(bob, None).await, Reply::Saved(Some(Saved { remind_at: None })));
    assert_eq!(setup.personal(bob).await.reminders, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_or_may_not_be_read_any_more_is_saved_for_nobody() {
    let setup = Setup::new().await;
    let (ann, bob, said) = (&setup.ann, &setup.bob, setup.said);
    let stranger = Person::new("Eve");
    for seq in [said, 0, -1, 4_000] {
        assert!(is_missing(&setup.save(&stranger, seq).await), "of a room that is not theirs: {seq}");
    }
    for seq in [1, 0, -1, 4_000] {
        assert!(is_missing(&setup.save(bob, seq).await), "{seq} is no message");
    }
    setup.remind(bob, Some(moment(Duration::DAY))).await;
    let remove =
        Action::Remove { user: bob.id(), ban: false, minutes: None, reason: None, whom: "Bob".into() };
    done(&setup.fixture.send(&setup.node, &ann.wants(setup.room, remove)).await);
    assert!(setup.list(bob.viewer()).await.is_empty(), "the room is private");
    assert_eq!(setup.personal(bob).await, Personal::default());
    let is_saved =
        Query::Saved { query: SavedQuery::Get { room: setup.room, viewer: bob.viewer(), seq: said } };
    assert_eq!(setup.ask(is_saved).await, Reply::Saved(None));
    assert!(is_missing(&setup.save(bob, said).await));
    let add = Action::Add { user: bob.id(), whom: "Bob".into() };
    done(&setup.fixture.send(&setup.node, &ann.wants(setup.room, add)).await);
    assert_eq!(setup.list(bob.viewer()).await.len(), 1, "theirs again");
    done(
        &setup
            .fixture
            .send(&setup.node, &ann.wants(setup.room, Action::Delete { target: said, reason: None }))
            .await,
    );
    assert!(setup.list(bob.viewer()).await.is_empty());
    assert_eq!(setup.personal(bob).await, Personal::default());
    assert!(is_missing(&setup.save(bob, said).await), "what is gone is not saved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_room_is_saved_from_by_whoever_may_look_in_and_guests_may_not() {
    let setup = Setup::new().await;
    let room = setup.fixture.room(&setup.node, &setup.ann, "pub").await;
    let seq = done(&setup.fixture.send(&setup.node, &setup.ann.posts(room, "hello")).await);
    let visitor = Person::new("Eve").viewer();
    let save = |viewer| setup.ask(Query::Saved { query: SavedQuery::Save { room, viewer, seq } });
    assert_eq!(save(visitor).await, Reply::Saved(Some(Saved { remind_at: None })));
    assert_eq!(setup.list(visitor).await.len(), 1);
    let guest = Viewer { org_role: OrgRole::Guest, ..visitor };
    assert!(is_missing(&save(guest).await));
    assert!(setup.list(guest).await.is_empty(), "what was saved before is not there for a guest");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_full_some_time_and_what_is_gone_makes_room() {
    let setup = Setup::new().await;
    let (bob, room) = (&setup.bob, setup.room);
    let filled = format!(
        "insert into chat.saved (user_id, room_id, seq) select '{}', '{room}', 10000 + n from generate_series(1, {SAVED_MAX}) n",
        bob.id()
    );
    setup.fixture.db.batch_execute(&filled).await.expect("filled");
    let refused = setup.save(bob, setup.said).await;
    assert!(matches!(&refused, Reply::Refused(refusal) if refusal.code == Code::Limit), "{refused:?}");
    let gone = done(&setup.fixture.send(&setup.node, &setup.ann.posts(room, "soon gone")).await);
    let move_one = format!("update chat.saved set seq = {gone} where seq = 10001");
    setup.fixture.db.batch_execute(&move_one).await.expect("moved");
    done(
        &setup
            .fixture
            .send(&setup.node, &setup.ann.wants(room, Action::Delete { target: gone, reason: None }))
            .await,
    );
    assert_eq!(setup.save(bob, setup.said).await, Reply::Saved(Some(Saved { remind_at: None })));
}
