//! Nothing secret is written into a log or kept in the clear.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use proto::Code;
use proto::auth::{Access, AccountAction, Action, AdminAction, ClientInfo, NewAccount, NewSession, Query};
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Password};
use services::testbed::smtp::{Fault, Smtp};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;

use super::fixture::{
    DEADLINE, Fixture, SignedIn, by_admin, fresh_hash, make_invite, make_reset_link, username,
};
use super::mailing;

/// Everything logged in this process, by all tests and libraries, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

const SECRETS: [&str; 6] = [
    "planted-password-one",
    "planted-password-two",
    "planted.address@example.org",
    "203.0.113.77",
    "planted-claim",
    "planted-agent",
];

fn session() -> NewSession {
    let address = SECRETS[3].parse().expect("an address");
    NewSession { token: fresh_hash(), from: ClientInfo { address, agent: SECRETS[5].into() } }
}

fn registration(name: &str) -> Action {
    Action::Register {
        username: username(name),
        email: Email::parse(SECRETS[2]).expect("an address"),
        display_name: DisplayName::parse("Rosa").expect("a name"),
        password: Password::choose(SECRETS[0], name).expect("a password"),
        claim: Some(SECRETS[4].into()),
        installation: None,
        invite: None,
        session: session(),
    }
}

fn login(login: &str, password: &str) -> Action {
    Action::LogIn { login: login.into(), password: Password::try_out(password), session: session() }
}

/// Changes a password, makes an invite, an account and links, and uses them. Answers with what must stay secret.
async fn administer(fixture: &Fixture, owner: &SignedIn) -> (Vec<String>, String) {
    let (actor, keep) = (owner.session.person.id, owner.session.id);
    let [old, new] = [SECRETS[0], SECRETS[1]].map(Password::try_out);
    for (old, new) in [(new.clone(), old.clone()), (old.clone(), new.clone()), (new, old)] {
        let change = AccountAction::ChangePassword { keep, old, new, token: fresh_hash() };
        let _ = fixture.act(Action::Account { user: actor, change }).await;
    }
    let invite = make_invite(actor, uuid::Uuid::new_v4(), 1, 1);
    let invite = fixture.link(invite).await.expect("an invite").token;
    fixture.ask(&Query::Invitation { code: invite.clone() }).await;
    let address = "planted.person@example.org".to_owned();
    let person = by_admin(
        actor,
        AdminAction::CreateAccount(NewAccount {
            username: username("tomas"),
            email: Email::parse(&address).expect("an address"),
            display_name: DisplayName::parse("Tomas").expect("a name"),
            org_role: OrgRole::Member,
            access: Access::Link(fresh_hash()),
        }),
    );
    let first = fixture.link(person.clone()).await.expect("made");
    fixture.link(person).await.err().expect("the name is taken");
    let user = first.link.person.as_ref().expect("tomas").id;
    let link = fixture.link(make_reset_link(actor, user)).await.expect("a link").token;
    for _ in 0..2 {
        let reset = Action::UseResetLink { token: link.clone(), password: Password::try_out(SECRETS[1]) };
        let _ = fixture.act(reset).await;
    }
    fixture.ask(&Query::Directory { actor, search: address.clone(), offset: 0, limit: 9 }).await;
    (vec![invite.0, first.token.0, link.0], address)
}

/// Has links mailed, of which the server takes one, and quotes the address when it refuses the other.
async fn mail(fixture: &Fixture, server: &Smtp) -> Vec<String> {
    let confirm = "update auth.account set email_confirmed = true where username = 'rosa'";
    fixture.db.execute(confirm, &[]).await.expect("confirmed");
    let mut heard = server.heard();
    server.set(Fault::Refused);
    fixture.act(mailing::forgot(SECRETS[2])).await.expect("asked");
    drop(tokio::time::timeout(DEADLINE, heard.wait_for(|heard| *heard == 1)).await.expect("heard"));
    server.set(Fault::None);
    fixture.act(mailing::forgot("rosa")).await.expect("asked");
    let mail = tokio::time::timeout(DEADLINE, server.mail()).await.expect("a mail");
    mail.link("https://").and_then(|link| link.rsplit('/').next().map(str::to_owned)).into_iter().collect()
}

#[tokio::test]
async fn no_secret_is_logged_whatever_goes_wrong() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish()
        // At `trace` the NATS client shows every payload it carries: for the telemetry's filter to keep out, not for us.
        .with(Targets::new().with_default(LevelFilter::TRACE).with_target("async_nats", LevelFilter::DEBUG));
    tracing::subscriber::set_global_default(subscriber).expect("the only listener of this process");

    let server = Smtp::start().await.expect("a server");
    let fixture = Fixture::open_with(|config| {
        config.claim_code = Some(chassis::Secret::new(SECRETS[4]));
        config.mail = Some(mailing::settings(&server));
    });
    let fixture = fixture.await;
    let rosa = fixture.sign_in(&registration("rosa")).await.expect("registered");
    fixture.sign_in(&registration("rosa")).await.err().expect("the name is taken");
    fixture.sign_in(&login(SECRETS[2], SECRETS[1])).await.err().expect("wrong");
    let phone = fixture.sign_in(&login(SECRETS[2], SECRETS[0])).await.expect("right");
    fixture.resume(&rosa).await.expect("signed in");
    fixture.log_out(&phone).await;
    let (mut links, person) = administer(&fixture, &rosa).await;
    links.extend(mail(&fixture, &server).await);
    // The database refuses in words that quote whole rows.
    fixture
        .db
        .batch_execute(
            "alter table auth.session add constraint broken check (agent = '') not valid;
             alter table auth.throttle add constraint broken check (count < 0) not valid",
        )
        .await
        .expect("broken");
    let refusal = fixture.sign_in(&login("rosa", SECRETS[0])).await.err().expect("broken");
    assert_eq!(refusal.code, Code::Unavailable);
    fixture.db.batch_execute("alter table auth.throttle drop constraint broken").await.expect("mended");
    for action in [login("rosa", SECRETS[0]), registration("rosi")] {
        fixture.sign_in(&action).await.err().expect("broken");
    }
    // Words that cannot be read are not quoted either.
    let malformed = serde_json::json!({ "action": "register", "email": SECRETS[2], "username": SECRETS[2], "password": SECRETS[0] });
    let subject = proto::subject::auth_command(fixture.service.node);
    let _: proto::auth::Answer = fixture.bus.ask(&subject, &malformed, DEADLINE).await.expect("an answer");

    let text = log.text();
    for written in [
        "registered",
        "signed in",
        "signed out",
        "password changed",
        "administered",
        "password set by a link",
        "SQLSTATE 23514: new row for relation",
        "(constraint broken)",
        "malformed",
    ] {
        assert!(text.contains(written), "the log was read: {written}");
    }
    let mut secrets: Vec<String> = SECRETS.iter().map(|secret| (*secret).to_owned()).collect();
    secrets.extend(links);
    secrets.push(person);
    secrets.extend([rosa.token.0.clone(), phone.token.0.clone(), "$argon2id".into()]);
    for secret in secrets {
        let line = text.lines().find(|line| line.contains(&secret));
        assert_eq!(line, None, "{secret} is in the log");
    }
}

#[tokio::test]
async fn no_password_is_kept_in_the_clear_and_of_a_token_its_hash() {
    let fixture = Fixture::open().await;
    let rosa = fixture.sign_in(&registration("rosa")).await.expect("registered");
    fixture.sign_in(&login(SECRETS[2], SECRETS[1])).await.err().expect("wrong");
    let dump = |table: &str| format!("select coalesce(string_agg(t::text, e'\\n'), '') from auth.{table} t");
    let tables = ["account", "session", "throttle", "feed", "feed_head", "command", "org"];
    let mut all = String::new();
    for table in tables {
        all += &fixture.db.query_one(&dump(table), &[]).await.expect("dumped").get::<_, String>(0);
    }
    assert!(all.contains("$argon2id$v=19$") && all.contains(&rosa.token.0));
    for secret in [SECRETS[0], SECRETS[1]] {
        assert!(!all.contains(secret), "{secret}");
    }
    let throttle: String = fixture.db.query_one(&dump("throttle"), &[]).await.expect("dumped").get(0);
    assert!(!throttle.is_empty() && !throttle.contains("planted") && !throttle.contains(SECRETS[3]));
}
