//! Earlier words of edited messages, over the real database: kept where the room says so, and erased for good.

use proto::room::{Action, Command, Kind, Query, Reply, RevisionQuery, RoomSetting};
use proto::text::{Body, RoomName};
use proto::{Code, RoomId, Seq};

use crate::fixture::{Fixture, Node, Person, done};

struct Setup {
    fixture: Fixture,
    node: Node,
    other: Node,
    room: RoomId,
    ann: Person,
    bob: Person,
}

impl Setup {
    /// Ann's private room, where Bob is, too, and in which earlier words are kept.
    async fn new() -> Self {
        let fixture = Fixture::new().await;
        let (node, other) = (fixture.node().await, fixture.node().await);
        let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
        let name = RoomName::parse("tea").expect("a name");
        let made = ann.wants(RoomId::new(), Action::Create { name, kind: Kind::Private });
        let room = RoomId::made_by(ann.id(), made.nonce);
        done(&fixture.send(&node, &Command { room, ..made }).await);
        done(
            &fixture.send(&node, &ann.wants(room, Action::Add { user: bob.id(), whom: "Bob".into() })).await,
        );
        let setup = Self { fixture, node, other, room, ann, bob };
        setup.keep(true).await;
        setup
    }

    async fn keep(&self, kept: bool) {
        let setting = Action::Configure { setting: RoomSetting::EditHistory(kept) };
        done(&self.fixture.send(&self.node, &self.ann.wants(self.room, setting)).await);
    }

    async fn says(&self, who: &Person, words: &str) -> Seq {
        done(&self.fixture.send(&self.node, &who.posts(self.room, words)).await)
    }

    async fn edits(&self, who: &Person, target: Seq, words: &str) {
        let body = Body::parse(words).expect("a body");
        let edit = Action::Edit { target, body, text_rev: None, without: Vec::new() };
        done(&self.fixture.send(&self.node, &who.wants(self.room, edit)).await);
    }

    /// What a message said before, the latest first, as another node has it; none to who may not see it.
    async fn revisions(&self, who: &Person, seq: Seq) -> Option<Vec<String>> {
        let query = Query::Revisions {
            query: RevisionQuery::List { room: self.room, user: who.id(), seq, before: None },
        };
        match self.fixture.ask(&self.other, &query).await {
            Reply::Revisions(found) => Some(found.revisions.into_iter().map(|one| one.html).collect()),
            Reply::Refused(refusal) if refusal.code == Code::NotFound => None,
            other => panic!("{other:?}"),
        }
    }

    async fn erases(&self, who: &Person, seq: Seq) -> Option<u64> {
        let query =
            Query::Revisions { query: RevisionQuery::Erase { room: self.room, viewer: who.viewer(), seq } };
        match self.fixture.ask(&self.node, &query).await {
            Reply::Erased(count) => Some(count),
            Reply::Refused(refusal) if refusal.code == Code::NotFound => None,
            other => panic!("{other:?}"),
        }
    }

    /// Whether messages say that earlier words of them are kept, by the log.
    async fn has_history(&self, seq: Seq) -> bool {
        let log = self.fixture.log(&self.node, self.room).await;
        log[usize::try_from(seq).expect("a place") - 1].fact.message().expect("a message").history
    }

    async fn rows(&self) -> i64 {
        let row = self.fixture.db.query_one("select count(*) from chat.revision", &[]).await;
        row.expect("a count").get(0)
    }
}

fn paragraphs<const N: usize>(words: [&str; N]) -> Option<Vec<String>> {
    Some(words.map(|words| format!("<p>{words}</p>")).to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_message_said_before_is_seen_by_members_until_it_or_its_history_is_erased() {
    let setup = Setup::new().await;
    let (ann, bob, eve) = (&setup.ann, &setup.bob, &Person::new("Eve"));
    let tea = setup.says(bob, "tea at four").await;
    assert!(!setup.has_history(tea).await);
    setup.edits(bob, tea, "tea at *five*").await;
    setup.edits(bob, tea, "tea at six").await;
    let before = paragraphs(["tea at <em>five</em>", "tea at four"]);
    assert_eq!((setup.revisions(ann, tea).await, setup.has_history(tea).await), (before.clone(), true));
    assert_eq!(setup.revisions(eve, tea).await, None, "to nobody outside");
    let first = Query::Revisions {
        query: RevisionQuery::List { room: setup.room, user: ann.id(), seq: tea, before: Some(tea + 1) },
    };
    let Reply::Revisions(first) = setup.fixture.ask(&setup.other, &first).await else { panic!("revisions") };
    assert_eq!((first.revisions.len(), first.revisions[0].rev, first.more), (1, tea, false));

    assert_eq!((setup.erases(ann, tea).await, setup.erases(eve, tea).await), (None, None), "it is Bob's");
    assert_eq!(setup.revisions(ann, tea).await, before);
    assert_eq!((setup.erases(bob, tea).await, setup.erases(bob, tea).await), (Some(2), Some(0)));
    assert_eq!((setup.revisions(ann, tea).await, setup.has_history(tea).await), (paragraphs([]), false));

    setup.edits(bob, tea, "tea at seven").await;
    assert_eq!(setup.revisions(bob, tea).await, paragraphs(["tea at six"]), "from then on again");
    let delete = Action::Delete { target: tea, reason: None };
    done(&setup.fixture.send(&setup.node, &bob.wants(setup.room, delete)).await);
    assert_eq!((setup.revisions(ann, tea).await, setup.rows().await), (paragraphs([]), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_before_it_is_kept_is_not_and_off_all_of_it_is_erased() {
    let setup = Setup::new().await;
    let (ann, bob) = (&setup.ann, &setup.bob);
    let kept = setup.says(bob, "one").await;
    setup.edits(bob, kept, "two").await;
    setup.keep(false).await;
    assert_eq!((setup.rows().await, setup.has_history(kept).await), (0, false));
    setup.edits(bob, kept, "three").await;
    let between = setup.says(bob, "said while it was off").await;
    setup.keep(true).await;
    for seq in [kept, between] {
        setup.edits(bob, seq, "four").await;
        assert_eq!(setup.revisions(ann, seq).await, paragraphs([]), "{seq}");
    }
    let later = setup.says(bob, "later").await;
    setup.edits(bob, later, "later").await;
    assert_eq!(setup.revisions(ann, later).await, paragraphs([]), "the same words are no others");
    setup.edits(bob, later, "much later").await;
    assert_eq!(setup.revisions(ann, later).await, paragraphs(["later"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_message_that_is_edited_without_end_its_first_words_and_the_latest_are_kept() {
    let setup = Setup::new().await;
    let tea = setup.says(&setup.bob, "0").await;
    for n in 1..=60 {
        setup.edits(&setup.bob, tea, &n.to_string()).await;
    }
    let kept = setup.revisions(&setup.ann, tea).await.expect("a member");
    assert_eq!((kept.len(), &*kept[0], &*kept[48], &*kept[49]), (50, "<p>59</p>", "<p>11</p>", "<p>0</p>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_that_is_too_long_for_one_answer_comes_in_parts() {
    let setup = Setup::new().await;
    let tea = setup.says(&setup.bob, "0").await;
    for n in 1..=40 {
        setup.edits(&setup.bob, tea, &format!("{n} {}", "x".repeat(15_000))).await;
    }
    let (mut revs, mut before) = (Vec::new(), None);
    loop {
        let query = Query::Revisions {
            query: RevisionQuery::List { room: setup.room, user: setup.ann.id(), seq: tea, before },
        };
        let Reply::Revisions(part) = setup.fixture.ask(&setup.other, &query).await else { panic!("a part") };
        before = part.revisions.last().map(|one| one.rev);
        revs.extend(part.revisions.into_iter().map(|one| one.rev));
        if !part.more {
            break;
        }
    }
    assert_eq!((revs.len(), revs.is_sorted_by(|one, next| one > next)), (40, true));
}
