//! Nothing secret is written into a log or kept in the clear.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use proto::Code;
use proto::auth::{ClientInfo, Query, SignedIn};
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Password};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;

use super::stage::{Place, hash, signed_in, username};

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

fn from() -> ClientInfo {
    ClientInfo { address: SECRETS[3].parse().expect("an address"), agent: SECRETS[5].into() }
}

fn registration(name: &str) -> Query {
    Query::Register {
        username: username(name),
        email: Email::parse(SECRETS[2]).expect("an address"),
        display_name: DisplayName::parse("Rosa").expect("a name"),
        password: Password::choose(SECRETS[0], name).expect("a password"),
        claim: Some(SECRETS[4].into()),
        invite: None,
        from: from(),
    }
}

fn login(login: &str, password: &str) -> Query {
    Query::LogIn { login: login.into(), password: Password::try_out(password), from: from() }
}

/// Changes a password, makes an invite, an account and links, and uses them. Answers with what must stay secret.
async fn admin(place: &Place, owner: &SignedIn) -> (Vec<String>, String) {
    let (actor, keep) = (owner.session.person.id, owner.session.id);
    let [old, new] = [SECRETS[0], SECRETS[1]].map(Password::try_out);
    for (old, new) in [(new.clone(), old.clone()), (old.clone(), new.clone()), (new, old)] {
        let _ = place.act(Query::ChangePassword { user: actor, keep, old, new, from: from() }).await;
    }
    let invite = Query::MakeInvite { actor, id: uuid::Uuid::new_v4(), uses: 1, days: 1 };
    let invite = place.link(invite).await.expect("an invite").token;
    place.ask(&Query::LookAtInvite { code: hash(&invite) }).await;
    let address = "planted.person@example.org".to_owned();
    let person = Query::CreatePerson {
        actor,
        username: username("tomas"),
        email: Email::parse(&address).expect("an address"),
        display_name: DisplayName::parse("Tomas").expect("a name"),
        org_role: OrgRole::Member,
    };
    let first = place.link(person.clone()).await.expect("made");
    place.link(person).await.expect_err("the name is taken");
    let user = first.person.as_ref().expect("tomas").id;
    let link = place.link(Query::MakeResetLink { actor, user }).await.expect("a link").token;
    for _ in 0..2 {
        let reset = Query::ResetPassword { token: hash(&link), password: Password::try_out(SECRETS[1]) };
        let _ = place.act(reset).await;
    }
    place.ask(&Query::Directory { actor, search: address.clone(), offset: 0, limit: 9 }).await;
    (vec![invite, first.token, link], address)
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

    let place = Place::open_with(|config| config.claim_code = Some(chassis::Secret::new(SECRETS[4]))).await;
    let rosa = signed_in(place.ask(&registration("rosa")).await).expect("registered");
    signed_in(place.ask(&registration("rosi")).await).expect_err("the address is taken");
    signed_in(place.ask(&login(SECRETS[2], SECRETS[1])).await).expect_err("wrong");
    let phone = signed_in(place.ask(&login(SECRETS[2], SECRETS[0])).await).expect("right");
    place.resume(&rosa).await.expect("signed in");
    place.log_out(&phone).await;
    let (links, person) = admin(&place, &rosa).await;
    // The database refuses in words that quote whole rows.
    place
        .db
        .batch_execute(
            "alter table auth.session add constraint broken check (agent = '') not valid;
             alter table auth.throttle add constraint broken check (count < 0) not valid",
        )
        .await
        .expect("broken");
    let refusal = signed_in(place.ask(&login("rosa", SECRETS[0])).await).expect_err("broken");
    assert_eq!(refusal.code, Code::Unavailable);
    place.db.batch_execute("alter table auth.throttle drop constraint broken").await.expect("mended");
    for query in [login("rosa", SECRETS[0]), registration("rosi")] {
        signed_in(place.ask(&query).await).expect_err("broken");
    }
    // Words that cannot be read are not quoted either.
    let garbled = serde_json::json!({ "ask": "register", "email": SECRETS[2], "username": SECRETS[2], "password": SECRETS[0] });
    let subject = proto::subject::auth_ask(place.service.node);
    let _: proto::auth::Reply =
        place.bus.ask(&subject, &garbled, super::stage::DEADLINE).await.expect("an answer");

    let text = log.text();
    for heard in [
        "registered",
        "signed in",
        "signed out",
        "password changed",
        "invite made",
        "password reset",
        "SQLSTATE 23514 on broken",
        "garbled",
    ] {
        assert!(text.contains(heard), "the log was heard: {heard}");
    }
    let mut secrets: Vec<String> = SECRETS.iter().map(|secret| (*secret).to_owned()).collect();
    secrets.extend(links.iter().flat_map(|link| [link.clone(), hash(link).0]));
    secrets.push(person);
    secrets.extend([rosa.token.clone(), phone.token.clone(), hash(&rosa.token).0, "$argon2id".into()]);
    for secret in secrets {
        let line = text.lines().find(|line| line.contains(&secret));
        assert_eq!(line, None, "{secret} is in the log");
    }
}

#[tokio::test]
async fn neither_password_nor_token_is_kept_in_the_clear() {
    let place = Place::open().await;
    let rosa = signed_in(place.ask(&registration("rosa")).await).expect("registered");
    signed_in(place.ask(&login(SECRETS[2], SECRETS[1])).await).expect_err("wrong");
    let dump = |table: &str| format!("select coalesce(string_agg(t::text, e'\\n'), '') from auth.{table} t");
    let tables = ["account", "session", "throttle", "feed", "feed_head", "place_owner", "installation"];
    let mut all = String::new();
    for table in tables {
        all += &place.db.query_one(&dump(table), &[]).await.expect("dumped").get::<_, String>(0);
    }
    assert!(all.contains("$argon2id$v=19$") && all.contains(&hash(&rosa.token).0));
    for secret in [SECRETS[0], SECRETS[1], &rosa.token] {
        assert!(!all.contains(secret), "{secret}");
    }
    let throttle: String = place.db.query_one(&dump("throttle"), &[]).await.expect("dumped").get(0);
    assert!(!throttle.is_empty() && !throttle.contains("planted") && !throttle.contains(SECRETS[3]));
}
