//! Who may join: everyone, people with an invite, or nobody.

use futures_util::future::join_all;
use proto::auth::{Action, AdminAction, InviteLine, LinkState, NewInvite, Query, Reply, SignUp, TokenHash};
use proto::room::OrgRole;
use proto::{Code, Refusal, UserId};

use super::fixture::{
    Fixture, by_admin, fresh_hash, make_invite, registration, set_role, signed_in, username,
};

fn guest(name: &str, code: &TokenHash) -> Action {
    let mut action = registration(name);
    if let Action::Register { invite, .. } = &mut action {
        *invite = Some(code.clone());
    }
    action
}

async fn fixture_with(sign_up: SignUp) -> (Fixture, UserId) {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    fixture.act(by_admin(owner, AdminAction::SetSignUp { sign_up })).await.expect("set");
    (fixture, owner)
}

async fn invite(fixture: &Fixture, actor: UserId, uses: u16) -> (uuid::Uuid, TokenHash) {
    let id = uuid::Uuid::new_v4();
    let link = fixture.link(make_invite(actor, id, uses, 7)).await.expect("an invite");
    (id, link.token)
}

async fn come(fixture: &Fixture, action: &Action) -> Result<(), Refusal> {
    fixture.sign_in(action).await.map(drop)
}

async fn invites(fixture: &Fixture, actor: UserId) -> Vec<InviteLine> {
    match fixture.ask(&Query::Invites { actor }).await {
        Reply::Invites(lines) => lines,
        other => panic!("{other:?}"),
    }
}

async fn is_usable(fixture: &Fixture, code: &TokenHash) -> bool {
    match fixture.ask(&Query::Invitation { code: code.clone() }).await {
        Reply::Invitation(found) => found.is_some_and(|found| found.state == LinkState::Usable),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn closed_sign_up_lets_nobody_create_an_account_and_costs_no_hash() {
    let (fixture, owner) = fixture_with(SignUp::Closed).await;
    let (_, code) = invite(&fixture, owner, 5).await;
    let before = fixture.hashes();
    for action in [registration("rosa"), guest("rosa", &code)] {
        assert_eq!(come(&fixture, &action).await.expect_err("closed").code, Code::Forbidden);
    }
    assert_eq!(fixture.hashes(), before);
    let Reply::Installation(found) = fixture.ask(&Query::Installation).await else { panic!("a fixture") };
    assert_eq!(found.sign_up, SignUp::Closed);
    fixture.act(by_admin(owner, AdminAction::SetSignUp { sign_up: SignUp::Open })).await.expect("opened");
    come(&fixture, &registration("rosa")).await.expect("open again");
}

#[tokio::test]
async fn with_an_invite_as_many_come_in_as_it_is_for() {
    let (fixture, owner) = fixture_with(SignUp::Invite).await;
    assert_eq!(come(&fixture, &registration("uma")).await.expect_err("uninvited").code, Code::Forbidden);
    come(&fixture, &guest("uma", &fresh_hash())).await.expect_err("made up");
    let (_, code) = invite(&fixture, owner, 2).await;
    assert!(is_usable(&fixture, &code).await);
    come(&fixture, &guest("rosa", &code)).await.expect("the first");
    // A name in use is no use of the invite.
    let taken = come(&fixture, &guest("rosa", &code)).await.expect_err("taken");
    assert_eq!(taken.code, Code::Taken);
    come(&fixture, &guest("tomas", &code)).await.expect("the second");
    come(&fixture, &guest("uma", &code)).await.expect_err("used up");
    assert!(!is_usable(&fixture, &code).await);
    let lines = invites(&fixture, owner).await;
    assert_eq!((lines[0].uses, lines[0].most, lines[0].usable), (2, 2, false));
    let reply =
        fixture.ask(&Query::Directory { actor: owner, search: "tomas".into(), offset: 0, limit: 9 }).await;
    let Reply::Directory { people, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(people[0].invited_by.as_ref().map(|by| by.username.as_str()), Some("owner"));
}

#[tokio::test]
async fn of_many_racing_for_the_last_use_exactly_one_comes_in() {
    let (fixture, owner) = fixture_with(SignUp::Invite).await;
    let other = fixture.another_service().await;
    for round in 0..3 {
        let (_, code) = invite(&fixture, owner, 1).await;
        let actions: Vec<_> = (0..8).map(|n| guest(&format!("racer{round}{n}"), &code)).collect();
        let race = actions.iter().enumerate().map(async |(n, action)| {
            let service = if n % 2 == 0 { &fixture.service } else { &other };
            signed_in(action, fixture.send_to(service, action).await)
        });
        let replies: Vec<_> = join_all(race).await;
        assert_eq!(replies.iter().filter(|reply| reply.is_ok()).count(), 1, "round {round}");
        for refusal in replies.into_iter().filter_map(Result::err) {
            assert_eq!(refusal.code, Code::Forbidden, "{refusal}");
        }
    }
    assert_eq!(fixture.count("select count(*) from auth.account where username like 'racer%'").await, 3);
    assert_eq!(fixture.count("select count(*) from auth.invite where uses = 1").await, 3);
}

#[tokio::test]
async fn two_who_use_the_last_one_wait_for_each_other_and_the_second_is_told() {
    let (fixture, owner) = fixture_with(SignUp::Invite).await;
    let (_, code) = invite(&fixture, owner, 1).await;
    let mut slow = fixture.another_connection().await;
    let first = slow.transaction().await.expect("begun");
    let register = "select auth.register(gen_random_uuid(), version, gen_random_uuid(), 'first', 'first@example.org', 'First', 'first', 'first',
                    'x', 'member', false, $1, gen_random_uuid(), repeat('0', 64), '192.0.2.7', '', null) from auth.org";
    first.query_one(register, &[&code.0]).await.expect("registered");
    let second = guest("second", &code);
    let (outcome, ()) = tokio::join!(come(&fixture, &second), async {
        fixture.somebody_waits().await;
        first.commit().await.expect("committed");
    });
    assert_eq!(outcome.expect_err("too late").code, Code::Forbidden);
    assert_eq!(fixture.count("select count(*) from auth.account").await, 2);
}

#[tokio::test]
async fn once_sign_up_is_closed_nobody_slips_in_who_was_on_the_way() {
    let (fixture, owner) = fixture_with(SignUp::Open).await;
    let mut admin = fixture.another_connection().await;
    let closing = admin.transaction().await.expect("begun");
    let close = "select auth.set_sign_up(gen_random_uuid(), $1, version, sign_up, 'closed') from auth.org";
    closing.query_one(close, &[&owner.0]).await.expect("closed");
    let action = registration("rosa");
    let (outcome, ()) = tokio::join!(come(&fixture, &action), async {
        fixture.somebody_waits().await;
        closing.commit().await.expect("committed");
    });
    assert_eq!(outcome.expect_err("closed meanwhile").code, Code::Forbidden);
    assert_eq!(fixture.count("select count(*) from auth.account").await, 1);
}

#[tokio::test]
async fn an_invite_that_was_taken_back_or_ran_out_lets_nobody_in() {
    let (fixture, owner) = fixture_with(SignUp::Invite).await;
    let (id, code) = invite(&fixture, owner, 5).await;
    fixture.act(by_admin(owner, AdminAction::RevokeInvite { invite: id })).await.expect("taken back");
    fixture.act(by_admin(owner, AdminAction::RevokeInvite { invite: id })).await.expect("twice is once");
    come(&fixture, &guest("rosa", &code)).await.expect_err("taken back");
    let (_, code) = invite(&fixture, owner, 5).await;
    let run_out = "update auth.invite set expires_at = now() - interval '1 second'";
    fixture.db.execute(run_out, &[]).await.expect("time passes");
    come(&fixture, &guest("rosa", &code)).await.expect_err("ran out");
    assert!(!is_usable(&fixture, &code).await);
}

#[tokio::test]
async fn the_invites_of_someone_who_is_no_admin_any_more_let_nobody_in() {
    let (fixture, owner) = fixture_with(SignUp::Invite).await;
    for (name, next) in [("adam", OrgRole::Member), ("ada", OrgRole::Inactive)] {
        let admin = fixture.someone(name, OrgRole::Admin).await;
        let (_, code) = invite(&fixture, admin, 5).await;
        fixture.act(set_role(owner, admin, next)).await.expect("unmade");
        assert!(!is_usable(&fixture, &code).await, "{name}");
        come(&fixture, &guest("rosa", &code)).await.expect_err("not any more");
    }
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_invite_and_odd_numbers_make_none() {
    let (fixture, actor) = fixture_with(SignUp::Invite).await;
    let id = uuid::Uuid::new_v4();
    fixture.link(make_invite(actor, id, 1, 1)).await.expect("made");
    let again = fixture.link(make_invite(actor, id, 1, 1)).await.err().expect("sent again");
    assert_eq!(again.code, Code::NonceReused);
    for (uses, days, field) in [(0, 1, "uses"), (1_001, 1, "uses"), (1, 0, "days"), (1, 366, "days")] {
        let id = uuid::Uuid::new_v4();
        let refusal = fixture.link(make_invite(actor, id, uses, days)).await.err().expect("refused");
        assert_eq!(refusal.field.as_deref(), Some(field));
    }
    assert_eq!(invites(&fixture, actor).await.len(), 1);
}

#[tokio::test]
async fn the_first_account_claims_the_installation_whatever_is_set() {
    let fixture = Fixture::open().await;
    fixture.people.set_sign_up(SignUp::Closed).await.expect("set");
    assert_eq!(fixture.register("rosa").await.session.org_role, OrgRole::Owner);
    come(&fixture, &registration("tomas")).await.expect_err("closed");
    fixture.people.deactivate(&username("rosa")).await.expect_err("the last owner");
}

#[tokio::test]
async fn an_invite_says_who_made_it_to_which_room_and_why_it_does_not_work_any_more() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let room = proto::RoomId::new();
    let action = match make_invite(owner, uuid::Uuid::new_v4(), 1, 7) {
        Action::Admin { actor, change: AdminAction::MakeInvite(invite) } => {
            by_admin(actor, AdminAction::MakeInvite(NewInvite { room: Some(room), ..invite }))
        }
        other => panic!("{other:?}"),
    };
    let code = fixture.link(action).await.expect("an invite").token;
    let found = async || match fixture.ask(&Query::Invitation { code: code.clone() }).await {
        Reply::Invitation(Some(found)) => found,
        other => panic!("{other:?}"),
    };
    let before = found().await;
    let by = async |user| fixture.ask(&Query::InvitedBy { user }).await;
    assert_eq!((before.by.id, before.room, before.state), (owner, Some(room), LinkState::Usable));
    let rosa = fixture.sign_in(&guest("rosa", &code)).await.expect("invited").session;
    assert!(rosa.newcomer);
    assert_eq!(found().await.state, LinkState::Used);
    let reply = by(rosa.person.id).await;
    assert!(matches!(&reply, Reply::InvitedBy(Some(host)) if host.id == owner), "{reply:?}");
    assert!(matches!(by(owner).await, Reply::InvitedBy(None)));

    let set = async |change: &str| {
        fixture.db.batch_execute(&format!("update auth.invite set {change}")).await.expect("changed");
        found().await.state
    };
    assert_eq!(set("uses = 0, expires_at = now() - interval '1 second'").await, LinkState::Expired);
    assert_eq!(set("revoked_at = now()").await, LinkState::Revoked);
    assert!(matches!(fixture.ask(&Query::Invitation { code: fresh_hash() }).await, Reply::Invitation(None)));
}
