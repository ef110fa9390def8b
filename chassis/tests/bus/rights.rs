//! What each kind of process may do on the bus, tried with its own credentials at a real nats-server: every subject there is,
//! and everybody's inboxes.

use std::collections::BTreeSet;

use async_nats::{Client, ConnectOptions, Event};
use futures_util::{FutureExt, StreamExt};
use proto::node::NodeKind;
use proto::subject::{Rights, rights};
use services::nats::{Nats, User};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::DEADLINE;

pub(super) fn users() -> Vec<User> {
    let user = |kind: NodeKind| {
        let Rights { publish, subscribe } = rights(kind);
        let password = services::secret::generate().expect("random numbers");
        User { name: kind.as_str().to_owned(), password, publish, subscribe }
    };
    NodeKind::ALL.map(user).into()
}

/// A connection with a user's credentials and nothing of ours around it, and what the server refuses it.
async fn intruder(server: &Nats, user: &User) -> (Client, UnboundedReceiver<String>) {
    let (tell, refused) = unbounded_channel();
    let options = ConnectOptions::with_user_and_password(user.name.clone(), user.password.clone());
    let options = options.event_callback(move |event| {
        if let Event::ServerError(error) = event {
            let _ = tell.send(error.to_string());
        }
        std::future::ready(())
    });
    (options.connect(format!("127.0.0.1:{}", server.port)).await.expect("connects"), refused)
}

/// One subject of each sort, and somebody's inbox and echo.
fn everything() -> BTreeSet<String> {
    let all = NodeKind::ALL.map(rights);
    let patterns = all.into_iter().flat_map(|rights| rights.publish.into_iter().chain(rights.subscribe));
    let mut subjects: BTreeSet<_> =
        patterns.map(|pattern| pattern.replace('*', "x").replace('>', "x.y")).collect();
    subjects.extend(["of.someone.else", "_INBOX.x", "$SYS.REQ.SERVER.PING"].map(str::to_owned));
    subjects
}

fn covers(patterns: &[String], subject: &str) -> bool {
    let fits = |pattern: &str| match (pattern.strip_suffix('>'), pattern.strip_suffix('*')) {
        (Some(start), _) => subject.starts_with(start),
        (None, Some(start)) => subject.strip_prefix(start).is_some_and(|rest| !rest.contains('.')),
        (None, None) => subject == pattern,
    };
    patterns.iter().any(|pattern| fits(pattern))
}

#[tokio::test]
async fn no_kind_of_process_says_or_hears_what_is_anothers() {
    let users = users();
    let server = services::testbed::start_nats_with(&users, "").await.expect("starts");
    for user in &users {
        let (client, mut refused) = intruder(&server, user).await;
        let mut expected = BTreeSet::new();
        for subject in everything() {
            client.publish(subject.clone(), "forged".into()).await.expect("sent");
            if !covers(&user.publish, &subject) {
                expected.insert(format!("publish to \"{subject}\""));
            }
            drop(client.subscribe(subject.clone()).await.expect("sent"));
            if !covers(&user.subscribe, &subject) {
                expected.insert(format!("subscription to \"{subject}\""));
            }
        }
        let mut found = BTreeSet::new();
        while found != expected {
            let next = tokio::time::timeout(DEADLINE, refused.recv()).await;
            let words = next.unwrap_or_else(|_| panic!("{}: of {expected:#?} only {found:#?}", user.name));
            let words = words.expect("open").to_lowercase();
            let what = expected.iter().find(|what| words.contains(&what.to_lowercase()));
            found.insert(what.unwrap_or_else(|| panic!("{}: {words}", user.name)).clone());
        }
    }
}

#[tokio::test]
async fn a_taken_over_room_service_neither_overhears_nor_forges_an_answer_of_auth() {
    let users = users();
    let server = services::testbed::start_nats_with(&users, "").await.expect("starts");
    let gateway = super::bus(&server.url_of(&users[0]), "").await;
    let auth = super::bus(&server.url_of(&users[2]), "").await;
    let asked = "auth.query.x";
    let mut questions = auth.subscribe(asked).await.expect("subscribes");
    auth.barrier().await.expect("in force");

    let (thief, mut refused) = intruder(&server, &users[1]).await;
    let mut overheard = thief.subscribe("_INBOX.>").await.expect("sent");
    let asking = tokio::spawn(async move { gateway.ask::<_, String>(asked, &"who?", DEADLINE).await });
    let question = questions.next().await.expect("a question");
    let inbox = question.reply.clone().expect("a request");
    assert!(inbox.starts_with("_INBOX.gateway."), "{inbox}");
    thief.publish(inbox, "\"the thief\"".into()).await.expect("sent");
    for what in ["subscription to", "publish to"] {
        let words = tokio::time::timeout(DEADLINE, refused.recv()).await.expect("in time").expect("open");
        assert!(words.to_lowercase().contains(what), "{words}");
    }
    auth.answer(&question, &"auth").await;
    assert_eq!(asking.await.expect("ran"), Ok("auth".to_owned()));
    // What the server had for it would have come before this.
    let mut own = thief.subscribe("_ECHO.room.last").await.expect("subscribes");
    thief.publish("_ECHO.room.last", "".into()).await.expect("sent");
    own.next().await.expect("heard");
    assert!(overheard.next().now_or_never().is_none_or(|message| message.is_none()), "it was refused");
}

#[tokio::test]
async fn an_answer_goes_to_nothing_but_an_inbox() {
    let server = services::testbed::start_nats().await.expect("starts");
    let (room, gateway) = (super::bus(&server.url, "").await, super::bus(&server.url, "").await);
    let mut questions = room.subscribe("room.query.x").await.expect("subscribes");
    let mut events = gateway.subscribe("room.evt.x").await.expect("subscribes");
    room.barrier().await.expect("in force");
    gateway.barrier().await.expect("in force");
    let url: async_nats::ServerAddr = server.url.parse().expect("an address");
    let options = ConnectOptions::with_token(url.username().expect("a token").to_owned());
    let asker = options.connect(format!("127.0.0.1:{}", server.port)).await.expect("connects");
    asker.publish_with_reply("room.query.x", "room.evt.x", "\"?\"".into()).await.expect("sent");
    let question = questions.next().await.expect("a question");
    room.answer(&question, &"in your name").await;
    room.publish("room.evt.x", &"an event").await;
    let heard = events.next().await.expect("a message");
    assert_eq!(heard.read::<String>().expect("a text"), "an event");
}
