//! What admins do to others, and what they may not.

use proto::auth::{AuditFilter, Change, DirectoryLine, Query, Reply, SignUp};
use proto::room::OrgRole::{self, Admin, Inactive, Member, Owner};
use proto::text::{DisplayName, Email, Password};
use proto::{Code, UserId};

use super::stage::{PASSWORD, Place, done, hash, username};

async fn directory(place: &Place, actor: UserId, search: &str) -> (Vec<DirectoryLine>, i64) {
    let query = Query::Directory { actor, search: search.into(), offset: 0, limit: 50 };
    match place.ask(&query).await {
        Reply::Directory { people, total } => (people, total),
        other => panic!("{other:?}"),
    }
}

fn creation(actor: UserId, name: &str, org_role: OrgRole) -> Query {
    Query::CreatePerson {
        actor,
        username: username(name),
        email: Email::parse(&format!("{name}@example.org")).expect("an address"),
        display_name: DisplayName::parse(name).expect("a name"),
        org_role,
    }
}

fn set(actor: UserId, user: UserId, org_role: OrgRole) -> Query {
    Query::SetStanding { actor, user, org_role }
}

#[tokio::test]
async fn members_and_strangers_have_no_business_in_the_office() {
    let place = Place::owned().await;
    let member = place.someone("mia", Member).await;
    let gone = place.someone("gone", Admin).await;
    auth_service::admin::deactivate(&place.db, &username("gone")).await.expect("deactivated");
    let before = place.count("select count(*) from auth.audit").await;
    for actor in [member, gone, UserId::new()] {
        let user = member;
        let queries = [
            Query::Directory { actor, search: String::new(), offset: 0, limit: 9 },
            Query::Audit { actor, before: None, only: Default::default(), limit: 9 },
            Query::Invites { actor },
            creation(actor, "rosa", Member),
            set(actor, user, Admin),
            Query::EndSessions { actor, user },
            Query::MakeResetLink { actor, user },
            Query::SetSignUp { actor, sign_up: SignUp::Closed },
            Query::MakeInvite { actor, id: uuid::Uuid::new_v4(), uses: 1, days: 1 },
            Query::RevokeInvite { actor, invite: uuid::Uuid::new_v4() },
        ];
        for query in queries {
            let reply = place.ask(&query).await;
            assert!(
                matches!(&reply, Reply::Refused(no) if no.code == Code::Forbidden),
                "{query:?}: {reply:?}"
            );
        }
    }
    assert_eq!(place.count("select count(*) from auth.audit").await, before, "nothing was done");
    assert_eq!(place.count("select count(*) from auth.account").await, 3);
}

#[tokio::test]
async fn a_person_made_by_an_admin_chooses_their_password_by_the_link() {
    let place = Place::owned().await;
    let admin = place.someone("adam", Admin).await;
    let link = place.link(creation(admin, "rosa", Member)).await.expect("made");
    let rosa = link.person.expect("for rosa");
    assert_eq!(rosa.username, "rosa");
    let reset =
        Query::ResetPassword { token: hash(&link.token), password: Password::try_out("a green boat") };
    place.act(reset).await.expect("chosen");
    assert_eq!(place.log_in("rosa", "a green boat").await.expect("in").session.org_role, Member);
    let taken = place.link(creation(admin, "rosa", Member)).await.expect_err("taken");
    assert_eq!((taken.code, taken.field.as_deref()), (Code::Taken, Some("username")));
    let written = &place.audit(admin).await[0];
    assert_eq!(written.action, "create_person");
    assert_eq!(written.actor.as_ref().map(|person| person.id), Some(admin));
    assert_eq!(written.target.as_ref().map(|person| person.id), Some(rosa.id));
}

#[tokio::test]
async fn admins_look_after_members_and_only_owners_after_admins_and_owners() {
    let place = Place::owned().await;
    let owner = place.id("owner").await;
    let admin = place.someone("adam", Admin).await;
    let colleague = place.someone("ada", Admin).await;
    let member = place.someone("mia", Member).await;
    let code = async |query| place.act(query).await.map_err(|refusal| refusal.code);
    for user in [owner, colleague] {
        assert_eq!(code(set(admin, user, Member)).await, Err(Code::Forbidden));
        assert_eq!(code(set(admin, user, Inactive)).await, Err(Code::Forbidden));
        assert_eq!(code(Query::EndSessions { actor: admin, user }).await, Err(Code::Forbidden));
        let link = place.link(Query::MakeResetLink { actor: admin, user }).await;
        assert_eq!(link.expect_err("a way up").code, Code::Forbidden);
    }
    for org_role in [Admin, Owner] {
        assert_eq!(code(set(admin, member, org_role)).await, Err(Code::Forbidden), "a way up for a friend");
        place.link(creation(admin, "friend", org_role)).await.expect_err("the same");
    }
    code(set(admin, member, Inactive)).await.expect("kept out");
    code(set(admin, member, Member)).await.expect("let in again");
    code(set(owner, colleague, Inactive)).await.expect("an owner may");
    assert_eq!(code(set(admin, colleague, Member)).await, Err(Code::Forbidden), "she was an admin");
    code(set(owner, member, Owner)).await.expect("a second owner");
    code(set(member, owner, Member)).await.expect("there is another");
    assert_eq!(code(set(owner, member, Member)).await, Err(Code::Forbidden), "not an owner any more");
}

#[tokio::test]
async fn nobody_locks_themselves_out_and_what_is_so_already_is_not_written_down() {
    let place = Place::owned().await;
    let owner = place.id("owner").await;
    let admin = place.someone("adam", Admin).await;
    let before = place.audit(owner).await.len();
    for (who, org_role) in [(owner, Inactive), (owner, Member), (admin, Inactive), (admin, Member)] {
        let refusal = place.act(set(who, who, org_role)).await.expect_err("oneself");
        assert_eq!(refusal.code, Code::Forbidden);
    }
    place.act(Query::EndSessions { actor: owner, user: owner }).await.expect_err("settings do that");
    place.link(Query::MakeResetLink { actor: owner, user: owner }).await.expect_err("settings do that");
    place.act(set(owner, owner, Owner)).await.expect("so already");
    place.act(set(owner, admin, Admin)).await.expect("so already");
    let nobody = place.act(set(owner, UserId::new(), Admin)).await.expect_err("nobody");
    assert_eq!(nobody.code, Code::NotFound);
    assert_eq!(place.audit(owner).await.len(), before);
    assert_eq!(place.feed(0).await.head, 0);
}

#[tokio::test]
async fn of_two_owners_who_unmake_each_other_at_once_one_stays() {
    for _ in 0..3 {
        let place = Place::owned().await;
        let owner = place.id("owner").await;
        let rosa = place.someone("rosa", Owner).await;
        let other = place.another_service().await;
        let (one, two) = (set(owner, rosa, Member), set(rosa, owner, Inactive));
        let (first, second) = tokio::join!(place.ask(&one), place.ask_of(&other, &two));
        let outcomes = [done(first), done(second)];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let owners = "select count(*) from auth.account where org_role = 'owner' and active";
        assert_eq!(place.count(owners).await, 1);
    }
}

#[tokio::test]
async fn two_admins_at_once_act_one_after_the_other_and_both_are_written_down() {
    let place = Place::owned().await;
    let (adam, ada) = (place.someone("adam", Admin).await, place.someone("ada", Admin).await);
    let mia = place.someone("mia", Member).await;
    let mut slow = place.another_connection().await;
    let first = slow.transaction().await.expect("begun");
    first.query_one("select auth.set_standing($1, $2, 'inactive')", &[&adam.0, &mia.0]).await.expect("done");
    let again = set(ada, mia, Inactive);
    let (outcome, ()) = tokio::join!(place.act(again), async {
        place.somebody_waits().await;
        first.commit().await.expect("committed");
    });
    outcome.expect("so already");
    place.act(set(ada, mia, Member)).await.expect("let in again");
    let written: Vec<_> = place
        .audit(ada)
        .await
        .into_iter()
        .filter(|entry| entry.action == "org_role")
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
    let place = Place::owned().await;
    let owner = place.id("owner").await;
    let rosa = place.register("rosa").await;
    let user = rosa.session.person.id;
    place.act(Query::EndSessions { actor: owner, user }).await.expect("ended");
    assert!(place.resume(&rosa).await.is_none());
    let rosa = place.log_in("rosa", PASSWORD).await.expect("she may come again");
    place.act(set(owner, user, Inactive)).await.expect("kept out");
    assert!(place.resume(&rosa).await.is_none());
    place.log_in("rosa", PASSWORD).await.expect_err("kept out");
    let told: Vec<_> = place.feed(0).await.entries.iter().map(|entry| entry.change).collect();
    let org_role = Change::OrgRole { org_role: Inactive };
    assert_eq!(told, [Change::AllSessionsEnded, org_role, Change::AllSessionsEnded]);
    let link = place.link(Query::MakeResetLink { actor: owner, user }).await;
    assert_eq!(link.expect_err("deactivated").code, Code::BadRequest);
}

#[tokio::test]
async fn admins_find_people_by_any_part_of_what_they_are_called() {
    let place = Place::owned().await;
    let admin = place.someone("adam", Admin).await;
    for name in ["rosa", "rosalind", "tomas", "under_score"] {
        place.register(name).await;
    }
    let names = async |search: &str| -> Vec<String> {
        directory(&place, admin, search).await.0.into_iter().map(|line| line.person.username).collect()
    };
    assert_eq!(names("ROSA").await, ["rosa", "rosalind"]);
    assert_eq!(names("tomas@example").await, ["tomas"]);
    assert_eq!(names("d_r").await, Vec::<String>::new());
    assert_eq!(names("r_score").await, ["under_score"]);
    assert_eq!(names("%").await, Vec::<String>::new());
    let (everyone, total) = directory(&place, admin, "").await;
    assert_eq!((everyone.len(), total), (6, 6));
    let rosa = everyone.iter().find(|line| line.person.username == "rosa").expect("rosa");
    assert_eq!((rosa.email.as_str(), rosa.org_role, rosa.sessions), ("rosa@example.org", Member, 1));
    assert!(rosa.last_seen.is_some());
    let beyond = Query::Directory { actor: admin, search: String::new(), offset: 4, limit: 1 };
    let Reply::Directory { people, total } = place.ask(&beyond).await else { panic!("a page") };
    assert_eq!((people.len(), total, people[0].person.username.as_str()), (1, 6, "tomas"));
    assert!(!format!("{rosa:?}").contains("example.org"), "addresses are not for logs");
}

#[tokio::test]
async fn when_someone_was_last_here_outlives_their_session() {
    let place = Place::owned().await;
    let owner = place.id("owner").await;
    let rosa = place.register("rosa").await;
    place.log_out(&rosa).await;
    let (lines, _) = directory(&place, owner, "rosa").await;
    assert_eq!(lines[0].sessions, 0);
    assert!(lines[0].last_seen.is_some());
    assert!(directory(&place, owner, "owner").await.0[0].last_seen.is_none(), "never was");
}

#[tokio::test]
async fn the_record_is_read_in_pages_newest_first() {
    let place = Place::owned().await;
    let actor = place.id("owner").await;
    for sign_up in [SignUp::Closed, SignUp::Invite, SignUp::Open] {
        place.act(Query::SetSignUp { actor, sign_up }).await.expect("set");
    }
    let page = async |before, limit| match place
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
    assert_eq!((actions, more), (vec!["sign_up", "create_person"], false));
}

#[tokio::test]
async fn the_record_is_read_by_who_did_what_to_whom_and_when() {
    let place = Place::owned().await;
    let owner = place.id("owner").await;
    let (adam, mia) = (place.someone("adam", Admin).await, place.someone("mia", Member).await);
    place.act(Query::EndSessions { actor: adam, user: mia }).await.expect("ended");
    place.act(set(owner, mia, Admin)).await.expect("promoted");
    place.act(Query::SetSignUp { actor: adam, sign_up: SignUp::Closed }).await.expect("set");
    let actions = async |only: AuditFilter| -> Vec<String> {
        match place.ask(&Query::Audit { actor: adam, before: None, only, limit: 50 }).await {
            Reply::Audit { entries, .. } => entries.into_iter().map(|entry| entry.action).collect(),
            other => panic!("{other:?}"),
        }
    };
    let none = AuditFilter::default;
    assert_eq!(actions(AuditFilter { by: Some(adam), ..none() }).await, ["sign_up", "end_sessions"]);
    assert_eq!(
        actions(AuditFilter { to: Some(mia), ..none() }).await,
        ["org_role", "end_sessions", "create_person"]
    );
    assert_eq!(actions(AuditFilter { action: "org_role".into(), ..none() }).await, ["org_role"]);
    let both = AuditFilter { by: Some(owner), to: Some(mia), ..none() };
    assert_eq!(actions(both).await, ["org_role"]);
    let long_ago = Some(proto::At::UNIX_EPOCH);
    assert!(actions(AuditFilter { until: long_ago, ..none() }).await.is_empty());
}
