//! Links by which someone who forgot their password sets another one.

use futures_util::future::join_all;
use proto::auth::{Change, Query, Reply};
use proto::room::OrgRole;
use proto::text::Password;
use proto::{Code, UserId};

use super::stage::{PASSWORD, Place, done, hash, username};

const NEXT: &str = "a green boat";

fn reset(token: &str, password: &str) -> Query {
    Query::ResetPassword { token: hash(token), password: Password::choose(password, "").expect("a password") }
}

async fn whose(place: &Place, token: &str) -> Option<UserId> {
    match place.ask(&Query::LookAtReset { token: hash(token) }).await {
        Reply::ResetFor(person) => person.map(|person| person.id),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_link_sets_the_password_once_and_ends_all_sessions() {
    let place = Place::owned().await;
    let owner = place.id("owner").await;
    let rosa = place.register("rosa").await;
    let user = rosa.session.person.id;
    let link = place.link(Query::MakeResetLink { actor: owner, user }).await.expect("a link");
    assert_eq!(whose(&place, &link.token).await, Some(user));
    assert!(place.resume(&rosa).await.is_some(), "the link alone ends nothing");

    let refusal = place.act(reset(&link.token, "rosa@example.org")).await.expect_err("her address");
    assert_eq!(refusal.field.as_deref(), Some("password"));
    place.act(reset(&link.token, NEXT)).await.expect("reset");
    assert!(place.resume(&rosa).await.is_none());
    place.log_in("rosa", PASSWORD).await.expect_err("the old one");
    place.log_in("rosa", NEXT).await.expect("the new one");
    let told: Vec<_> = place.feed(0).await.entries.iter().map(|entry| (entry.user, entry.change)).collect();
    assert_eq!(told, [(user, Change::AllSessionsEnded)]);

    assert_eq!(whose(&place, &link.token).await, None);
    let again = place.act(reset(&link.token, "a brown boat")).await.expect_err("used");
    assert_eq!(again.code, Code::NotFound);
    place.log_in("rosa", NEXT).await.expect("still this one");
}

#[tokio::test]
async fn of_many_who_use_a_link_at_once_one_does() {
    let place = Place::owned().await;
    let user = place.someone("rosa", OrgRole::Member).await;
    let actor = place.id("owner").await;
    let link = place.link(Query::MakeResetLink { actor, user }).await.expect("a link");
    let queries: Vec<_> = (0..8).map(|n| reset(&link.token, &format!("boat number {n}a"))).collect();
    let other = place.another_service().await;
    let race = queries
        .iter()
        .enumerate()
        .map(|(n, query)| place.ask_of(if n % 2 == 0 { &place.service } else { &other }, query));
    let outcomes: Vec<_> = join_all(race).await.into_iter().map(done).collect();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    let winner = outcomes.iter().position(Result::is_ok).expect("one");
    place.log_in("rosa", &format!("boat number {winner}a")).await.expect("the winner's password");
    assert_eq!(place.feed(0).await.entries.len(), 1);
}

#[tokio::test]
async fn a_link_is_worth_nothing_once_it_is_old_replaced_or_its_person_or_maker_is_out() {
    let place = Place::owned().await;
    let owner = place.id("owner").await;
    let admin = place.someone("adam", OrgRole::Admin).await;
    let user = place.someone("rosa", OrgRole::Member).await;
    let make = async |actor| place.link(Query::MakeResetLink { actor, user }).await.expect("a link").token;
    let first = make(owner).await;
    let second = make(owner).await;
    assert_eq!((whose(&place, &first).await, whose(&place, &second).await), (None, Some(user)));

    let expire = "update auth.reset set expires_at = now() - interval '1 second'";
    place.db.execute(expire, &[]).await.expect("a day passes");
    assert_eq!(whose(&place, &second).await, None);
    place.act(reset(&second, NEXT)).await.expect_err("too late");

    let by_adam = make(admin).await;
    place
        .act(Query::SetStanding { actor: owner, user: admin, org_role: OrgRole::Member })
        .await
        .expect("unmade");
    assert_eq!(whose(&place, &by_adam).await, None, "his links go with him");

    let third = make(owner).await;
    auth_service::admin::deactivate(&place.db, &username("rosa")).await.expect("deactivated");
    assert_eq!(whose(&place, &third).await, None);
    auth_service::admin::reactivate(&place.db, &username("rosa")).await.expect("reactivated");
    assert_eq!(whose(&place, &third).await, None, "it does not come back");
    for bad in ["", "x", &"a".repeat(43)] {
        assert_eq!(whose(&place, bad).await, None);
    }
}

#[tokio::test]
async fn neither_links_nor_codes_are_kept_in_the_clear() {
    let place = Place::owned().await;
    let actor = place.id("owner").await;
    let user = place.someone("rosa", OrgRole::Member).await;
    let link = place.link(Query::MakeResetLink { actor, user }).await.expect("a link");
    let id = uuid::Uuid::new_v4();
    let invite = place.link(Query::MakeInvite { actor, id, uses: 1, days: 1 }).await.expect("an invite");
    let mut all = String::new();
    for table in ["account", "session", "reset", "invite", "audit", "feed"] {
        let dump = format!("select coalesce(string_agg(t::text, e'\\n'), '') from auth.{table} t");
        all += &place.db.query_one(&dump, &[]).await.expect("dumped").get::<_, String>(0);
    }
    assert!(all.contains(&hash(&link.token).0) && all.contains(&hash(&invite.token).0));
    assert!(!all.contains(&link.token) && !all.contains(&invite.token));
    let shown = format!("{link:?} {invite:?}");
    assert!(!shown.contains(&link.token) && !shown.contains(&invite.token));
}
