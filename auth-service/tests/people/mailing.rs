//! Mail, to a server that really takes it: who is sent what, how often, and that nobody learns who there is.

use std::time::Duration;

use auth_service::{MailSettings, MailTls};
use proto::auth::{AccountAction, Action, ClientInfo, Letter, LinkState, Query, Reply, Token, TokenHash};
use proto::room::OrgRole;
use proto::text::{Email, Password};
use proto::{Code, Reason, Refusal, UserId};
use services::testbed::smtp::{Fault, Mail, Smtp};

use super::fixture::{DEADLINE, Fixture, HERE, PASSWORD, SignedIn, login_from, make_invite, make_reset_link};
use super::operator::new_user;

const NEXT: &str = "a green boat";
const LINK: &str = "https://chat.example.org/";

/// An installation that sends mail, and the server it sends it by. Rosa’s address is confirmed.
async fn open(change: impl FnOnce(&mut auth_service::Config)) -> (Fixture, Smtp) {
    let server = Smtp::start().await.expect("a server");
    let fixture = Fixture::open_with(|config| {
        config.mail = Some(settings(&server));
        change(config);
    });
    let fixture = fixture.await.with_owner().await;
    fixture.people.create(new_user("rosa", OrgRole::Member)).await.expect("rosa");
    (fixture, server)
}

pub(crate) fn settings(server: &Smtp) -> MailSettings {
    MailSettings {
        host: "127.0.0.1".to_owned(),
        port: server.address().port(),
        tls: MailTls::None,
        authority: None,
        login: None,
        from: "Harbour <harbour@example.org>".parse().expect("a sender"),
        deadline: Duration::from_secs(10),
    }
}

/// Words as a gateway writes them.
pub(crate) fn letter(subject: &str, path: &str) -> Letter {
    let text = format!("Hello {},\n{LINK}{path}/{}\n", Letter::NAME, Letter::TOKEN);
    Letter { subject: subject.to_owned(), html: format!("<p>{text}</p>"), text }
}

pub(crate) fn forgot(login: &str) -> Action {
    let from = ClientInfo { address: HERE.parse().expect("an address"), agent: "Lynx".into() };
    Action::MailResetLink { login: login.to_owned(), letter: letter("Your password", "reset"), from }
}

async fn next(server: &Smtp) -> Mail {
    tokio::time::timeout(DEADLINE, server.mail()).await.expect("a mail")
}

/// The hash of the token at the end of its link.
fn token(mail: &Mail) -> TokenHash {
    let link = mail.link(LINK).expect("a link");
    Token::parse(link.rsplit('/').next().expect("its end")).expect("a token").hash()
}

fn reset(token: TokenHash) -> Action {
    Action::UseResetLink { token, password: Password::choose(NEXT, "").expect("a password") }
}

async fn state(fixture: &Fixture, token: &TokenHash) -> Option<LinkState> {
    match fixture.ask(&Query::ResetLink { token: token.clone() }).await {
        Reply::ResetLink(found) => found.map(|link| link.state),
        other => panic!("{other:?}"),
    }
}

fn reason(outcome: Result<(), Refusal>) -> Reason {
    outcome.expect_err("refused").reason
}

#[tokio::test]
async fn a_mailed_link_sets_a_forgotten_password_once_within_half_an_hour() {
    let (fixture, server) = open(|_| ()).await;
    fixture.act(forgot("Rosa@Example.org ")).await.expect("asked");
    let mail = next(&server).await;
    assert_eq!(mail.to, ["rosa@example.org"]);
    assert!(mail.text().starts_with("Hello rosa,"), "{}", mail.text());
    let life = "select (extract(epoch from expires_at - made_at) / 60)::bigint from auth.reset";
    assert_eq!(fixture.count(life).await, 30);
    fixture.act(reset(token(&mail))).await.expect("set");
    fixture.log_in("rosa", PASSWORD).await.err().expect("the old one");
    fixture.log_in("rosa", NEXT).await.expect("the new one");
    assert_eq!(state(&fixture, &token(&mail)).await, Some(LinkState::Used));
    assert_eq!(fixture.act(reset(token(&mail))).await.expect_err("used").code, Code::NotFound);

    fixture.act(forgot("rosa")).await.expect("asked");
    let second = next(&server).await;
    let expire = "update auth.reset set expires_at = now() - interval '1 second'";
    fixture.db.execute(expire, &[]).await.expect("half an hour passes");
    assert_eq!(reason(fixture.act(reset(token(&second))).await), Reason::ResetLinkExpired);
}

#[tokio::test]
async fn whoever_asks_for_a_link_is_answered_before_anybody_is_looked_for() {
    let (fixture, server) = open(|_| ()).await;
    fixture.register("tomas").await;
    let other = fixture.another_connection().await;
    other.batch_execute("begin; select from auth.account for update").await.expect("held");
    // Known, not confirmed, unknown, and nothing that could be a name: the answer is one.
    for login in ["rosa", "tomas", "tomas@example.org", "nobody", "nobody@example.org", "no body", "@"] {
        fixture.act(forgot(login)).await.unwrap_or_else(|refusal| panic!("{login}: {refusal:?}"));
    }
    fixture.somebody_waits().await;
    assert!(server.mail_now().await.is_none());
    other.batch_execute("rollback").await.expect("let go");
    assert_eq!(next(&server).await.to, ["rosa@example.org"]);
    let links = "select count(*) from auth.reset";
    assert_eq!(fixture.count(links).await, 1);
    // Without a server of mail, everyone hears that.
    let silent = fixture.another_service_with(|config| config.mail = None).await;
    for login in ["rosa", "nobody"] {
        let answer = super::fixture::done(fixture.send_to(&silent, &forgot(login)).await);
        assert_eq!(reason(answer), Reason::NoMail, "{login}");
    }
}

#[tokio::test]
async fn nobodys_letterbox_is_filled_and_no_name_is_tried_for_ever() {
    let (fixture, server) = open(|config| config.limits.mails_per_recipient = 2).await;
    for name in ["rosa", "nobody"] {
        for _ in 0..2 {
            fixture.act(forgot(name)).await.expect("asked");
        }
        assert!(matches!(reason(fixture.act(forgot(name)).await), Reason::TooManyAttempts { .. }), "{name}");
    }
    // Her address is another name, and no other letterbox.
    fixture.act(forgot("rosa@example.org")).await.expect("asked");
    for _ in 0..2 {
        next(&server).await;
    }
    // Both names and the letterbox.
    charged(&fixture, 3).await;
    assert!(server.mail_now().await.is_none());
}

/// Waits until three of what is counted have been charged so many times: what an errand does behind its answer.
async fn charged(fixture: &Fixture, times: u32) {
    let counted = format!("select count(*) from auth.throttle where count = {times}");
    let charged = async {
        while fixture.count(&counted).await < 3 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, charged).await.expect("charged");
}

#[tokio::test]
async fn nobody_asks_for_mail_to_everyone_from_one_network() {
    let (fixture, _server) = open(|config| config.limits.mails_per_sender = 3).await;
    for n in 0..3 {
        fixture.act(forgot(&format!("name{n}"))).await.expect("asked");
    }
    assert!(matches!(reason(fixture.act(forgot("rosa")).await), Reason::TooManyAttempts { .. }));
}

#[tokio::test]
async fn a_link_that_an_admin_made_stays_and_replaces_a_mailed_one() {
    let (fixture, server) = open(|_| ()).await;
    let (owner, rosa) = (fixture.id("owner").await, fixture.id("rosa").await);
    fixture.act(forgot("rosa")).await.expect("asked");
    let mailed = token(&next(&server).await);
    let made = fixture.link(make_reset_link(owner, rosa)).await.expect("a link").token;
    assert_eq!(
        (state(&fixture, &mailed).await, state(&fixture, &made).await),
        (None, Some(LinkState::Usable))
    );
    fixture.act(forgot("rosa")).await.expect("asked");
    // Her name, her letterbox, her network: the link is looked for now, and setting a password takes a hash.
    charged(&fixture, 2).await;
    // Once it is used, mail is sent again.
    fixture.act(reset(made.clone())).await.expect("set");
    fixture.act(forgot("rosa")).await.expect("asked");
    let again = token(&next(&server).await);
    assert_eq!(
        (state(&fixture, &made).await, state(&fixture, &again).await),
        (None, Some(LinkState::Usable))
    );
}

#[tokio::test]
async fn a_link_that_was_mailed_to_a_former_address_is_worth_nothing() {
    let (fixture, server) = open(|_| ()).await;
    let user: UserId = fixture.id("rosa").await;
    fixture.act(forgot("rosa")).await.expect("asked");
    let mailed = token(&next(&server).await);
    let email = Email::parse("rosa@example.net").expect("an address");
    let change = AccountAction::ChangeEmail { email, password: Password::try_out(PASSWORD) };
    fixture.act(Action::Account { user, change }).await.expect("changed");
    assert_eq!(state(&fixture, &mailed).await, None);
    assert_eq!(fixture.act(reset(mailed)).await.expect_err("gone").code, Code::NotFound);
}

#[tokio::test]
async fn a_mail_that_the_server_takes_later_is_sent_again_and_one_it_refuses_is_not() {
    let (fixture, server) = open(|_| ()).await;
    let mut heard = server.heard();
    server.set(Fault::Refused);
    fixture.act(forgot("rosa")).await.expect("asked");
    let one = tokio::time::timeout(DEADLINE, heard.wait_for(|heard| *heard == 1));
    drop(one.await.expect("heard"));
    server.set(Fault::Later);
    fixture.act(forgot("rosa")).await.expect("asked");
    drop(tokio::time::timeout(DEADLINE, heard.wait_for(|heard| *heard == 2)).await.expect("heard"));
    server.set(Fault::None);
    let mail = next(&server).await;
    assert_eq!(*server.heard().borrow(), 3, "what was refused was not sent again");
    assert_eq!(state(&fixture, &token(&mail)).await, Some(LinkState::Usable));
}

fn mail_confirmation(user: UserId) -> Action {
    let letter = letter("Your address", "confirm");
    Action::Account { user, change: AccountAction::MailConfirmation { letter } }
}

async fn confirmation(fixture: &Fixture, token: &TokenHash) -> Option<LinkState> {
    match fixture.ask(&Query::Confirmation { token: token.clone() }).await {
        Reply::Confirmation(found) => found.map(|found| found.state),
        other => panic!("{other:?}"),
    }
}

async fn change_email(fixture: &Fixture, user: UserId, address: &str) {
    let email = Email::parse(address).expect("an address");
    let change = AccountAction::ChangeEmail { email, password: Password::try_out(PASSWORD) };
    fixture.act(Action::Account { user, change }).await.expect("changed");
}

#[tokio::test]
async fn an_address_is_confirmed_by_what_is_mailed_there_as_often_as_the_link_is_used() {
    let (fixture, server) = open(|_| ()).await;
    let user = fixture.register("tomas").await.session.person.id;
    fixture.act(mail_confirmation(user)).await.expect("asked");
    let mail = next(&server).await;
    assert_eq!(mail.to, ["tomas@example.org"]);
    let link = token(&mail);
    assert_eq!(confirmation(&fixture, &link).await, Some(LinkState::Usable));
    for _ in 0..2 {
        fixture.act(Action::UseConfirmation { token: link.clone() }).await.expect("his");
        assert_eq!(confirmation(&fixture, &link).await, Some(LinkState::Used));
    }
    let confirmed = "select count(*) from auth.account where username = 'tomas' and email_confirmed";
    assert_eq!(fixture.count(confirmed).await, 1);
    // Nothing is left to confirm: asked for again, nothing is sent, and now his password can be.
    fixture.act(mail_confirmation(user)).await.expect("asked");
    fixture.act(forgot("tomas")).await.expect("asked");
    assert_eq!(next(&server).await.header("Subject"), "Your password");
}

#[tokio::test]
async fn a_link_confirms_no_other_address_than_the_one_it_was_mailed_to_and_none_that_is_somebody_elses() {
    let (fixture, server) = open(|_| ()).await;
    let user = fixture.register("tomas").await.session.person.id;
    fixture.act(mail_confirmation(user)).await.expect("asked");
    let first = token(&next(&server).await);
    let used = async |link: &TokenHash| fixture.act(Action::UseConfirmation { token: link.clone() }).await;
    change_email(&fixture, user, "tomas@example.net").await;
    assert_eq!(confirmation(&fixture, &first).await, None);
    assert_eq!(reason(used(&first).await), Reason::ConfirmationExpired);

    fixture.act(mail_confirmation(user)).await.expect("asked");
    let second = token(&next(&server).await);
    let expire = "update auth.confirmation set expires_at = now() - interval '1 second'";
    fixture.db.execute(expire, &[]).await.expect("a day passes");
    assert_eq!(confirmation(&fixture, &second).await, Some(LinkState::Expired));
    assert_eq!(reason(used(&second).await), Reason::ConfirmationExpired);

    // Rosa’s is confirmed to be hers.
    change_email(&fixture, user, "rosa@example.org").await;
    fixture.act(mail_confirmation(user)).await.expect("asked");
    let third = token(&next(&server).await);
    assert_eq!(reason(used(&third).await), Reason::EmailTaken);
    for odd in ["", "x", &"a".repeat(64)] {
        assert_eq!(reason(used(&TokenHash(odd.to_owned())).await), Reason::ConfirmationExpired);
    }
}

#[tokio::test]
async fn whoever_has_links_sent_to_themselves_does_so_a_few_times() {
    let (fixture, server) = open(|config| config.limits.mails_per_recipient = 2).await;
    let user = fixture.register("tomas").await.session.person.id;
    for _ in 0..2 {
        fixture.act(mail_confirmation(user)).await.expect("asked");
        next(&server).await;
    }
    assert!(matches!(reason(fixture.act(mail_confirmation(user)).await), Reason::TooManyAttempts { .. }));
}

fn note_device(signed_in: &SignedIn) -> Action {
    let (user, session) = (signed_in.session.person.id, signed_in.session.id);
    let change = AccountAction::NoteDevice { session, letter: letter("A sign-in", "settings") };
    Action::Account { user, change }
}

async fn marks(fixture: &Fixture, expected: i64) {
    let noted = async {
        while fixture.count("select count(*) from auth.device").await < expected {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, noted).await.expect("noted");
}

#[tokio::test]
async fn whoever_signs_in_from_where_they_never_did_is_told_once() {
    let (fixture, server) = open(|config| config.limits.mails_per_recipient = 1).await;
    let sign_in = async |address: &str| {
        let opened = fixture.sign_in(&login_from("rosa", PASSWORD, address)).await.expect("signed in");
        fixture.act(note_device(&opened)).await.expect("noted");
    };
    let confirm =
        |is: bool| format!("update auth.account set email_confirmed = {is} where username = 'rosa'");
    fixture.db.batch_execute(&confirm(false)).await.expect("unconfirmed");
    sign_in("192.0.2.7").await;
    marks(&fixture, 1).await;
    sign_in("203.0.113.5").await;
    marks(&fixture, 2).await;
    fixture.db.batch_execute(&confirm(true)).await.expect("confirmed");
    // The same browser, a few doors further: nothing new.
    sign_in("192.0.2.200").await;
    fixture.act(forgot("rosa")).await.expect("asked");
    assert_eq!(next(&server).await.header("Subject"), "Your password", "nobody was told of the first ones");
    // Though the letterbox has had enough of what anybody may ask for.
    sign_in("198.51.100.9").await;
    assert_eq!(next(&server).await.header("Subject"), "A sign-in");
    sign_in("198.51.100.9").await;
    sign_in("2001:db8::1").await;
    assert_eq!(next(&server).await.header("Subject"), "A sign-in");
    assert_eq!(fixture.count("select count(*) from auth.device").await, 4);
    assert!(server.mail_now().await.is_none());
}

#[tokio::test]
async fn an_invite_of_ones_own_is_mailed_to_anybody_a_few_times() {
    let (fixture, server) = open(|config| config.limits.mails_per_sender = 2).await;
    let (owner, rosa) = (fixture.id("owner").await, fixture.id("rosa").await);
    let id = uuid::Uuid::new_v4();
    fixture.link(make_invite(owner, id, 5, 1)).await.expect("an invite");
    let mailed = async |user: UserId, invite: uuid::Uuid, to: &str| {
        let to = Email::parse(to).expect("an address");
        let change = AccountAction::MailInvite { invite, to, letter: letter("Come in", "invite") };
        fixture.act(Action::Account { user, change }).await
    };
    mailed(owner, id, "tomas@example.org").await.expect("sent");
    assert_eq!(next(&server).await.to, ["tomas@example.org"]);
    assert_eq!(reason(mailed(rosa, id, "uma@example.org").await), Reason::NotFound, "it is not hers");
    assert_eq!(reason(mailed(owner, uuid::Uuid::new_v4(), "uma@example.org").await), Reason::NotFound);
    mailed(owner, id, "uma@example.org").await.expect("sent");
    assert!(matches!(reason(mailed(owner, id, "ida@example.org").await), Reason::TooManyAttempts { .. }));
}
