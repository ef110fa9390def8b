//! What admins do to others, and what they may not.

use proto::auth::{
    Access, Action, AdminAction, Answer, AuditFilter, Change, DirectoryLine, NewAccount, Query, Reply, SignUp,
};
use proto::room::OrgRole::{self, Admin, Inactive, Member, Owner};
use proto::text::{DisplayName, Email, Password, PasswordHash};
use proto::{Code, UserId};

use super::fixture::{
    Fixture, PASSWORD, by_admin, done, fresh_hash, make_invite, make_reset_link, set_role, username,
};

async fn directory(fixture: &Fixture, actor: UserId, search: &str) -> (Vec<DirectoryLine>, i64) {
    let question = Query::Directory { actor, search: search.into(), offset: 0, limit: 50 };
    match fixture.ask(&question).await {
        Reply::Directory { people, total } => (people, total),
        other => panic!("{other:?}"),
    }
}

fn creation(actor: UserId, name: &str, org_role: OrgRole) -> Action {
    by_admin(
        actor,
        AdminAction::CreateAccount(NewAccount {
            username: username(name),
            email: Email::parse(&format!("{name}@example.org")).expect("an address"),
            display_name: DisplayName::parse(name).expect("a name"),
            org_role,
            access: Access::Link(fresh_hash()),
        }),
    )
}

fn reactivate(actor: UserId, user: UserId) -> Action {
    by_admin(actor, AdminAction::Reactivate { user })
}

#[tokio::test]
async fn members_and_strangers_administer_nothing() {
    let fixture = Fixture::owned().await;
    let member = fixture.someone("mia", Member).await;
    let gone = fixture.someone("gone", Admin).await;
    fixture.people.deactivate(&username("gone")).await.expect("deactivated");
    let before = fixture.count("select count(*) from auth.audit").await;
    for actor in [member, gone, UserId::new()] {
        let user = member;
        let queries = [
            Query::Directory { actor, search: String::new(), offset: 0, limit: 9 },
            Query::Audit { actor, before: None, only: Default::default(), limit: 9 },
            Query::Invites { actor },
        ];
        for query in queries {
            let reply = fixture.ask(&query).await;
            assert!(
                matches!(&reply, Reply::Refused(no) if no.code == Code::Forbidden),
                "{query:?}: {reply:?}"
            );
        }
        let actions = [
            creation(actor, "rosa", Member),
            set_role(actor, user, Admin),
            by_admin(actor, AdminAction::EndSessions { user }),
            make_reset_link(actor, user),
            by_admin(actor, AdminAction::SetSignUp { sign_up: SignUp::Closed }),
            make_invite(actor, uuid::Uuid::new_v4(), 1, 1),
            by_admin(actor, AdminAction::RevokeInvite { invite: uuid::Uuid::new_v4() }),
            reactivate(actor, user),
        ];
        for action in actions {
            let answer = fixture.send(&action).await;
            assert!(
                matches!(&answer, Answer::Refused(no) if no.code == Code::Forbidden),
                "{action:?}: {answer:?}"
            );
        }
    }
    assert_eq!(fixture.count("select count(*) from auth.audit").await, before, "nothing was done");
    assert_eq!(fixture.count("select count(*) from auth.account").await, 3);
}

#[tokio::test]
async fn a_person_made_by_an_admin_chooses_their_password_by_the_link() {
    let fixture = Fixture::owned().await;
    let admin = fixture.someone("adam", Admin).await;
    let link = fixture.link(creation(admin, "rosa", Member)).await.expect("made");
    let rosa = link.link.person.expect("for rosa");
    assert_eq!(rosa.username, "rosa");
    let none = "select count(*) from auth.account where username = 'rosa' and password is null";
    assert_eq!(fixture.count(none).await, 1, "no password is kept until she chooses one");
    let early = fixture.log_in("rosa", PASSWORD).await.err().expect("nobody knows one");
    let unknown = fixture.log_in("nobody", PASSWORD).await.err().expect("unknown");
    assert_eq!(early, unknown);
    let reset = Action::UseResetLink { token: link.token, password: Password::try_out("a green boat") };
    fixture.act(reset).await.expect("chosen");
    assert_eq!(fixture.log_in("rosa", "a green boat").await.expect("in").session.org_role, Member);
    let taken = fixture.link(creation(admin, "rosa", Member)).await.err().expect("taken");
    assert_eq!((taken.code, taken.field.as_deref()), (Code::Taken, Some("username")));
    let written = &fixture.audit(admin).await[0];
    assert_eq!(written.action, "create_account");
    assert_eq!(written.actor.as_ref().map(|person| person.id), Some(admin));
    assert_eq!(written.target.as_ref().map(|person| person.id), Some(rosa.id));
}

#[tokio::test]
async fn over_the_bus_nobody_gives_somebody_a_password() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let user = fixture.register("mia").await.session.person.id;
    let before = fixture.count("select count(*) from auth.audit").await;
    let password = PasswordHash("$argon2id$".into());
    let Action::Admin { change: AdminAction::CreateAccount(account), .. } = creation(owner, "rosa", Member)
    else {
        panic!("an account")
    };
    let account = NewAccount { access: Access::Password(password.clone()), ..account };
    for change in [AdminAction::CreateAccount(account), AdminAction::ResetPassword { user, password }] {
        let refusal = fixture.act(by_admin(owner, change)).await.expect_err("the operator's alone");
        assert_eq!(refusal.code, Code::Forbidden);
    }
    assert_eq!(fixture.count("select count(*) from auth.audit").await, before, "nothing was done");
    fixture.log_in("mia", PASSWORD).await.expect("her own still");
}

#[tokio::test]
async fn admins_manage_members_and_only_owners_admins_and_owners() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let admin = fixture.someone("adam", Admin).await;
    let colleague = fixture.someone("ada", Admin).await;
    let member = fixture.someone("mia", Member).await;
    let code = async |action| fixture.act(action).await.map_err(|refusal| refusal.code);
    for user in [owner, colleague] {
        assert_eq!(code(set_role(admin, user, Member)).await, Err(Code::Forbidden));
        assert_eq!(code(set_role(admin, user, Inactive)).await, Err(Code::Forbidden));
        assert_eq!(code(by_admin(admin, AdminAction::EndSessions { user })).await, Err(Code::Forbidden));
        let link = fixture.link(make_reset_link(admin, user)).await;
        assert_eq!(link.err().expect("a way up").code, Code::Forbidden);
    }
    for org_role in [Admin, Owner] {
        assert_eq!(
            code(set_role(admin, member, org_role)).await,
            Err(Code::Forbidden),
            "a way up for a friend"
        );
        fixture.link(creation(admin, "friend", org_role)).await.err().expect("the same");
    }
    code(set_role(admin, member, Inactive)).await.expect("kept out");
    code(reactivate(admin, member)).await.expect("let in again");
    code(set_role(owner, colleague, Inactive)).await.expect("an owner may");
    assert_eq!(code(set_role(admin, colleague, Member)).await, Err(Code::Forbidden), "she was an admin");
    code(set_role(owner, member, Owner)).await.expect("a second owner");
    code(set_role(member, owner, Member)).await.expect("there is another");
    assert_eq!(code(set_role(owner, member, Member)).await, Err(Code::Forbidden), "not an owner any more");
}

#[tokio::test]
async fn nobody_locks_themselves_out_and_what_is_so_already_is_not_written_down() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let admin = fixture.someone("adam", Admin).await;
    let before = fixture.audit(owner).await.len();
    for (who, org_role) in [(owner, Inactive), (owner, Member), (admin, Inactive), (admin, Member)] {
        let refusal = fixture.act(set_role(who, who, org_role)).await.expect_err("oneself");
        assert_eq!(refusal.code, Code::Forbidden);
    }
    fixture
        .act(by_admin(owner, AdminAction::EndSessions { user: owner }))
        .await
        .expect_err("settings do that");
    fixture.link(make_reset_link(owner, owner)).await.err().expect("settings do that");
    fixture.act(set_role(owner, owner, Owner)).await.expect("so already");
    fixture.act(set_role(owner, admin, Admin)).await.expect("so already");
    let nobody = fixture.act(set_role(owner, UserId::new(), Admin)).await.expect_err("nobody");
    assert_eq!(nobody.code, Code::NotFound);
    assert_eq!(fixture.audit(owner).await.len(), before);
    assert_eq!(fixture.feed(0).await.head, 0);
}

#[tokio::test]
async fn of_two_owners_who_unmake_each_other_at_once_one_stays() {
    for _ in 0..3 {
        let fixture = Fixture::owned().await;
        let owner = fixture.id("owner").await;
        let rosa = fixture.someone("rosa", Owner).await;
        let other = fixture.another_service().await;
        let (one, two) = (set_role(owner, rosa, Member), set_role(rosa, owner, Inactive));
        let (first, second) = tokio::join!(fixture.send(&one), fixture.send_to(&other, &two));
        let outcomes = [done(first), done(second)];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let owners = "select count(*) from auth.account where org_role = 'owner' and active";
        assert_eq!(fixture.count(owners).await, 1);
    }
}

#[tokio::test]
async fn two_admins_at_once_act_one_after_the_other_and_both_are_written_down() {
    let fixture = Fixture::owned().await;
    let (adam, ada) = (fixture.someone("adam", Admin).await, fixture.someone("ada", Admin).await);
    let mia = fixture.someone("mia", Member).await;
    let mut slow = fixture.another_connection().await;
    let first = slow.transaction().await.expect("begun");
    let deactivate =
        "select auth.set_role(gen_random_uuid(), 'deactivate', $1, version, $2, 'member', false, false, true,
                                            'inactive', 'member', 'inactive') from auth.org";
    first.query_one(deactivate, &[&adam.0, &mia.0]).await.expect("done");
    let again = set_role(ada, mia, Inactive);
    let (outcome, ()) = tokio::join!(fixture.act(again), async {
        fixture.somebody_waits().await;
        first.commit().await.expect("committed");
    });
    outcome.expect("so already");
    fixture.act(reactivate(ada, mia)).await.expect("let in again");
    let written: Vec<_> = fixture
        .audit(ada)
        .await
        .into_iter()
        .filter(|entry| matches!(entry.action.as_str(), "deactivate" | "reactivate"))
        .map(|entry| (entry.actor.map(|person| person.id), entry.before, entry.after))
        .collect();
    let word = |word: &str| Some(word.to_owned());
    assert_eq!(
        written,
        [(Some(ada), word("inactive"), word("member")), (Some(adam), word("member"), word("inactive"))]
    );
}

#[tokio::test]
async fn a_deactivated_person_is_out_at_once_and_ended_sessions_are_told() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let rosa = fixture.register("rosa").await;
    let user = rosa.session.person.id;
    fixture.act(by_admin(owner, AdminAction::EndSessions { user })).await.expect("ended");
    assert!(fixture.resume(&rosa).await.is_none());
    let rosa = fixture.log_in("rosa", PASSWORD).await.expect("she may come again");
    fixture.act(set_role(owner, user, Inactive)).await.expect("kept out");
    assert!(fixture.resume(&rosa).await.is_none());
    fixture.log_in("rosa", PASSWORD).await.err().expect("kept out");
    let told: Vec<_> = fixture.feed(0).await.entries.iter().map(|entry| entry.change).collect();
    let deactivated = Change::OrgRole { org_role: Inactive };
    assert_eq!(told, [Change::AllSessionsEnded, deactivated, Change::AllSessionsEnded]);
    let link = fixture.link(make_reset_link(owner, user)).await;
    assert_eq!(link.err().expect("deactivated").code, Code::BadRequest);
}

#[tokio::test]
async fn admins_find_people_by_any_part_of_what_they_are_called() {
    let fixture = Fixture::owned().await;
    let admin = fixture.someone("adam", Admin).await;
    for name in ["rosa", "rosalind", "tomas", "under_score"] {
        fixture.register(name).await;
    }
    let names = async |search: &str| -> Vec<String> {
        directory(&fixture, admin, search).await.0.into_iter().map(|line| line.person.username).collect()
    };
    assert_eq!(names("ROSA").await, ["rosa", "rosalind"]);
    assert_eq!(names("tomas@example").await, ["tomas"]);
    assert_eq!(names("d_r").await, Vec::<String>::new());
    assert_eq!(names("r_score").await, ["under_score"]);
    assert_eq!(names("%").await, Vec::<String>::new());
    let (everyone, total) = directory(&fixture, admin, "").await;
    assert_eq!((everyone.len(), total), (6, 6));
    let rosa = everyone.iter().find(|line| line.person.username == "rosa").expect("rosa");
    assert_eq!((rosa.email.as_str(), rosa.org_role, rosa.sessions), ("rosa@example.org", Member, 1));
    assert!(rosa.last_seen.is_some());
    let beyond = Query::Directory { actor: admin, search: String::new(), offset: 4, limit: 1 };
    let Reply::Directory { people, total } = fixture.ask(&beyond).await else { panic!("a page") };
    assert_eq!((people.len(), total, people[0].person.username.as_str()), (1, 6, "tomas"));
    assert!(!format!("{rosa:?}").contains("example.org"), "addresses are not for logs");
}

#[tokio::test]
async fn when_someone_was_last_here_outlives_their_session() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let rosa = fixture.register("rosa").await;
    fixture.log_out(&rosa).await;
    let (lines, _) = directory(&fixture, owner, "rosa").await;
    assert_eq!(lines[0].sessions, 0);
    assert!(lines[0].last_seen.is_some());
    assert!(directory(&fixture, owner, "owner").await.0[0].last_seen.is_none(), "never was");
}

#[tokio::test]
async fn the_record_is_read_in_pages_newest_first() {
    let fixture = Fixture::owned().await;
    let actor = fixture.id("owner").await;
    for sign_up in [SignUp::Closed, SignUp::Invite, SignUp::Open] {
        fixture.act(by_admin(actor, AdminAction::SetSignUp { sign_up })).await.expect("set");
    }
    let page = async |before, limit| match fixture
        .ask(&Query::Audit { actor, before, only: Default::default(), limit })
        .await
    {
        Reply::Audit { entries, more } => (entries, more),
        other => panic!("{other:?}"),
    };
    let (newest, more) = page(None, 2).await;
    let words: Vec<_> =
        newest.iter().map(|entry| (entry.before.as_deref(), entry.after.as_deref())).collect();
    assert_eq!(words, [(Some("invite"), Some("open")), (Some("closed"), Some("invite"))]);
    assert!(more);
    let (older, more) = page(Some(newest[1].n), 2).await;
    let actions: Vec<_> = older.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!((actions, more), (vec!["set_sign_up", "create_account"], false));
}

#[tokio::test]
async fn the_record_is_read_by_who_did_what_to_whom_and_when() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let (adam, mia) = (fixture.someone("adam", Admin).await, fixture.someone("mia", Member).await);
    fixture.act(by_admin(adam, AdminAction::EndSessions { user: mia })).await.expect("ended");
    fixture.act(set_role(owner, mia, Admin)).await.expect("promoted");
    fixture.act(by_admin(adam, AdminAction::SetSignUp { sign_up: SignUp::Closed })).await.expect("set");
    let actions = async |only: AuditFilter| -> Vec<String> {
        match fixture.ask(&Query::Audit { actor: adam, before: None, only, limit: 50 }).await {
            Reply::Audit { entries, .. } => entries.into_iter().map(|entry| entry.action).collect(),
            other => panic!("{other:?}"),
        }
    };
    let none = AuditFilter::default;
    assert_eq!(actions(AuditFilter { by: Some(adam), ..none() }).await, ["set_sign_up", "end_sessions"]);
    assert_eq!(
        actions(AuditFilter { to: Some(mia), ..none() }).await,
        ["set_role", "end_sessions", "create_account"]
    );
    assert_eq!(actions(AuditFilter { action: "set_role".into(), ..none() }).await, ["set_role"]);
    let both = AuditFilter { by: Some(owner), to: Some(mia), ..none() };
    assert_eq!(actions(both).await, ["set_role"]);
    let long_ago = Some(proto::At::UNIX_EPOCH);
    assert!(actions(AuditFilter { until: long_ago, ..none() }).await.is_empty());
}
