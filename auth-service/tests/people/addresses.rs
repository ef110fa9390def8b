//! E-mail addresses: claimed by whoever says so, one's own once an admin has confirmed it, and nobody learns who has which.

use proto::auth::{AccountAction, Action, AdminAction, Details, OwnAccount, Query, Reply};
use proto::room::OrgRole;
use proto::text::{Email, Password};
use proto::{Code, Reason, Refusal, UserId};

use super::fixture::{Fixture, PASSWORD, by_admin, make_reset_link, registration_with};
use super::operator::new_user;

const ADDRESS: &str = "rosa@example.org";

fn email(text: &str) -> Email {
    Email::parse(text).expect("an address")
}

fn confirm(actor: UserId, user: UserId, address: &str) -> Action {
    by_admin(actor, AdminAction::ConfirmEmail { user, email: email(address) })
}

fn change(user: UserId, address: &str, password: &str) -> Action {
    let change = AccountAction::ChangeEmail { email: email(address), password: Password::try_out(password) };
    Action::Account { user, change }
}

async fn own(fixture: &Fixture, user: UserId) -> OwnAccount {
    match fixture.ask(&Query::Account { user }).await {
        Reply::Account(Some(own)) => own,
        other => panic!("{other:?}"),
    }
}

/// Whom an address and everybody's password sign in.
async fn signs_in(fixture: &Fixture, address: &str) -> UserId {
    fixture.log_in(address, PASSWORD).await.expect("signed in").session.person.id
}

fn reason(outcome: Result<(), Refusal>) -> Reason {
    outcome.expect_err("refused").reason
}

#[tokio::test]
async fn registering_with_a_known_address_is_answered_and_costs_like_with_any_other() {
    let fixture = Fixture::owned().await;
    fixture.register("rosa").await;
    fixture.act(confirm(fixture.id("owner").await, fixture.id("rosa").await, ADDRESS)).await.expect("hers");
    let mut seen = Vec::new();
    for (name, address) in [("mallory", "Rosa@Example.ORG"), ("uma", "uma@example.org")] {
        let (hashes, statements) =
            (fixture.hashes(), fixture.count("select count(*) from auth.command").await);
        let opened = fixture.sign_in(&registration_with(name, address, None)).await.expect("registered");
        assert!(fixture.resume(&opened).await.is_some());
        let statements = fixture.count("select count(*) from auth.command").await - statements;
        seen.push((opened.session.org_role, fixture.hashes() - hashes, statements));
        assert!(!own(&fixture, opened.session.person.id).await.email_confirmed);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(signs_in(&fixture, ADDRESS).await, fixture.id("rosa").await);
}

#[tokio::test]
async fn the_oldest_claim_signs_in_until_an_admin_confirms_another() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let mallory = fixture.sign_in(&registration_with("mallory", ADDRESS, None)).await.expect("registered");
    let (mallory, rosa) = (mallory.session.person.id, fixture.register("rosa").await.session.person.id);
    assert_eq!(signs_in(&fixture, ADDRESS).await, mallory);

    fixture.act(confirm(owner, rosa, ADDRESS)).await.expect("hers");
    fixture.act(confirm(owner, rosa, ADDRESS)).await.expect("as before");
    assert_eq!(signs_in(&fixture, ADDRESS).await, rosa);
    assert!(own(&fixture, rosa).await.email_confirmed);
    let refusal = fixture.act(confirm(owner, mallory, ADDRESS)).await.expect_err("it is hers");
    assert_eq!((refusal.code, refusal.reason), (Code::Taken, Reason::EmailTaken));
    // By their username both sign in as ever.
    assert_eq!(fixture.log_in("mallory", PASSWORD).await.expect("in").session.person.id, mallory);
    let audit = fixture.audit(owner).await;
    assert_eq!(audit.iter().filter(|entry| entry.action == "confirm_email").count(), 1);
}

#[tokio::test]
async fn only_the_address_that_was_seen_is_confirmed() {
    let fixture = Fixture::owned().await;
    let (owner, rosa) = (fixture.id("owner").await, fixture.register("rosa").await.session.person.id);
    fixture.act(change(rosa, "mayor@example.org", PASSWORD)).await.expect("changed");
    assert_eq!(reason(fixture.act(confirm(owner, rosa, ADDRESS)).await), Reason::EmailChanged);
    assert!(!own(&fixture, rosa).await.email_confirmed);
}

#[tokio::test]
async fn admins_confirm_members_addresses_and_their_own_and_nobody_else_does() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let admin = fixture.someone("uma", OrgRole::Admin).await;
    let rosa = fixture.register("rosa").await.session.person.id;
    assert_eq!(reason(fixture.act(confirm(rosa, rosa, ADDRESS)).await), Reason::AdminsOnly);
    assert_eq!(reason(fixture.act(confirm(admin, owner, "owner@example.org")).await), Reason::OwnersOnly);
    fixture.act(change(admin, "new@example.org", PASSWORD)).await.expect("changed");
    for (user, address) in [(rosa, ADDRESS), (admin, "new@example.org")] {
        fixture.act(confirm(admin, user, address)).await.expect("confirmed");
        assert!(own(&fixture, user).await.email_confirmed);
    }
}

#[tokio::test]
async fn another_address_needs_the_password_and_tells_nothing_of_who_has_it() {
    let fixture = Fixture::owned().await;
    let (owner, rosa) = (fixture.id("owner").await, fixture.register("rosa").await.session.person.id);
    fixture.act(confirm(owner, rosa, ADDRESS)).await.expect("hers");
    let mallory = fixture.register("mallory").await.session.person.id;
    assert_eq!(reason(fixture.act(change(mallory, ADDRESS, "a guess")).await), Reason::WrongCurrentPassword);
    fixture.act(change(mallory, ADDRESS, PASSWORD)).await.expect("like any other");
    fixture.act(change(mallory, ADDRESS, PASSWORD)).await.expect("the same again");
    assert_eq!(
        own(&fixture, mallory).await,
        OwnAccount { email: ADDRESS.into(), email_confirmed: false, details: Details::default() }
    );
    assert_eq!(signs_in(&fixture, ADDRESS).await, rosa);
    // The address one has already stays confirmed; another is a claim, younger than those before it.
    fixture.act(change(rosa, ADDRESS, PASSWORD)).await.expect("no change");
    assert!(own(&fixture, rosa).await.email_confirmed);
    fixture.act(change(rosa, "mallory@example.org", PASSWORD)).await.expect("changed");
    assert!(!own(&fixture, rosa).await.email_confirmed);
    assert_eq!(signs_in(&fixture, ADDRESS).await, mallory);
    fixture.act(change(mallory, "mallory@example.org", PASSWORD)).await.expect("changed back");
    assert_eq!(signs_in(&fixture, "mallory@example.org").await, rosa);
}

#[tokio::test]
async fn a_reset_link_opens_no_window_of_an_address_that_is_somebody_else_s() {
    let fixture =
        Fixture::open_with(|config| config.limits.failures_per_address = 10_000).await.with_owner().await;
    let owner = fixture.id("owner").await;
    let rosa = fixture.register("rosa").await.session.person.id;
    let mallory = fixture.sign_in(&registration_with("mallory", ADDRESS, None)).await.expect("registered");
    fixture.act(confirm(owner, rosa, ADDRESS)).await.expect("hers");
    fixture.db.execute("delete from auth.session", &[]).await.expect("no session from here");
    for _ in 0..11 {
        fixture.log_in(ADDRESS, "a guess").await.err().expect("wrong");
    }
    let link = make_reset_link(owner, mallory.session.person.id);
    let made = fixture.link(link).await.expect("a link");
    let password = Password::choose("a brown boat", "").expect("a password");
    fixture.act(Action::UseResetLink { token: made.token, password }).await.expect("set");
    let refusal = fixture.log_in(ADDRESS, PASSWORD).await.err().expect("still throttled");
    assert_eq!(refusal.code, Code::RateLimited);
}

#[tokio::test]
async fn who_creates_an_account_for_somebody_vouches_for_the_address() {
    let fixture = Fixture::owned().await;
    fixture.sign_in(&registration_with("mallory", ADDRESS, None)).await.expect("registered");
    let rosa = fixture.someone("rosa", OrgRole::Member).await;
    assert_eq!(signs_in(&fixture, ADDRESS).await, rosa);
    let mut twin = new_user("twin", OrgRole::Member);
    twin.email = email(ADDRESS);
    let error = fixture.people.create(twin).await.expect_err("it is hers");
    assert_eq!(error.to_string(), "that e-mail address is confirmed to be someone else's");
}
