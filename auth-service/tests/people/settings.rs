//! What people do to their own accounts.

use futures_util::future::join_all;
use proto::auth::{AccountAction, Action, Change, Query, Reply, Session, SessionLine, TokenHash};
use proto::node::UserHint;
use proto::text::{DisplayName, Password};
use proto::{Code, Reason, SessionId, UserId, subject};

use super::fixture::{
    DEADLINE, Fixture, PASSWORD, SignedIn, done, fresh_hash, login_from, registration, username,
};

const NEXT: &str = "a green boat";

fn change(who: &SignedIn, old: &str, new: &str) -> Action {
    let change = AccountAction::ChangePassword {
        keep: who.session.id,
        old: Password::try_out(old),
        new: Password::choose(new, "nobody").expect("a password"),
        token: fresh_hash(),
    };
    Action::Account { user: who.session.person.id, change }
}

fn next_token(action: &Action) -> TokenHash {
    match action {
        Action::Account { change: AccountAction::ChangePassword { token, .. }, .. } => token.clone(),
        other => panic!("{other:?}"),
    }
}

fn prove(who: &SignedIn, password: &str) -> Action {
    let change = AccountAction::Prove { session: who.session.id, password: Password::try_out(password) };
    Action::Account { user: who.session.person.id, change }
}

async fn sessions(fixture: &Fixture, user: UserId) -> Vec<SessionLine> {
    match fixture.ask(&Query::Sessions { user }).await {
        Reply::Sessions(lines) => lines,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_new_name_is_told_to_everyone_once() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let user = rosa.session.person.id;
    let display_name = DisplayName::parse("Rosa Silva").expect("a name");
    let rename = Action::Account { user, change: AccountAction::Rename { display_name } };
    fixture.act(rename.clone()).await.expect("renamed");
    fixture.act(rename).await.expect("nothing to do");
    assert_eq!(fixture.resume(&rosa).await.expect("in").person.display_name, "Rosa Silva");
    let told: Vec<_> = fixture.feed(0).await.entries.iter().map(|entry| (entry.user, entry.change)).collect();
    assert_eq!(told, [(user, Change::Renamed)]);
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_the_other_sessions() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let phone = fixture.log_in("rosa", PASSWORD).await.expect("a second device");
    let user = rosa.session.person.id;
    let mut hints = fixture.bus.subscribe(&subject::user_evt(user)).await.expect("listening");
    fixture.bus.barrier().await.expect("in force");

    let refusal = fixture.act(change(&rosa, "a yellow goat", NEXT)).await.expect_err("a wrong one");
    assert_eq!((refusal.code, refusal.field.as_deref()), (Code::BadRequest, Some("old")));
    assert!(fixture.resume(&phone).await.is_some(), "nothing has happened");

    let changed = change(&rosa, PASSWORD, NEXT);
    fixture.act(changed.clone()).await.expect("changed");
    assert!(fixture.resume(&rosa).await.is_none(), "whoever has stolen the token is out");
    let rosa = SignedIn { token: next_token(&changed), session: rosa.session };
    let resumed = fixture.resume(&rosa).await.expect("the session goes on");
    assert_eq!((resumed.id, resumed.feed), (rosa.session.id, 2));
    assert!(fixture.resume(&phone).await.is_none());
    let told: Vec<_> = fixture.feed(0).await.entries.iter().map(|entry| entry.change).collect();
    let (ended, changed) = (phone.session.id, rosa.session.id);
    assert_eq!(told, [Change::SessionEnded { session: ended }, Change::SessionChanged { session: changed }]);
    let hint = tokio::time::timeout(DEADLINE, hints.next()).await.expect("in time").expect("a hint");
    assert_eq!(
        hint.read::<UserHint>().expect("a hint"),
        UserHint::SessionEnded { session: Some(phone.session.id) }
    );
    let hint = tokio::time::timeout(DEADLINE, hints.next()).await.expect("in time").expect("a hint");
    assert_eq!(hint.read::<UserHint>().expect("a hint"), UserHint::SessionChanged { session: changed });
    fixture.log_in("rosa", PASSWORD).await.err().expect("the old one");
    fixture.log_in("rosa", NEXT).await.expect("the new one");
}

#[tokio::test]
async fn the_same_password_or_one_s_own_address_is_no_new_password() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    for next in [PASSWORD, "rosa@example.org"] {
        let refusal = fixture.act(change(&rosa, PASSWORD, next)).await.expect_err("refused");
        assert_eq!(refusal.field.as_deref(), Some("password"), "{next}");
    }
}

#[tokio::test]
async fn whoever_sits_down_at_an_open_browser_cannot_guess_on() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    for _ in 0..10 {
        let refusal = fixture.act(change(&rosa, "a yellow goat", NEXT)).await.expect_err("a guess");
        assert_eq!(refusal.code, Code::BadRequest);
    }
    let refusal = fixture.act(change(&rosa, PASSWORD, NEXT)).await.expect_err("too often");
    assert_eq!(refusal.code, Code::RateLimited);
    fixture.sign_in(&login_from("rosa", PASSWORD, "203.0.113.5")).await.expect("signing in is another count");
}

#[tokio::test]
async fn a_password_given_again_is_remembered_of_its_session_alone() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let phone = fixture.log_in("rosa", PASSWORD).await.expect("a second device");
    fixture
        .db
        .execute("update auth.session set proved_at = now() - interval '1 hour'", &[])
        .await
        .expect("later");
    let refusal = fixture.act(prove(&rosa, "a yellow goat")).await.expect_err("a wrong one");
    assert_eq!((refusal.code, refusal.reason), (Code::BadRequest, Reason::WrongCurrentPassword));
    let before = fixture.resume(&rosa).await.expect("in").proved_at;
    fixture.act(prove(&rosa, PASSWORD)).await.expect("right");
    let after = fixture.resume(&rosa).await.expect("in");
    assert!(after.proved_at - before > std::time::Duration::from_secs(3_000));
    assert_eq!(fixture.resume(&phone).await.expect("in").proved_at, before, "the phone has proved nothing");
    let told: Vec<_> = fixture.feed(0).await.entries.iter().map(|entry| entry.change).collect();
    assert_eq!(told, [Change::SessionChanged { session: rosa.session.id }]);
    let tomas = fixture.register("tomas").await;
    let session = SignedIn { token: phone.token, session: Session { id: phone.session.id, ..tomas.session } };
    assert_eq!(fixture.act(prove(&session, PASSWORD)).await.expect_err("not his").code, Code::Revoked);
}

#[tokio::test]
async fn the_password_asked_for_again_cannot_be_guessed_either() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    for _ in 0..10 {
        assert_eq!(fixture.act(prove(&rosa, "a guess")).await.expect_err("a guess").code, Code::BadRequest);
    }
    assert_eq!(fixture.act(prove(&rosa, PASSWORD)).await.expect_err("too often").code, Code::RateLimited);
    let refusal =
        fixture.act(change(&rosa, PASSWORD, NEXT)).await.expect_err("one count for all such questions");
    assert_eq!(refusal.code, Code::RateLimited);
}

#[tokio::test]
async fn whoever_is_called_like_somebody_else_is_told_apart() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await.session.person.id;
    let mallory = fixture.register("mallory").await.session.person.id;
    let ambiguous = async || match fixture.ask(&Query::People { ids: vec![rosa, mallory] }).await {
        Reply::People(people) => people.iter().filter(|person| person.ambiguous).count(),
        other => panic!("{other:?}"),
    };
    assert_eq!(ambiguous().await, 0);
    let rename = async |name: &str| {
        let change = AccountAction::Rename { display_name: DisplayName::parse(name).expect("a name") };
        fixture.act(Action::Account { user: mallory, change }).await.expect("renamed");
    };
    // With Cyrillic letters.
    rename("rоsа").await;
    assert_eq!(ambiguous().await, 2);
    let Reply::Profile(Some(card)) = fixture.ask(&Query::Profile { username: username("mallory") }).await
    else {
        panic!("a card")
    };
    assert!(card.person.ambiguous);
    rename("Mallory").await;
    assert_eq!(ambiguous().await, 0);
    let mut action = registration("rosa3");
    if let Action::Register { display_name, .. } = &mut action {
        *display_name = DisplayName::parse("Rosа").expect("a name");
    }
    assert!(
        fixture.sign_in(&action).await.expect("in").session.person.ambiguous,
        "known from the first moment"
    );
}

#[tokio::test]
async fn of_two_tabs_that_change_the_password_at_once_one_does() {
    let fixture = Fixture::open().await;
    let (rosa, phone) =
        (fixture.register("rosa").await, fixture.log_in("rosa", PASSWORD).await.expect("a second device"));
    let both = [change(&rosa, PASSWORD, "a green boat"), change(&phone, PASSWORD, "a brown boat")];
    let outcomes: Vec<_> =
        join_all(both.iter().map(|action| fixture.send(action))).await.into_iter().map(done).collect();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    let mut right = 0;
    for password in ["a green boat", "a brown boat"] {
        right += usize::from(fixture.log_in("rosa", password).await.is_ok());
    }
    assert_eq!(right, 1);
}

#[tokio::test]
async fn people_see_their_sessions_and_end_them() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let user = rosa.session.person.id;
    let phone = fixture.sign_in(&login_from("rosa", PASSWORD, "2001:db8:1:2::7")).await.expect("in");
    let lines = sessions(&fixture, user).await;
    assert_eq!(lines.iter().map(|line| line.id).collect::<Vec<_>>(), [phone.session.id, rosa.session.id]);
    assert_eq!((lines[0].net.as_str(), lines[1].net.as_str()), ("2001:db8:1::/48", "192.0.2.0/24"));
    assert_eq!(lines[0].agent, "Lynx/2.9");

    fixture
        .act(Action::Account { user, change: AccountAction::EndSession { session: phone.session.id } })
        .await
        .expect("ended");
    fixture
        .act(Action::Account { user, change: AccountAction::EndSession { session: phone.session.id } })
        .await
        .expect("ended already");
    assert!(fixture.resume(&phone).await.is_none() && fixture.resume(&rosa).await.is_some());
    for _ in 0..3 {
        fixture.log_in("rosa", PASSWORD).await.expect("another device");
    }
    fixture
        .act(Action::Account { user, change: AccountAction::EndOtherSessions { keep: rosa.session.id } })
        .await
        .expect("ended");
    assert_eq!(sessions(&fixture, user).await.len(), 1);
    assert!(fixture.resume(&rosa).await.is_some());
    assert_eq!(fixture.feed(0).await.entries.len(), 4, "each is told once");
}

#[tokio::test]
async fn nobody_ends_somebody_else_s_session() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let tomas = fixture.register("tomas").await;
    let user = tomas.session.person.id;
    fixture
        .act(Action::Account { user, change: AccountAction::EndSession { session: rosa.session.id } })
        .await
        .expect("nothing of his");
    fixture
        .act(Action::Account { user, change: AccountAction::EndOtherSessions { keep: SessionId::new() } })
        .await
        .expect("his own");
    assert!(fixture.resume(&rosa).await.is_some() && fixture.resume(&tomas).await.is_none());
}

#[tokio::test]
async fn a_card_tells_name_and_time_and_no_address() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let reply = fixture.ask(&Query::Profile { username: username("rosa") }).await;
    let json = serde_json::to_string(&reply).expect("json");
    let Reply::Profile(Some(card)) = reply else { panic!("{json}") };
    assert_eq!(card.person, rosa.session.person);
    assert!(!json.contains("example.org") && !json.contains("192.0.2"), "{json}");
    let reply = fixture.ask(&Query::Profile { username: username("nobody") }).await;
    assert!(matches!(reply, Reply::Profile(None)));
}

#[tokio::test]
async fn whoever_is_called_by_username_is_found_and_nobody_else() {
    let fixture = Fixture::open().await;
    let (rosa, _) = (fixture.register("rosa").await, fixture.register("tomas").await);
    let called = async |names: &[&str]| {
        let usernames = names.iter().map(|name| username(name)).collect();
        fixture.ask(&Query::ByUsername { usernames }).await
    };
    let Reply::People(people) = called(&["rosa", "ros", "nobody"]).await else { panic!("people") };
    assert_eq!(people, [rosa.session.person]);
    assert!(matches!(called(&["rosa"; 101]).await, Reply::Refused(_)));
}

#[tokio::test]
async fn where_to_begin_is_shown_until_it_is_hidden_and_then_never_again() {
    let fixture = Fixture::owned().await;
    let rosa = fixture.register("rosa").await;
    let newcomer = async || fixture.resume(&rosa).await.expect("in").newcomer;
    assert!(newcomer().await);
    let hide = Action::Account {
        user: rosa.session.person.id,
        change: AccountAction::HideWelcome { session: rosa.session.id },
    };
    fixture.act(hide.clone()).await.expect("hidden");
    fixture.act(hide).await.expect("so already");
    assert!(!newcomer().await);
    assert!(!fixture.log_in("rosa", PASSWORD).await.expect("in").session.newcomer, "nor on another device");
}
