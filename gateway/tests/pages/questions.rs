//! A page asks its questions side by side. Between the gateway and the room-service stands a gate here: it answers what is
//! asked about a page only once the whole round has been asked. A page that waited for one answer before it asked the next
//! question would wait for ever.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chassis::{Bus, BusConfig, Inbound, Subscription};
use serde_json::Value;
use tokio::sync::mpsc;

use crate::browser::Browser;
use crate::fixture::Fixture;

const DEADLINE: Duration = Duration::from_secs(30);
/// What pages ask; the gateway itself asks other things in between.
const OF_PAGES: [&str; 12] = [
    "find",
    "get",
    "page",
    "room_page",
    "rooms",
    "members",
    "browse",
    "waiting",
    "in_common",
    "threads.page",
    "threads.mine",
    "inbox.list",
];

struct Gate {
    way: Way,
    is_closed: Arc<AtomicBool>,
    held: mpsc::UnboundedReceiver<Inbound>,
}

/// From the gateway to a room-service that is on a bus of its own, by prefix.
#[derive(Clone)]
struct Way {
    outer: Bus,
    inner: Bus,
}

impl Way {
    async fn through(self, heard: Inbound) {
        let asked: Value = heard.read().expect("JSON");
        let answer: Value = self.inner.ask(&heard.subject, &asked, DEADLINE).await.expect("an answer");
        self.outer.answer(&heard, &answer).await;
    }
}

impl Gate {
    /// Open, until it is closed.
    async fn start(fixture: &Fixture, inner: &str) -> Self {
        let bus = async |prefix: &str| {
            let bus = Bus::connect(&BusConfig { prefix: prefix.into(), ..fixture.bus("hubbub-gate") }).await;
            let bus = bus.expect("a bus");
            assert!(bus.ready(DEADLINE).await);
            bus
        };
        let way = Way { outer: bus(&fixture.bus("hubbub-gate").prefix).await, inner: bus(inner).await };
        let (is_closed, (hold, held)) = (Arc::new(AtomicBool::new(false)), mpsc::unbounded_channel());
        let mut beats = way.inner.subscribe("node.*").await.expect("subscribed");
        let mut commands = way.outer.subscribe("room.command.*").await.expect("subscribed");
        let queries = way.outer.subscribe("room.query.*").await.expect("subscribed");
        let to = way.outer.clone();
        tokio::spawn(async move {
            while let Some(beat) = beats.next().await {
                to.publish_bytes(&beat.subject, beat.payload).await;
            }
        });
        let through = way.clone();
        tokio::spawn(async move {
            while let Some(command) = commands.next().await {
                tokio::spawn(through.clone().through(command));
            }
        });
        tokio::spawn(sort(way.clone(), queries, is_closed.clone(), hold));
        Self { way, is_closed, held }
    }

    /// From now on nothing is answered before its round is complete.
    fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
    }

    /// Waits until these questions (in the order of the alphabet) have been asked, and no other, and lets them through.
    async fn round(&mut self, expected: &[&str]) {
        let mut round: Vec<Inbound> = Vec::new();
        let names = |round: &[Inbound]| {
            let mut names: Vec<_> = round.iter().map(name).collect();
            names.sort();
            names
        };
        while round.len() < expected.len() {
            let next = tokio::time::timeout(DEADLINE, self.held.recv()).await;
            let next = next.unwrap_or_else(|_| panic!("of {expected:?} only {:?} was asked", names(&round)));
            round.push(next.expect("the gate stands"));
        }
        assert_eq!(names(&round), expected, "in one round");
        for question in round {
            tokio::spawn(self.way.clone().through(question));
        }
    }

    /// A page is asked for, and comes after these rounds.
    async fn page(&mut self, browser: &Browser, path: &str, rounds: &[&[&str]]) {
        let asking = browser.get(path);
        let letting_through = async {
            for round in rounds {
                self.round(round).await;
            }
        };
        let (page, ()) = tokio::join!(asking, letting_through);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        assert!(self.held.is_empty(), "{path} has asked for more than {rounds:?}");
    }
}

/// Holds back what pages ask while the gate is closed, and lets everything else through.
async fn sort(
    way: Way,
    mut queries: Subscription,
    is_closed: Arc<AtomicBool>,
    hold: mpsc::UnboundedSender<Inbound>,
) {
    while let Some(query) = queries.next().await {
        if is_closed.load(Ordering::SeqCst) && OF_PAGES.contains(&&*name(&query)) {
            hold.send(query).expect("the test is there");
        } else {
            tokio::spawn(way.clone().through(query));
        }
    }
}

fn name(query: &Inbound) -> String {
    let asked: Value = query.read().expect("JSON");
    let name = asked["ask"].as_str().expect("a name");
    asked["query"]["ask"].as_str().map_or_else(|| name.to_owned(), |of_family| format!("{name}.{of_family}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_asks_its_questions_side_by_side() {
    let fixture = Fixture::without_services(&[]).await;
    let inner = format!("inner{}", uuid::Uuid::new_v4().simple());
    fixture.start_auth(&[]).await;
    fixture.start_rooms(&[("HUBBUB_NATS_PREFIX", &inner)]).await;
    let mut gate = Gate::start(&fixture, &inner).await;
    fixture.stranger().until("/register", 200, DEADLINE).await;
    // She looks after the installation, and so is shown who is banned, too.
    let rosa = fixture.person("rosa").await;
    fixture.person("tomas").await;
    rosa.say("/r/general", "The oven is fixed.").await;
    let said = rosa.get("/r/general").await.between("data-head=\"", "\"").expect("where it stands");
    let message = format!("/r/general/m/{said}");

    gate.close();
    gate.page(&rosa, "/", &[&["rooms"], &["waiting"]]).await;
    gate.page(&rosa, "/rooms", &[&["browse", "rooms"]]).await;
    gate.page(&rosa, "/jump", &[&["rooms"]]).await;
    gate.page(&rosa, "/jump?q=kit", &[&["browse", "rooms"]]).await;
    gate.page(&rosa, "/rooms/new", &[&["rooms"]]).await;
    gate.page(&rosa, "/u/rosa", &[&["rooms"]]).await;
    gate.page(&rosa, "/u/tomas", &[&["rooms"], &["in_common"]]).await;
    gate.page(&rosa, "/r/general", &[&["room_page"]]).await;
    gate.page(&rosa, "/r/general/pins", &[&["find"], &["page", "rooms"]]).await;
    gate.page(&rosa, "/r/general/members", &[&["find"], &["members", "members", "rooms"]]).await;
    gate.page(&rosa, &message, &[&["room_page"]]).await;
    gate.page(&rosa, &format!("{message}/edit"), &[&["find"], &["page", "rooms"]]).await;
    gate.page(&rosa, &format!("/r/general/t/{said}"), &[&["find"], &["rooms", "threads.page"]]).await;
    gate.page(&rosa, "/threads", &[&["rooms", "threads.mine"]]).await;
    gate.page(&rosa, "/inbox", &[&["inbox.list", "rooms"]]).await;
    gate.page(&rosa, &format!("{message}/reply"), &[&["find"], &["page", "rooms"]]).await;
}
