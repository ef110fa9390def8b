//! Who may join: everyone, guests with an invite, or nobody.

use futures_util::future::join_all;
use proto::auth::{InviteLine, Query, Reply, SignUp};
use proto::room::OrgRole;
use proto::{Code, Refusal, UserId};

use super::stage::{Place, hash, registration, signed_in, username};

fn guest(name: &str, code: &str) -> Query {
    let mut query = registration(name);
    if let Query::Register { invite, .. } = &mut query {
        *invite = Some(hash(code));
    }
    query
}

async fn place_with(sign_up: SignUp) -> (Place, UserId) {
    let place = Place::owned().await;
    let owner = place.id("owner").await;
    place.act(Query::SetSignUp { actor: owner, sign_up }).await.expect("set");
    (place, owner)
}

async fn invite(place: &Place, actor: UserId, uses: u16) -> (uuid::Uuid, String) {
    let id = uuid::Uuid::new_v4();
    let link = place.link(Query::MakeInvite { actor, id, uses, days: 7 }).await.expect("an invite");
    (id, link.token)
}

async fn come(place: &Place, query: &Query) -> Result<(), Refusal> {
    signed_in(place.ask(query).await).map(drop)
}

async fn invites(place: &Place, actor: UserId) -> Vec<InviteLine> {
    match place.ask(&Query::Invites { actor }).await {
        Reply::Invites(lines) => lines,
        other => panic!("{other:?}"),
    }
}

async fn is_good(place: &Place, code: &str) -> bool {
    match place.ask(&Query::LookAtInvite { code: hash(code) }).await {
        Reply::Invitation(found) => found.is_some(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_closed_place_lets_nobody_make_an_account_and_costs_no_hash() {
    let (place, owner) = place_with(SignUp::Closed).await;
    let (_, code) = invite(&place, owner, 5).await;
    let before = place.hashes();
    for query in [registration("rosa"), guest("rosa", &code)] {
        assert_eq!(come(&place, &query).await.expect_err("closed").code, Code::Forbidden);
    }
    assert_eq!(place.hashes(), before);
    let Reply::Installation(found) = place.ask(&Query::Installation).await else { panic!("a place") };
    assert_eq!(found.sign_up, SignUp::Closed);
    place.act(Query::SetSignUp { actor: owner, sign_up: SignUp::Open }).await.expect("opened");
    come(&place, &registration("rosa")).await.expect("open again");
}

#[tokio::test]
async fn with_an_invite_as_many_come_in_as_it_is_for() {
    let (place, owner) = place_with(SignUp::Invite).await;
    assert_eq!(come(&place, &registration("uma")).await.expect_err("uninvited").code, Code::Forbidden);
    come(&place, &guest("uma", "made up")).await.expect_err("made up");
    let (_, code) = invite(&place, owner, 2).await;
    assert!(is_good(&place, &code).await);
    come(&place, &guest("rosa", &code)).await.expect("the first");
    // A name in use is no use of the invite.
    let taken = come(&place, &guest("rosa", &code)).await.expect_err("taken");
    assert_eq!(taken.code, Code::Taken);
    come(&place, &guest("tomas", &code)).await.expect("the second");
    come(&place, &guest("uma", &code)).await.expect_err("used up");
    assert!(!is_good(&place, &code).await);
    let lines = invites(&place, owner).await;
    assert_eq!((lines[0].uses, lines[0].most, lines[0].good), (2, 2, false));
    let reply =
        place.ask(&Query::Directory { actor: owner, search: "tomas".into(), offset: 0, limit: 9 }).await;
    let Reply::Directory { people, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(people[0].invited_by.as_ref().map(|by| by.username.as_str()), Some("owner"));
}

#[tokio::test]
async fn of_many_racing_for_the_last_use_exactly_one_comes_in() {
    let (place, owner) = place_with(SignUp::Invite).await;
    let other = place.another_service().await;
    for round in 0..3 {
        let (_, code) = invite(&place, owner, 1).await;
        let queries: Vec<_> = (0..8).map(|n| guest(&format!("racer{round}{n}"), &code)).collect();
        let race = queries
            .iter()
            .enumerate()
            .map(|(n, query)| place.ask_of(if n % 2 == 0 { &place.service } else { &other }, query));
        let replies: Vec<_> = join_all(race).await.into_iter().map(signed_in).collect();
        assert_eq!(replies.iter().filter(|reply| reply.is_ok()).count(), 1, "round {round}");
        for refusal in replies.into_iter().filter_map(Result::err) {
            assert_eq!(refusal.code, Code::Forbidden, "{refusal}");
        }
    }
    assert_eq!(place.count("select count(*) from auth.account where username like 'racer%'").await, 3);
    assert_eq!(place.count("select count(*) from auth.invite where uses = 1").await, 3);
}

#[tokio::test]
async fn two_who_use_the_last_one_wait_for_each_other_and_the_second_is_told() {
    let (place, owner) = place_with(SignUp::Invite).await;
    let (_, code) = invite(&place, owner, 1).await;
    let mut slow = place.another_connection().await;
    let first = slow.transaction().await.expect("begun");
    let register = "select outcome from auth.register(gen_random_uuid(), 'first', 'first@example.org', 'First', 'x', true,
                    gen_random_uuid(), repeat('0', 64), '192.0.2.7', '', $1)";
    let outcome = first.query_one(register, &[&hash(&code).0]).await.expect("registered");
    assert_eq!(outcome.get::<_, &str>(0), "done");
    let second = guest("second", &code);
    let (outcome, ()) = tokio::join!(come(&place, &second), async {
        place.somebody_waits().await;
        first.commit().await.expect("committed");
    });
    assert_eq!(outcome.expect_err("too late").code, Code::Forbidden);
    assert_eq!(place.count("select count(*) from auth.account").await, 2);
}

#[tokio::test]
async fn once_sign_up_is_closed_nobody_slips_in_who_was_on_the_way() {
    let (place, owner) = place_with(SignUp::Open).await;
    let mut admin = place.another_connection().await;
    let closing = admin.transaction().await.expect("begun");
    closing.query_one("select auth.set_sign_up($1, 'closed')", &[&owner.0]).await.expect("closed");
    let query = registration("rosa");
    let (outcome, ()) = tokio::join!(come(&place, &query), async {
        place.somebody_waits().await;
        closing.commit().await.expect("committed");
    });
    assert_eq!(outcome.expect_err("closed meanwhile").code, Code::Forbidden);
    assert_eq!(place.count("select count(*) from auth.account").await, 1);
}

#[tokio::test]
async fn an_invite_that_was_taken_back_or_ran_out_lets_nobody_in() {
    let (place, owner) = place_with(SignUp::Invite).await;
    let (id, code) = invite(&place, owner, 5).await;
    place.act(Query::RevokeInvite { actor: owner, invite: id }).await.expect("taken back");
    place.act(Query::RevokeInvite { actor: owner, invite: id }).await.expect("twice is once");
    come(&place, &guest("rosa", &code)).await.expect_err("taken back");
    let (_, code) = invite(&place, owner, 5).await;
    let run_out = "update auth.invite set expires_at = now() - interval '1 second'";
    place.db.execute(run_out, &[]).await.expect("time passes");
    come(&place, &guest("rosa", &code)).await.expect_err("ran out");
    assert!(!is_good(&place, &code).await);
}

#[tokio::test]
async fn the_invites_of_someone_who_is_no_admin_any_more_let_nobody_in() {
    let (place, owner) = place_with(SignUp::Invite).await;
    for (name, next) in [("adam", OrgRole::Member), ("ada", OrgRole::Inactive)] {
        let admin = place.someone(name, OrgRole::Admin).await;
        let (_, code) = invite(&place, admin, 5).await;
        place.act(Query::SetStanding { actor: owner, user: admin, org_role: next }).await.expect("unmade");
        assert!(!is_good(&place, &code).await, "{name}");
        come(&place, &guest("rosa", &code)).await.expect_err("not any more");
    }
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_invite_and_odd_numbers_make_none() {
    let (place, actor) = place_with(SignUp::Invite).await;
    let id = uuid::Uuid::new_v4();
    place.link(Query::MakeInvite { actor, id, uses: 1, days: 1 }).await.expect("made");
    let again = place.link(Query::MakeInvite { actor, id, uses: 1, days: 1 }).await.expect_err("sent again");
    assert_eq!(again.code, Code::NonceReused);
    for (uses, days, field) in [(0, 1, "uses"), (1_001, 1, "uses"), (1, 0, "days"), (1, 366, "days")] {
        let id = uuid::Uuid::new_v4();
        let refusal = place.link(Query::MakeInvite { actor, id, uses, days }).await.expect_err("refused");
        assert_eq!(refusal.field.as_deref(), Some(field));
    }
    assert_eq!(invites(&place, actor).await.len(), 1);
}

#[tokio::test]
async fn the_first_account_claims_the_place_whatever_is_set() {
    let place = Place::open().await;
    auth_service::admin::set_sign_up(&place.db, SignUp::Closed).await.expect("set");
    assert_eq!(place.register("rosa").await.session.org_role, OrgRole::Owner);
    come(&place, &registration("tomas")).await.expect_err("closed");
    auth_service::admin::deactivate(&place.db, &username("rosa")).await.expect_err("the last owner");
}
