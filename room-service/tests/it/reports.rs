//! Reports over the real database: copies for those who keep order, and nobody else learns of them.

use proto::node::UserHint;
use proto::room::{
    Action, AdminActor, AdminEvent, AdminQuery, AdminReply, Authority, Command, Kind, OrgRole, Personal,
    Query, REPORTS_HOURLY_MAX, REPORTS_OPEN_MAX, Reply, ReportCase, ReportOutcome, ReportQuery, ReportReason,
    ReportReply, ReportScope, Reported, Role,
};
use proto::text::{Body, ReportNote, RoomName};
use proto::{Reason, RoomId, Seq, subject};

use crate::direct::known;
use crate::fixture::{DEADLINE, Fixture, Node, Person, done, refused};

struct Setup {
    fixture: Fixture,
    node: Node,
    other: Node,
    room: RoomId,
    owner: Person,
    moderator: Person,
    author: Person,
    reader: Person,
    admin: Person,
    said: Seq,
}

impl Setup {
    /// A private room in which somebody says something that another does not like.
    async fn new() -> Self {
        let fixture = Fixture::new().await;
        let (node, other) = (fixture.node().await, fixture.node().await);
        let owner = Person::new("Olga");
        let mut admin = Person::new("Chief");
        admin.0.org_role = OrgRole::Admin;
        let name = RoomName::parse("tea").expect("a name");
        let made = owner.wants(RoomId::new(), Action::Create { name, kind: Kind::Private });
        let room = RoomId::made_by(owner.id(), made.nonce);
        done(&fixture.send(&node, &Command { room, ..made }).await);
        let (moderator, author, reader) = (Person::new("Mo"), Person::new("Ann"), Person::new("Bob"));
        for person in [&moderator, &author, &reader] {
            let add = Action::Add { user: person.id(), whom: person.0.name.clone() };
            done(&fixture.send(&node, &owner.wants(room, add)).await);
        }
        let appoint = Action::Appoint { user: moderator.id(), role: Role::Moderator };
        done(&fixture.send(&node, &owner.wants(room, appoint)).await);
        let said = done(&fixture.send(&node, &author.posts(room, "You are all fools.")).await);
        Self { fixture, node, other, room, owner, moderator, author, reader, admin, said }
    }

    /// At the other node.
    async fn ask(&self, who: &Person, query: ReportQuery) -> Reply {
        self.fixture.ask(&self.other, &Query::Reports { viewer: who.viewer(), query }).await
    }

    async fn report(&self, who: &Person, seq: Seq, note: Option<&str>) -> Option<Reason> {
        let note = note.map(|note| ReportNote::parse(note).expect("a note"));
        let query = ReportQuery::File { room: self.room, seq, reason: ReportReason::Harassment, note };
        why(self.ask(who, query).await)
    }

    async fn cases(&self, who: &Person, scope: ReportScope, closed: bool) -> Vec<ReportCase> {
        let query = ReportQuery::List { scope, room: None, closed, offset: 0, limit: 25 };
        match self.ask(who, query).await {
            Reply::Reports(ReportReply::Cases { cases, .. }) => cases,
            other => panic!("{other:?}"),
        }
    }

    async fn close(
        &self,
        who: &Person,
        scope: ReportScope,
        of: Reported,
        outcome: ReportOutcome,
    ) -> Option<Reason> {
        why(self.ask(who, ReportQuery::Close { scope, of, outcome, name: who.0.name.clone() }).await)
    }

    async fn waiting(&self, who: &Person) -> i64 {
        let query = Query::Personal { user: who.id() };
        let Reply::Personal(Personal { reports, .. }) = self.fixture.ask(&self.other, &query).await else {
            panic!("numbers")
        };
        reports
    }

    async fn audit(&self, who: &Person) -> Vec<AdminEvent> {
        let query =
            AdminQuery::AdminEvents { by: None, to: None, action: String::new(), until: None, limit: 50 };
        let admin_actor = AdminActor { id: who.id(), org_role: OrgRole::Admin };
        match self.fixture.ask(&self.other, &Query::Admin { admin_actor, query }).await {
            Reply::Admin(AdminReply::AdminEvents { admin_events, .. }) => admin_events,
            other => panic!("{other:?}"),
        }
    }
}

/// Why it was refused; none if it was done.
fn why(reply: Reply) -> Option<Reason> {
    match reply {
        Reply::Refused(refusal) => Some(refusal.reason),
        Reply::Reports(_) => None,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_a_copy_for_moderators_and_admins_and_its_author_neither_sees_nor_closes_it() {
    use ReportScope::{All, Moderated};
    let setup = Setup::new().await;
    let mut hints =
        setup.fixture.bus.subscribe(&subject::user_evt(setup.moderator.id())).await.expect("subscribed");
    setup.fixture.bus.barrier().await.expect("in force");
    let head = setup.fixture.log(&setup.node, setup.room).await.len();
    assert_eq!(setup.report(&setup.reader, setup.said, Some("Every day.")).await, None);
    let told = async {
        while hints.next().await.expect("a hint").read::<UserHint>().expect("read") != UserHint::Personal {}
    };
    tokio::time::timeout(DEADLINE, told).await.expect("the moderator is told that there is something");
    assert_eq!(setup.fixture.log(&setup.node, setup.room).await.len(), head, "the room hears nothing");

    // The copy stays as it was, whatever becomes of the message.
    let edit = Action::Edit {
        target: setup.said,
        body: Body::parse("You are all friends.").expect("a body"),
        text_rev: None,
        without: Vec::new(),
    };
    done(&setup.fixture.send(&setup.node, &setup.author.wants(setup.room, edit)).await);
    for (who, scope) in [(&setup.moderator, Moderated), (&setup.owner, Moderated), (&setup.admin, All)] {
        let cases = setup.cases(who, scope, false).await;
        let [case] = &cases[..] else { panic!("{cases:?}") };
        assert_eq!((&*case.body, case.author, case.people), ("You are all fools.", setup.author.id(), 1));
        assert_eq!(case.reports[0].reporter, setup.reader.id());
        assert_eq!(case.reports[0].note.as_deref(), Some("Every day."));
    }
    // What it says now is another case, and one person reports a message once.
    assert_eq!(setup.report(&setup.owner, setup.said, None).await, None);
    assert_eq!(setup.report(&setup.reader, setup.said, None).await, Some(Reason::ReportedAlready));
    assert_eq!(setup.cases(&setup.moderator, Moderated, false).await.len(), 2);
    assert_eq!((setup.waiting(&setup.moderator).await, setup.waiting(&setup.reader).await), (2, 0));

    for who in [&setup.author, &setup.reader, &setup.admin] {
        assert_eq!(setup.cases(who, Moderated, false).await, [], "{}", who.0.name);
    }
    // Whatever the author is by now.
    let appoint = Action::Appoint { user: setup.author.id(), role: Role::Moderator };
    done(&setup.fixture.send(&setup.node, &setup.owner.wants(setup.room, appoint)).await);
    let mut chief = setup.author.clone();
    chief.0.org_role = OrgRole::Admin;
    let of = setup.cases(&setup.moderator, Moderated, false).await[0].of;
    for (who, scope) in [(&setup.author, Moderated), (&chief, All)] {
        assert_eq!(setup.cases(who, scope, false).await, []);
        assert_eq!(setup.waiting(who).await, 0);
        let closed = setup.close(who, scope, of, ReportOutcome::Dismissed).await;
        assert_eq!(closed, Some(Reason::ReportClosed));
    }
    let asked = ReportQuery::List { scope: All, room: None, closed: false, offset: 0, limit: 25 };
    assert_eq!(why(setup.ask(&setup.moderator, asked).await), Some(Reason::NotFound), "admins alone see all");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_moderators_closes_a_report_and_the_audit_says_who_but_never_who_reported() {
    use ReportScope::{All, Moderated};
    let setup = Setup::new().await;
    setup.report(&setup.reader, setup.said, None).await;
    let of = setup.cases(&setup.moderator, Moderated, false).await[0].of;
    let outcomes = tokio::join!(
        setup.close(&setup.moderator, Moderated, of, ReportOutcome::Dismissed),
        setup.close(&setup.owner, Moderated, of, ReportOutcome::Muted)
    );
    let lost = Some(Reason::ReportClosed);
    assert!(outcomes == (None, lost.clone()) || outcomes == (lost, None), "{outcomes:?}");
    assert_eq!(setup.cases(&setup.moderator, Moderated, false).await, []);
    let closed = setup.cases(&setup.admin, All, true).await;
    assert_eq!(closed.len(), 1);
    assert_eq!(setup.waiting(&setup.moderator).await, 0);
    // Who has just closed it is answered alike, however often the question arrives.
    let by = closed[0].closed.expect("closed");
    let who = if by.by == setup.owner.id() { &setup.owner } else { &setup.moderator };
    assert_eq!(setup.close(who, Moderated, of, by.outcome).await, None);

    let acts = setup.audit(&setup.admin).await;
    let acts: Vec<_> = acts.iter().filter(|act| act.action.starts_with("report")).collect();
    let [ended, filed] = &acts[..] else { panic!("{acts:?}") };
    assert_eq!(
        (&*ended.action, ended.actor, ended.target),
        ("report_closed", by.by, Some(setup.author.id()))
    );
    assert_eq!((&*filed.action, filed.target), ("reported", Some(setup.author.id())));
    let told = format!("{acts:?}");
    assert!(!told.contains(&setup.reader.id().to_string()) && !told.contains("Bob"), "{told}");
    let own = setup.audit(&setup.author).await;
    assert!(
        !own.iter().any(|act| act.action.starts_with("report")),
        "an author reads nothing of it: {own:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_reported_is_said_to_who_may_read_it_and_to_nobody_else() {
    let setup = Setup::new().await;
    let said = setup.said;
    assert_eq!(setup.report(&setup.author, said, None).await, Some(Reason::OwnMessage));
    assert_eq!(setup.report(&setup.reader, 4_000, None).await, Some(Reason::NotFound));
    assert_eq!(setup.report(&setup.reader, 1, None).await, Some(Reason::NotFound), "no message");
    assert_eq!(setup.report(&setup.admin, said, None).await, Some(Reason::NotFound), "a private room");
    assert_eq!(setup.report(&Person::new("Eve"), said, None).await, Some(Reason::NotFound));
    let gone = Action::Remove {
        user: setup.reader.id(),
        ban: false,
        minutes: None,
        reason: None,
        whom: String::new(),
    };
    done(&setup.fixture.send(&setup.node, &setup.owner.wants(setup.room, gone)).await);
    assert_eq!(setup.report(&setup.reader, said, None).await, Some(Reason::NotFound), "no longer inside");
    let delete = Action::Delete { target: said, reason: None };
    done(&setup.fixture.send(&setup.node, &setup.author.wants(setup.room, delete)).await);
    assert_eq!(setup.report(&setup.moderator, said, None).await, Some(Reason::MessageDeleted));
    assert_eq!(setup.cases(&setup.owner, ReportScope::Moderated, false).await, [], "nothing half done");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_s_reports_are_bounded_by_the_hour_and_as_long_as_they_are_open() {
    let setup = Setup::new().await;
    let mut said = Vec::new();
    for n in 0..=REPORTS_HOURLY_MAX + REPORTS_OPEN_MAX {
        let text = format!("fools {n}");
        said.push(done(&setup.fixture.send(&setup.node, &setup.author.posts(setup.room, &text)).await));
    }
    let age = "update chat.report set at = at - interval '2 hours'";
    for (n, seq) in said.iter().take(REPORTS_OPEN_MAX).enumerate() {
        if n % REPORTS_HOURLY_MAX == 0 {
            setup.fixture.db.execute(age, &[]).await.expect("older");
        }
        assert_eq!(setup.report(&setup.reader, *seq, None).await, None, "the {n}th");
    }
    let more = setup.report(&setup.reader, said[REPORTS_OPEN_MAX], None).await;
    assert_eq!(more, Some(Reason::ReportsFull { max: REPORTS_OPEN_MAX }));
    // What is dealt with makes room, but not before the hour is over.
    setup.fixture.db.execute("update chat.report set closed_at = now(), closed_by = author_id, outcome = 'dismissed' where seq = $1", &[&said[0]]).await.expect("closed");
    let more = setup.report(&setup.reader, said[REPORTS_OPEN_MAX], None).await;
    assert_eq!(more, Some(Reason::ReportsTooFast { max: REPORTS_HOURLY_MAX }));
    setup.fixture.db.execute(age, &[]).await.expect("older");
    assert_eq!(setup.report(&setup.reader, said[REPORTS_OPEN_MAX], None).await, None);
    assert_eq!(setup.report(&setup.owner, said[REPORTS_OPEN_MAX], None).await, None, "others have their own");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_closed_thirty_days_ago_is_erased_and_what_is_open_stays() {
    let setup = Setup::new().await;
    let second = done(&setup.fixture.send(&setup.node, &setup.author.posts(setup.room, "Fools!")).await);
    let third = done(&setup.fixture.send(&setup.node, &setup.author.posts(setup.room, "Fools?")).await);
    for seq in [setup.said, second, third] {
        assert_eq!(setup.report(&setup.reader, seq, None).await, None);
    }
    setup
        .fixture
        .db
        .execute(
            "update chat.report set at = at - interval '90 days', closed_by = author_id, outcome = 'dismissed',
                closed_at = now() - case seq when $1 then interval '31 days' else interval '29 days' end
            where seq <> $2",
            &[&setup.said, &third],
        )
        .await
        .expect("closed a while ago");
    // A node sweeps when it starts.
    let _sweeper = setup.fixture.node().await;
    let gone = async {
        while setup.cases(&setup.admin, ReportScope::All, true).await.len() > 1 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, gone).await.expect("erased");
    let kept = setup.cases(&setup.admin, ReportScope::All, true).await;
    assert_eq!(kept.iter().map(|case| case.of.seq).collect::<Vec<_>>(), [second]);
    assert_eq!(setup.cases(&setup.admin, ReportScope::All, false).await.len(), 1, "what is open waits");
    assert_eq!(setup.audit(&setup.admin).await.iter().filter(|act| act.action == "reported").count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_a_direct_conversation_goes_to_admins_and_opens_no_more_of_it() {
    let setup = Setup::new().await;
    let (ann, bob) = (&setup.author, &setup.reader);
    known(&setup.fixture, &[(ann, "member"), (bob, "member")]).await;
    let direct = Query::Direct { actor: ann.0.clone(), others: vec![bob.id()] };
    let Reply::Room(view) = setup.fixture.ask(&setup.node, &direct).await else { panic!("a conversation") };
    let said = done(&setup.fixture.send(&setup.node, &ann.posts(view.room, "I know where you live.")).await);
    let query =
        ReportQuery::File { room: view.room, seq: said, reason: ReportReason::Harassment, note: None };
    assert_eq!(why(setup.ask(bob, query).await), None);
    assert_eq!(setup.cases(ann, ReportScope::Moderated, false).await, []);
    let cases = setup.cases(&setup.admin, ReportScope::All, false).await;
    assert_eq!((cases.len(), cases[0].kind, &*cases[0].room_name), (1, Kind::Direct, ""));

    // The one message, and nothing around it.
    let page = Query::Page {
        room: view.room,
        viewer: setup.admin.viewer(),
        part: proto::room::Around::Latest,
        limit: 5,
    };
    assert!(matches!(setup.fixture.ask(&setup.node, &page).await, Reply::Refused(_)));
    let other = done(&setup.fixture.send(&setup.node, &ann.posts(view.room, "Hello?")).await);
    let delete =
        |target| setup.admin.wants(view.room, Action::Delete { target, reason: None }).by(Authority::Admin);
    let unseen = setup.fixture.send(&setup.node, &delete(other)).await;
    assert_eq!(refused(&unseen), proto::Code::Forbidden, "what nobody reported is not theirs to delete");
    done(&setup.fixture.send(&setup.node, &delete(said)).await);
    let of = cases[0].of;
    assert_eq!(setup.close(&setup.admin, ReportScope::All, of, ReportOutcome::Deleted).await, None);
    assert_eq!(setup.cases(&setup.admin, ReportScope::All, false).await, []);
}
