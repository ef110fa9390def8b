//! What an operator does to accounts.

use auth_service::admin::{AdminError, NewUser};
use proto::Code;
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Password};

use super::fixture::{Fixture, PASSWORD, login_from, signed_in, username};

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
async fn an_account_made_by_the_operator_signs_in_with_its_role() {
    let fixture = Fixture::open().await;
    let id = fixture.people.create(new_user("rosa", OrgRole::Admin)).await.expect("created");
    let rosa = fixture.log_in("rosa", PASSWORD).await.expect("signed in");
    assert_eq!((rosa.session.person.id, rosa.session.org_role), (id, OrgRole::Admin));
    let again = fixture.people.create(new_user("rosa", OrgRole::Member)).await;
    assert!(matches!(again, Err(AdminError::UsernameTaken)), "{again:?}");
    let same_address = NewUser { username: username("tomas"), ..new_user("rosa", OrgRole::Member) };
    assert!(matches!(fixture.people.create(same_address).await, Err(AdminError::EmailTaken)));
    let inactive = fixture.people.create(new_user("uma", OrgRole::Inactive)).await;
    assert!(matches!(inactive, Err(AdminError::NotARole)));
}

#[tokio::test]
async fn an_owner_made_by_the_operator_claims_the_installation() {
    let fixture = Fixture::open().await;
    fixture.people.create(new_user("rosa", OrgRole::Owner)).await.expect("created");
    assert_eq!(fixture.register("tomas").await.session.org_role, OrgRole::Member);
    assert_eq!(fixture.count("select count(*) from auth.org where claimed_by is not null").await, 1);
}

#[tokio::test]
async fn a_promotion_is_seen_at_once_and_told_once() {
    let fixture = Fixture::open().await;
    fixture.register("rosa").await;
    let tomas = fixture.register("tomas").await;
    let promote =
        async || fixture.people.set_role(&username("tomas"), OrgRole::Admin).await.expect("promoted");
    assert!(promote().await);
    assert!(!promote().await);
    assert_eq!(fixture.resume(&tomas).await.expect("signed in").org_role, OrgRole::Admin);
    assert_eq!(fixture.feed(0).await.head, 1);
    let nobody = fixture.people.set_role(&username("nobody"), OrgRole::Admin).await;
    assert!(matches!(nobody, Err(AdminError::Unknown)));
}

#[tokio::test]
async fn a_deactivated_admin_comes_back_as_an_admin_even_if_made_one_meanwhile() {
    let fixture = Fixture::open().await;
    fixture.register("rosa").await;
    fixture.register("tomas").await;
    let tomas = username("tomas");
    fixture.people.deactivate(&tomas).await.expect("deactivated");
    assert!(!fixture.people.deactivate(&tomas).await.expect("nothing to do"));
    let before = fixture.feed(0).await.head;
    fixture.people.set_role(&tomas, OrgRole::Admin).await.expect("promoted");
    assert_eq!(fixture.feed(0).await.head, before, "nobody is told that an inactive person is an admin");
    fixture.people.reactivate(&tomas).await.expect("reactivated");
    assert_eq!(fixture.log_in("tomas", PASSWORD).await.expect("in").session.org_role, OrgRole::Admin);
}

#[tokio::test]
async fn a_new_password_ends_all_sessions_and_forgives_earlier_attempts() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let phone = fixture.log_in("rosa@example.org", PASSWORD).await.expect("a second device");
    let elsewhere = "203.0.113.5";
    for _ in 0..11 {
        let action = login_from("rosa", "a yellow goat", elsewhere);
        fixture.sign_in(&action).await.err().expect("a stranger");
    }
    let password = Password::choose("a green boat", "rosa").expect("a password");
    fixture.people.reset_password(&username("rosa"), password).await.expect("reset");
    assert!(fixture.resume(&rosa).await.is_none() && fixture.resume(&phone).await.is_none());
    // The first service may remember for a moment that strangers were at it.
    let other = fixture.another_service().await;
    let attempt = async |password| {
        let action = login_from("rosa", password, elsewhere);
        signed_in(&action, fixture.send_to(&other, &action).await)
    };
    assert_eq!(attempt(PASSWORD).await.err().expect("the old one").code, Code::BadRequest);
    attempt("a green boat").await.expect("the new one");
    assert_eq!(fixture.feed(0).await.entries.len(), 1);
}

#[tokio::test]
async fn the_last_owner_stays_and_what_the_operator_does_is_written_down() {
    let fixture = Fixture::owned().await;
    let owner = username("owner");
    let last = fixture.people.deactivate(&owner).await;
    assert!(matches!(last, Err(AdminError::LastOwner)), "{last:?}");
    let last = fixture.people.set_role(&owner, OrgRole::Member).await;
    assert!(matches!(last, Err(AdminError::LastOwner)), "{last:?}");
    let rosa = fixture.someone("rosa", OrgRole::Owner).await;
    fixture.people.set_role(&owner, OrgRole::Admin).await.expect("there is another");
    let written = fixture.audit(rosa).await;
    let latest = &written[0];
    assert_eq!((latest.action.as_str(), latest.actor.is_none()), ("set_role", true));
    assert_eq!((latest.before.as_deref(), latest.after.as_deref()), (Some("owner"), Some("admin")));
    assert_eq!(written.len(), 3, "two accounts created, one role given: {written:?}");
}
