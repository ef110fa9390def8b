//! Making an account.

use chassis::Secret;
use futures_util::future::join_all;
use proto::auth::{Query, Reply};
use proto::room::OrgRole;
use proto::{Code, Reason};

use super::stage::{Place, login_from, registration, registration_with, signed_in};

#[tokio::test]
async fn the_first_to_register_owns_the_place_and_the_next_does_not() {
    let place = Place::open().await;
    let rosa = place.register("rosa").await;
    assert_eq!(rosa.session.org_role, OrgRole::Owner);
    assert_eq!(
        (rosa.session.person.username.as_str(), rosa.session.person.display_name.as_str()),
        ("rosa", "rosa")
    );
    assert_eq!(place.register("tomas").await.session.org_role, OrgRole::Member);
    assert_eq!(place.resume(&rosa).await.expect("signed in").person, rosa.session.person);
}

#[tokio::test]
async fn of_many_racing_to_be_first_exactly_one_owns_the_place() {
    for _ in 0..3 {
        let place = Place::open().await;
        let other = place.another_service().await;
        let queries: Vec<_> = (0..12).map(|n| registration(&format!("racer{n}"))).collect();
        let race = queries
            .iter()
            .enumerate()
            .map(|(n, query)| place.ask_of(if n % 2 == 0 { &place.service } else { &other }, query));
        let sessions: Vec<_> = join_all(race)
            .await
            .into_iter()
            .map(|reply| signed_in(reply).expect("registered").session)
            .collect();
        let owners: Vec<_> = sessions.iter().filter(|session| session.org_role == OrgRole::Owner).collect();
        assert_eq!(owners.len(), 1);
        let row = place.db.query_one("select user_id from auth.place_owner", &[]).await.expect("one row");
        assert_eq!(row.get::<_, uuid::Uuid>(0), owners[0].person.id.0);
        assert_eq!(place.count("select count(*) from auth.account where org_role = 'owner'").await, 1);
    }
}

#[tokio::test]
async fn of_many_racing_for_one_name_exactly_one_gets_it() {
    let place = Place::open().await;
    let queries: Vec<_> =
        (0..8).map(|n| registration_with("rosa", &format!("rosa{n}@example.org"), None)).collect();
    let replies = join_all(queries.iter().map(|query| place.ask(query))).await;
    let (won, lost): (Vec<_>, Vec<_>) = replies.into_iter().map(signed_in).partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 7));
    for refusal in lost {
        assert_eq!(refusal.expect_err("lost").code, Code::Taken);
    }
    assert_eq!(place.count("select count(*) from auth.session").await, 1);
}

#[tokio::test]
async fn a_name_or_address_in_use_is_refused_on_its_own_field() {
    let place = Place::open().await;
    place.register("rosa").await;
    let refused = async |name, email| {
        let refusal = signed_in(place.ask(&registration_with(name, email, None)).await).expect_err("taken");
        assert_eq!(refusal.code, Code::Taken);
        (refusal.field.expect("a field").into_owned(), refusal.reason)
    };
    let (field, reason) = refused("ROSA", "other@example.org").await;
    assert_eq!((&*field, reason), ("username", Reason::UsernameTaken));
    let (field, reason) = refused("other", "Rosa@Example.ORG").await;
    assert_eq!((&*field, reason), ("email", Reason::EmailTaken));
    // A refused registration leaves nothing behind.
    assert_eq!(place.count("select count(*) from auth.account").await, 1);
}

#[tokio::test]
async fn while_nobody_owns_the_place_its_code_is_asked_and_afterwards_it_is_not() {
    let place = Place::open_with(|config| config.claim_code = Some(Secret::new("blue-kite-74"))).await;
    let claim_needed = async || match place.ask(&Query::Installation).await {
        Reply::Installation(place) => (place.claimed, place.claim_needed),
        other => panic!("{other:?}"),
    };
    assert_eq!(claim_needed().await, (false, true));
    for claim in [None, Some(""), Some("blue-kite-75")] {
        let reply = place.ask(&registration_with("rosa", "rosa@example.org", claim)).await;
        let refusal = signed_in(reply).expect_err("no owner without the code");
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::BadRequest, Some("claim")));
    }
    assert_eq!(place.hashes(), 0, "a wrong code costs no hash");
    let reply = place.ask(&registration_with("rosa", "rosa@example.org", Some("blue-kite-74"))).await;
    assert_eq!(signed_in(reply).expect("the code opens").session.org_role, OrgRole::Owner);
    assert_eq!(claim_needed().await, (true, false));
    assert_eq!(place.register("tomas").await.session.org_role, OrgRole::Member);
    let reply = place.ask(&registration_with("uma", "uma@example.org", Some("blue-kite-74"))).await;
    assert_eq!(signed_in(reply).expect("registered").session.org_role, OrgRole::Member);
}

#[tokio::test]
async fn an_owner_whose_name_is_taken_leaves_the_place_to_be_claimed() {
    let place = Place::open().await;
    let uma = super::admin::new_user("uma", OrgRole::Member);
    auth_service::admin::create(&place.db, uma).await.expect("created");
    let refusal = signed_in(place.ask(&registration("uma")).await).expect_err("taken");
    assert_eq!(refusal.field.as_deref(), Some("username"));
    assert_eq!(place.count("select count(*) from auth.place_owner").await, 0);
    assert_eq!(place.register("rosa").await.session.org_role, OrgRole::Owner);
}

#[tokio::test]
async fn one_network_registers_only_so_many_in_a_while() {
    let place = Place::open_with(|config| config.limits.registrations_per_address = 3).await;
    for name in ["rosa", "tomas", "uma"] {
        place.register(name).await;
    }
    let before = place.hashes();
    let refusal = signed_in(place.ask(&registration("viktor")).await).expect_err("too many");
    assert_eq!(refusal.code, Code::RateLimited);
    assert!(refusal.retry_ms.is_some_and(|ms| (1..=900_000).contains(&ms)), "{refusal:?}");
    assert_eq!(place.hashes(), before);
    // Those who have an account still sign in from there.
    signed_in(place.ask(&login_from("uma", super::stage::PASSWORD, super::stage::HERE)).await)
        .expect("signed in");
}
