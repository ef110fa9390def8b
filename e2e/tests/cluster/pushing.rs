//! Whoever is to be told on a device is told, however processes are killed in the middle; twice at most where nobody can know whether it
//! was sent.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use e2e::{Cluster, Person, Who};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::PROGRAM;

const PEOPLE: usize = 12;
/// What was taken by who is killed is another's a minute later.
const PATIENCE: Duration = Duration::from_secs(240);
/// A key of a browser (RFC 8291, appendix A): what is sealed is not opened here.
const KEY: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// A push service that answers nobody until it may.
#[derive(Clone)]
struct PushService {
    heard: Arc<watch::Sender<BTreeMap<String, usize>>>,
    may_answer: watch::Receiver<bool>,
}

async fn take(State(service): State<PushService>, Path(name): Path<String>) -> StatusCode {
    service.heard.send_modify(|heard| *heard.entry(name).or_default() += 1);
    let mut may_answer = service.may_answer.clone();
    let _ = may_answer.wait_for(|may| *may).await;
    StatusCode::CREATED
}

impl PushService {
    /// At a port of its own; and what it hears.
    async fn start(may_answer: watch::Receiver<bool>) -> (String, watch::Receiver<BTreeMap<String, usize>>) {
        let (heard, hears) = watch::channel(BTreeMap::new());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let service = Self { heard: Arc::new(heard), may_answer };
        let routes = Router::new().route("/p/{name}", post(take)).with_state(service);
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (origin, hears)
    }
}

/// What all processes are told.
fn settings(origin: &str) -> [(&str, &str); 3] {
    [
        ("HUBBUB_PUSH_SECRET", "a secret of the test that is long enough"),
        ("HUBBUB_GATEWAY_OUTGOING_ALLOWED", origin),
        ("HUBBUB_ROOM_PUSH_SECONDS", "1"),
    ]
}

async fn add_device(person: &Person, origin: &str, name: &str) {
    let endpoint = format!("{origin}/p/{name}");
    let device = [("endpoint", &*endpoint), ("key", KEY), ("auth", AUTH), ("words", "yes")];
    let page = person.post("/settings/notifications/devices", &device).await;
    assert!(page.text.contains("This device"), "{}", page.text);
}

/// Waits until so many orders are like this.
async fn until_orders(cluster: &Cluster, like: &str, many: i64) {
    let db = cluster.database().await;
    let counted = format!("select count(*) from chat.push_order where {like}");
    let waiting = async {
        while db.query_one(&counted, &[]).await.expect("counted").get::<_, i64>(0) != many {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, waiting).await;
    in_time.unwrap_or_else(|_| panic!("never {many} orders: {like}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_here_is_told_later_and_not_of_what_they_have_read_by_then() {
    let (_may, may_answer) = watch::channel(true);
    let (origin, mut hears) = PushService::start(may_answer).await;
    let cluster = Cluster::start_with(PROGRAM, 2, 1, 1, &settings(&origin)).await;
    let host = Person::register(cluster.address(0), "host").await;
    let ann = Person::register(cluster.address(1), "ann").await;
    add_device(&ann, &origin, "ann").await;
    let here = ann.connect().await;
    host.post_message("general", "soup, @ann?").await;
    // Not taken, which would be for a minute, and not due.
    until_orders(
        &cluster,
        "waiting <> '{}' and due_at between now() + interval '1 s' and now() + interval '25 s'",
        1,
    )
    .await;
    let room = ann.get("/r/general").await;
    let (_, seq) = room.text.rsplit_once("id=\"m-").expect("a message");
    ann.post("/r/general/read", &[("seq", seq.split('"').next().expect("its number"))]).await;
    let db = cluster.database().await;
    db.execute("update chat.push_order set due_at = now()", &[]).await.expect("due");
    until_orders(&cluster, "waiting <> '{}'", 0).await;
    assert!(hears.borrow().is_empty(), "she has read it");

    drop(here);
    host.post_message("general", "tea, @ann?").await;
    let told = tokio::time::timeout(PATIENCE, hears.wait_for(|heard| heard.get("ann") == Some(&1))).await;
    told.expect("she is told").expect("it runs");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyword_that_is_found_later_than_the_message_was_looked_at_is_told_all_the_same() {
    let (_may, may_answer) = watch::channel(true);
    let (origin, mut hears) = PushService::start(may_answer).await;
    let cluster = Cluster::start_with(PROGRAM, 1, 1, 1, &settings(&origin)).await;
    let host = Person::register(cluster.address(0), "host").await;
    let ann = Person::register(cluster.address(0), "ann").await;
    add_device(&ann, &origin, "ann").await;
    ann.post("/settings/notifications/keywords", &[("keyword", "permit")]).await;
    // Once a first message is told, whoever tells people knows that there are devices.
    host.post_message("general", "soup, @ann?").await;
    let first = tokio::time::timeout(PATIENCE, hears.wait_for(|heard| heard.get("ann") == Some(&1))).await;
    first.expect("she is told").expect("it runs");
    until_orders(&cluster, "waiting <> '{}'", 0).await;

    // Nobody's words are found while nobody may read them.
    let mut db = cluster.database().await;
    let held = db.transaction().await.expect("begun");
    held.batch_execute("lock table chat.keyword in access exclusive mode").await.expect("held");
    host.post_message("general", "the permit is here").await;
    let looked = "select count(*) from chat.cursor c join chat.room r on r.id = c.room_id
        where c.follower = 'notifier' and r.slug = 'general' and c.seq = r.head";
    let looking = async {
        while held.query_one(looked, &[]).await.expect("counted").get::<_, i64>(0) == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, looking).await.expect("it is looked at");
    until_orders(&cluster, "waiting <> '{}'", 0).await;
    assert_eq!(hears.borrow().get("ann"), Some(&1), "nobody knows yet that it calls her");
    held.commit().await.expect("let go");
    let second = tokio::time::timeout(PATIENCE, hears.wait_for(|heard| heard.get("ann") == Some(&2))).await;
    second.expect("she is told of it").expect("it runs");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_to_be_told_is_told_though_everything_is_killed_in_the_middle() {
    let (may, may_answer) = watch::channel(false);
    let (origin, mut hears) = PushService::start(may_answer).await;
    let mut cluster = Cluster::start_with(PROGRAM, 2, 2, 1, &settings(&origin)).await;
    let host = Person::register(cluster.address(0), "host").await;
    let names: Vec<String> = (0..PEOPLE).map(|n| format!("ann{n}")).collect();
    for name in &names {
        add_device(&Person::register(cluster.address(0), name).await, &origin, name).await;
    }

    let (first, second) = names.split_at(PEOPLE / 2);
    for name in first {
        host.post_message("general", &format!("soup, @{name}?")).await;
    }
    let some = tokio::time::timeout(PATIENCE, hears.wait_for(|heard| !heard.is_empty())).await;
    some.expect("something is sent").expect("it runs");
    for name in second {
        host.post_message("general", &format!("tea, @{name}?")).await;
    }
    let all = [Who::Room(0), Who::Gateway(0), Who::Room(1), Who::Gateway(1)];
    for who in all {
        cluster.kill(who).await;
    }
    let in_doubt = hears.borrow().clone();
    may.send(true).expect("it runs");
    for who in all {
        cluster.restart(who).await;
    }

    let are_told =
        tokio::time::timeout(PATIENCE, hears.wait_for(|heard| heard.len() == PEOPLE)).await.is_ok();
    assert!(are_told, "somebody was never told: {:?}", *hears.borrow());
    until_orders(&cluster, "waiting <> '{}'", 0).await;
    for (name, times) in &*hears.borrow() {
        let most = if in_doubt.contains_key(name) { 2 } else { 1 };
        assert!(*times <= most, "{name} was told {times} times; in doubt were {in_doubt:?}");
    }
}
