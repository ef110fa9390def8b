//! What an operator does to accounts.

use auth_service::admin::{self, AdminError, NewUser};
use proto::Code;
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Password};

use super::stage::{PASSWORD, Place, login_from, signed_in, username};

pub(crate) fn new_user(name: &str, org_role: OrgRole) -> NewUser {
    NewUser {
        username: username(name),
        email: Email::parse(&format!("{name}@example.org")).expect("an address"),
        display_name: DisplayName::parse(name).expect("a name"),
        password: Password::choose(PASSWORD, name).expect("a password"),
        org_role,
    }
}

#[tokio::test]
async fn an_account_made_by_the_operator_signs_in_with_its_standing() {
    let place = Place::open().await;
    let id = admin::create(&place.db, new_user("rosa", OrgRole::Admin)).await.expect("created");
    let rosa = place.log_in("rosa", PASSWORD).await.expect("signed in");
    assert_eq!((rosa.session.person.id, rosa.session.org_role), (id, OrgRole::Admin));
    let again = admin::create(&place.db, new_user("rosa", OrgRole::Member)).await;
    assert!(matches!(again, Err(AdminError::UsernameTaken)), "{again:?}");
    let same_address = NewUser { username: username("tomas"), ..new_user("rosa", OrgRole::Member) };
    assert!(matches!(admin::create(&place.db, same_address).await, Err(AdminError::EmailTaken)));
    let inactive = admin::create(&place.db, new_user("uma", OrgRole::Inactive)).await;
    assert!(matches!(inactive, Err(AdminError::NotAStanding)));
}

#[tokio::test]
async fn an_owner_made_by_the_operator_claims_the_place() {
    let place = Place::open().await;
    admin::create(&place.db, new_user("rosa", OrgRole::Owner)).await.expect("created");
    assert_eq!(place.register("tomas").await.session.org_role, OrgRole::Member);
    assert_eq!(place.count("select count(*) from auth.place_owner").await, 1);
}

#[tokio::test]
async fn a_promotion_is_seen_at_the_next_look_and_told_once() {
    let place = Place::open().await;
    place.register("rosa").await;
    let tomas = place.register("tomas").await;
    let promote =
        async || admin::promote(&place.db, &username("tomas"), OrgRole::Admin).await.expect("promoted");
    assert_eq!(promote().await, (tomas.session.person.id, true));
    assert_eq!(promote().await, (tomas.session.person.id, false));
    assert_eq!(place.resume(&tomas).await.expect("signed in").org_role, OrgRole::Admin);
    assert_eq!(place.feed(0).await.head, 1);
    let nobody = admin::promote(&place.db, &username("nobody"), OrgRole::Admin).await;
    assert!(matches!(nobody, Err(AdminError::Unknown)));
}

#[tokio::test]
async fn a_deactivated_admin_comes_back_as_an_admin_even_if_made_one_meanwhile() {
    let place = Place::open().await;
    place.register("rosa").await;
    place.register("tomas").await;
    let tomas = username("tomas");
    admin::deactivate(&place.db, &tomas).await.expect("deactivated");
    assert!(!admin::deactivate(&place.db, &tomas).await.expect("nothing to do").1);
    let before = place.feed(0).await.head;
    admin::promote(&place.db, &tomas, OrgRole::Admin).await.expect("promoted");
    assert_eq!(place.feed(0).await.head, before, "nobody is told that an inactive person is an admin");
    admin::reactivate(&place.db, &tomas).await.expect("reactivated");
    assert_eq!(place.log_in("tomas", PASSWORD).await.expect("in").session.org_role, OrgRole::Admin);
}

#[tokio::test]
async fn a_new_password_ends_all_sessions_and_opens_the_door_again() {
    let place = Place::open().await;
    let rosa = place.register("rosa").await;
    let phone = place.log_in("rosa@example.org", PASSWORD).await.expect("a second device");
    let elsewhere = "203.0.113.5";
    for _ in 0..11 {
        let reply = place.ask(&login_from("rosa", "a yellow goat", elsewhere)).await;
        signed_in(reply).expect_err("a stranger");
    }
    let password = Password::choose("a green boat", "rosa").expect("a password");
    admin::reset_password(&place.db, &username("rosa"), password).await.expect("reset");
    assert!(place.resume(&rosa).await.is_none() && place.resume(&phone).await.is_none());
    // The first service may remember for a moment that strangers were at it.
    let other = place.another_service().await;
    let attempt =
        async |password| signed_in(place.ask_of(&other, &login_from("rosa", password, elsewhere)).await);
    assert_eq!(attempt(PASSWORD).await.expect_err("the old one").code, Code::BadRequest);
    attempt("a green boat").await.expect("the new one");
    assert_eq!(place.feed(0).await.entries.len(), 1);
}

#[tokio::test]
async fn the_last_owner_stays_and_what_the_operator_does_is_written_down() {
    let place = Place::owned().await;
    let owner = username("owner");
    let last = admin::deactivate(&place.db, &owner).await;
    assert!(matches!(last, Err(AdminError::LastOwner)), "{last:?}");
    let last = admin::promote(&place.db, &owner, OrgRole::Member).await;
    assert!(matches!(last, Err(AdminError::LastOwner)), "{last:?}");
    let rosa = place.someone("rosa", OrgRole::Owner).await;
    admin::promote(&place.db, &owner, OrgRole::Admin).await.expect("there is another");
    let written = place.audit(rosa).await;
    let latest = &written[0];
    assert_eq!((latest.action.as_str(), latest.actor.is_none()), ("org_role", true));
    assert_eq!((latest.before.as_deref(), latest.after.as_deref()), (Some("owner"), Some("admin")));
    assert_eq!(written.len(), 3, "two people made, one org_role: {written:?}");
}
