//! Making an account.

use chassis::Secret;
use futures_util::future::join_all;
use proto::auth::{Query, Reply};
use proto::room::OrgRole;
use proto::{Code, Reason};

use super::fixture::{Fixture, login_from, registration, registration_with, signed_in};

#[tokio::test]
async fn the_first_to_register_is_the_owner_and_the_next_is_not() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    assert_eq!(rosa.session.org_role, OrgRole::Owner);
    assert_eq!(
        (rosa.session.person.username.as_str(), rosa.session.person.display_name.as_str()),
        ("rosa", "rosa")
    );
    assert_eq!(fixture.register("tomas").await.session.org_role, OrgRole::Member);
    assert_eq!(fixture.resume(&rosa).await.expect("signed in").person, rosa.session.person);
}

#[tokio::test]
async fn of_many_racing_to_be_first_exactly_one_is_the_owner() {
    for _ in 0..3 {
        let fixture = Fixture::open().await;
        let other = fixture.another_service().await;
        let actions: Vec<_> = (0..12).map(|n| registration(&format!("racer{n}"))).collect();
        let race = actions.iter().enumerate().map(async |(n, action)| {
            let service = if n % 2 == 0 { &fixture.service } else { &other };
            signed_in(action, fixture.send_to(service, action).await).expect("registered").session
        });
        let sessions: Vec<_> = join_all(race).await;
        let owners: Vec<_> = sessions.iter().filter(|session| session.org_role == OrgRole::Owner).collect();
        assert_eq!(owners.len(), 1);
        let row = fixture.db.query_one("select claimed_by from auth.org", &[]).await.expect("one row");
        assert_eq!(row.get::<_, uuid::Uuid>(0), owners[0].person.id.0);
        assert_eq!(fixture.count("select count(*) from auth.account where org_role = 'owner'").await, 1);
    }
}

#[tokio::test]
async fn of_many_racing_for_one_name_exactly_one_gets_it() {
    let fixture = Fixture::open().await;
    let actions: Vec<_> =
        (0..8).map(|n| registration_with("rosa", &format!("rosa{n}@example.org"), None)).collect();
    let outcomes = join_all(actions.iter().map(|action| fixture.sign_in(action))).await;
    let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 7));
    for refusal in lost {
        assert_eq!(refusal.err().expect("lost").code, Code::Taken);
    }
    assert_eq!(fixture.count("select count(*) from auth.session").await, 1);
}

#[tokio::test]
async fn a_name_in_use_is_refused_on_its_own_field() {
    let fixture = Fixture::open().await;
    fixture.register("rosa").await;
    let refused = async |name, email| {
        let refusal = fixture.sign_in(&registration_with(name, email, None)).await.err().expect("taken");
        assert_eq!(refusal.code, Code::Taken);
        (refusal.field.expect("a field").into_owned(), refusal.reason)
    };
    let (field, reason) = refused("ROSA", "other@example.org").await;
    assert_eq!((&*field, reason), ("username", Reason::UsernameTaken));
    // A refused registration leaves nothing behind.
    assert_eq!(fixture.count("select count(*) from auth.account").await, 1);
}

#[tokio::test]
async fn while_there_is_no_owner_the_code_is_asked_and_afterwards_it_is_not() {
    let fixture = Fixture::open_with(|config| config.claim_code = Some(Secret::new("blue-kite-74"))).await;
    let claim_needed = async || match fixture.ask(&Query::Installation).await {
        Reply::Installation(fixture) => (fixture.claimed, fixture.claim_needed),
        other => panic!("{other:?}"),
    };
    assert_eq!(claim_needed().await, (false, true));
    for claim in [None, Some(""), Some("blue-kite-75")] {
        let action = registration_with("rosa", "rosa@example.org", claim);
        let refusal = fixture.sign_in(&action).await.err().expect("no owner without the code");
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::BadRequest, Some("claim")));
    }
    assert_eq!(fixture.hashes(), 0, "a wrong code costs no hash");
    let action = registration_with("rosa", "rosa@example.org", Some("blue-kite-74"));
    assert_eq!(fixture.sign_in(&action).await.expect("the code opens").session.org_role, OrgRole::Owner);
    assert_eq!(claim_needed().await, (true, false));
    assert_eq!(fixture.register("tomas").await.session.org_role, OrgRole::Member);
    let action = registration_with("uma", "uma@example.org", Some("blue-kite-74"));
    assert_eq!(fixture.sign_in(&action).await.expect("registered").session.org_role, OrgRole::Member);
}

#[tokio::test]
async fn an_owner_whose_name_is_taken_leaves_the_installation_to_be_claimed() {
    let fixture = Fixture::open().await;
    let uma = super::operator::new_user("uma", OrgRole::Member);
    fixture.people.create(uma).await.expect("created");
    let refusal = fixture.sign_in(&registration("uma")).await.err().expect("taken");
    assert_eq!(refusal.field.as_deref(), Some("username"));
    assert_eq!(fixture.count("select count(*) from auth.org where claimed_by is not null").await, 0);
    assert_eq!(fixture.register("rosa").await.session.org_role, OrgRole::Owner);
}

#[tokio::test]
async fn one_network_registers_only_so_many_in_a_while() {
    let fixture = Fixture::open_with(|config| config.limits.registrations_per_address = 3).await;
    for name in ["rosa", "tomas", "uma"] {
        fixture.register(name).await;
    }
    let before = fixture.hashes();
    let refusal = fixture.sign_in(&registration("viktor")).await.err().expect("too many");
    assert_eq!(refusal.code, Code::RateLimited);
    assert!(refusal.retry_ms.is_some_and(|ms| (1..=900_000).contains(&ms)), "{refusal:?}");
    assert_eq!(fixture.hashes(), before);
    // Those who have an account still sign in from there.
    fixture
        .sign_in(&login_from("uma", super::fixture::PASSWORD, super::fixture::HERE))
        .await
        .expect("signed in");
}
