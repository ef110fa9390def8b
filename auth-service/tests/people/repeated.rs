//! Commands that are sent again: carried out once, answered alike.

use proto::Code;
use proto::auth::{Access, AccountAction, Action, AdminAction, Answer, Command, NewAccount};
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Password};

use super::fixture::{
    Fixture, HERE, PASSWORD, by_admin, fresh_hash, login_from, make_invite, make_reset_link, registration,
    username,
};

const NEXT: &str = "a green boat";

async fn twice(fixture: &Fixture, action: Action) -> (Answer, Answer) {
    let command = Command::new(action);
    let other = fixture.another_service().await;
    (fixture.command(&fixture.service, &command).await, fixture.command(&other, &command).await)
}

#[tokio::test]
async fn registering_and_signing_in_again_open_the_same_session() {
    let fixture = Fixture::open().await;
    for action in [registration("rosa"), login_from("rosa", PASSWORD, HERE)] {
        let (first, again) = twice(&fixture, action).await;
        let (Answer::SignedIn(first), Answer::SignedIn(again)) = (first, again) else { panic!("signed in") };
        assert_eq!((first.id, first.person), (again.id, again.person));
    }
    assert_eq!(fixture.count("select count(*) from auth.account").await, 1);
    assert_eq!(fixture.count("select count(*) from auth.session").await, 2);
}

#[tokio::test]
async fn a_password_changed_again_by_the_same_command_is_changed() {
    let fixture = Fixture::owned().await;
    let (owner, rosa) = (fixture.id("owner").await, fixture.register("rosa").await);
    let user = rosa.session.person.id;
    let next = |text: &str| Password::choose(text, "").expect("a password");
    let (old, new, keep) = (Password::try_out(PASSWORD), next(NEXT), rosa.session.id);
    let change = AccountAction::ChangePassword { keep, old, new, token: fresh_hash() };
    let answers = twice(&fixture, Action::Account { user, change }).await;
    assert!(matches!(answers, (Answer::Done, Answer::Done)), "{answers:?}");
    let made = fixture.link(make_reset_link(owner, user)).await.expect("a link");
    let answers =
        twice(&fixture, Action::UseResetLink { token: made.token, password: next("a brown boat") }).await;
    assert!(matches!(answers, (Answer::Done, Answer::Done)), "{answers:?}");
    assert_eq!(
        fixture.feed(0).await.entries.len(),
        2,
        "another token, then the link ended her session, each once"
    );
}

#[tokio::test]
async fn links_made_again_by_the_same_command_are_the_same_and_written_down_once() {
    let fixture = Fixture::owned().await;
    let actor = fixture.id("owner").await;
    let account = AdminAction::CreateAccount(NewAccount {
        username: username("rosa"),
        email: Email::parse("rosa@example.org").expect("an address"),
        display_name: DisplayName::parse("Rosa").expect("a name"),
        org_role: OrgRole::Member,
        access: Access::Link(fresh_hash()),
    });
    let before = fixture.audit(actor).await.len();
    let links = [
        by_admin(actor, account),
        make_invite(actor, uuid::Uuid::new_v4(), 1, 1),
        by_admin(actor, AdminAction::MakeResetLink { user: actor, link: fresh_hash() }),
    ];
    for (n, action) in links.into_iter().enumerate() {
        match (n, twice(&fixture, action).await) {
            (0 | 1, (Answer::Link(first), Answer::Link(again))) => assert_eq!(first, again),
            (2, (Answer::Refused(first), Answer::Refused(again))) => assert_eq!(first, again),
            (n, answers) => panic!("{n}: {answers:?}"),
        }
    }
    assert_eq!(fixture.audit(actor).await.len(), before + 2);
}

#[tokio::test]
async fn ending_sessions_again_leaves_those_opened_since() {
    let fixture = Fixture::owned().await;
    let actor = fixture.id("owner").await;
    let user = fixture.register("rosa").await.session.person.id;
    let command = Command::new(by_admin(actor, AdminAction::EndSessions { user }));
    assert!(matches!(fixture.command(&fixture.service, &command).await, Answer::Done));
    let again = fixture.log_in("rosa", PASSWORD).await.expect("back");
    assert!(matches!(fixture.command(&fixture.service, &command).await, Answer::Done));
    assert!(fixture.resume(&again).await.is_some());
}

#[tokio::test]
async fn a_key_names_one_command_of_one_person() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let adam = fixture.someone("adam", OrgRole::Admin).await;
    let user = fixture.someone("mia", OrgRole::Member).await;
    let first = Command::new(by_admin(owner, AdminAction::EndSessions { user }));
    assert!(matches!(fixture.command(&fixture.service, &first).await, Answer::Done));
    let others = [
        by_admin(adam, AdminAction::EndSessions { user }),
        by_admin(owner, AdminAction::SetRole { user, org_role: OrgRole::Guest }),
    ];
    for action in others {
        let answer = fixture.command(&fixture.service, &Command { key: first.key, action }).await;
        assert!(matches!(&answer, Answer::Refused(no) if no.code == Code::NonceReused), "{answer:?}");
    }
    assert_eq!(fixture.count("select count(*) from auth.account where org_role = 'guest'").await, 0);
}
