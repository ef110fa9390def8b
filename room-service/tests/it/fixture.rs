//! What the tests share: a database, room-services over it, and people who talk to them.

use std::collections::HashMap;
use std::time::Duration;

use chassis::{Bus, BusConfig, Lifecycle, Secret};
use proto::room::{
    Action, Actor, Answer, Command, Event, Fingerprint, Kind, OrgRole, Query, Reply, Stretch, Viewer,
};
use proto::text::{Body, RoomName};
use proto::{Code, NodeId, Nonce, RoomId, Seq, UserId, subject};
use room_service::{App, Config, FileLimits, Limits, SearchLanguage};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio_postgres::{Client, NoTls};

/// How long anything may take before the test has failed.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// How long one attempt at a command may take before it is sent again.
const ATTEMPT: Duration = Duration::from_secs(10);

/// A fresh database with schema `chat`, and its address.
pub(crate) async fn database() -> (Client, String) {
    let url = services::testbed::postgres_with(migrate).await;
    (connect(&url).await, url)
}

async fn migrate(url: &str) {
    room_service::migrate(&mut connect(url).await).await.expect("the migrations run");
}

/// Another connection.
pub(crate) async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("Postgres answers");
    tokio::spawn(connection);
    client
}

/// A cluster: one database, one NATS, some room-services.
pub(crate) struct Fixture {
    pub(crate) db: Client,
    pub(crate) url: String,
    pub(crate) bus: Bus,
    nats: BusConfig,
}

/// One room-service of it.
pub(crate) struct Node {
    pub(crate) id: NodeId,
    life: Lifecycle,
    running: Option<JoinHandle<()>>,
    /// Its own threads, so that it can vanish with all it has under way.
    runtime: Option<Runtime>,
}

/// Somebody.
#[derive(Clone)]
pub(crate) struct Person(pub(crate) Actor);

impl Fixture {
    pub(crate) async fn new() -> Self {
        let (db, url) = database().await;
        let nats = BusConfig {
            url: Secret::new(services::testbed::nats().await),
            prefix: format!("t{}", NodeId::new().0.simple()),
            name: "test".to_owned(),
            tls: chassis::BusTls::default(),
        };
        let bus = Bus::connect(&nats).await.expect("NATS answers");
        assert!(bus.ready(DEADLINE).await, "NATS answers");
        Self { db, url, bus, nats }
    }

    pub(crate) fn config(&self) -> Config {
        Config {
            node: NodeId::new(),
            database: Secret::new(self.url.clone()),
            bus: self.nats.clone(),
            ops_listen: None,
            metrics_token: None,
            connections: 4,
            journals: 2,
            statement: Duration::from_secs(5),
            limits: Limits { per_second: 10_000, burst: 10_000, ..Limits::default() },
            files: FileLimits::default(),
            search_language: SearchLanguage::default(),
            push_after: Duration::from_secs(10),
        }
    }

    pub(crate) async fn node(&self) -> Node {
        self.node_with(self.config()).await
    }

    pub(crate) async fn node_with(&self, config: Config) -> Node {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads");
        let (id, life) = (config.node, Lifecycle::new());
        let living = life.clone();
        let running = runtime.spawn(async move {
            App::build(config).await.expect("a room-service").run_until(living).await;
        });
        let node = Node { id, life, running: Some(running), runtime: Some(runtime) };
        // It hears as soon as it answers.
        let asked = async {
            while self.try_ask(&node, &Query::Log).await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(DEADLINE, asked).await.expect("the node answers");
        node
    }

    pub(crate) async fn send(&self, node: &Node, command: &Command) -> Answer {
        self.try_send(node, command).await.expect("an answer")
    }

    pub(crate) async fn try_send(
        &self,
        node: &Node,
        command: &Command,
    ) -> Result<Answer, chassis::RequestError> {
        self.try_send_to(node.id, command).await
    }

    pub(crate) async fn try_send_to(
        &self,
        node: NodeId,
        command: &Command,
    ) -> Result<Answer, chassis::RequestError> {
        self.bus.ask(&subject::room_command(node), command, ATTEMPT).await
    }

    pub(crate) async fn ask(&self, node: &Node, query: &Query) -> Reply {
        self.try_ask(node, query).await.expect("a reply")
    }

    async fn try_ask(&self, node: &Node, query: &Query) -> Result<Reply, chassis::RequestError> {
        self.bus.ask(&subject::room_query(node.id), query, DEADLINE).await
    }

    /// A public room of this person's.
    pub(crate) async fn room(&self, node: &Node, who: &Person, name: &str) -> RoomId {
        let command = who.creates(name);
        done(&self.send(node, &command).await);
        command.room
    }

    /// All that is in a room's log.
    pub(crate) async fn log(&self, node: &Node, room: RoomId) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        loop {
            let after = events.last().map_or(0, |event| event.seq);
            let Reply::Stretches(stretches) =
                self.ask(node, &Query::Fill { after: vec![(room, after)] }).await
            else {
                panic!("stretches");
            };
            let Some(Stretch { events: some, more, .. }) = stretches.into_iter().next() else {
                return events;
            };
            events.extend(some);
            if !more {
                return events;
            }
        }
    }
}

impl Node {
    pub(crate) fn ask_to_stop(&self) {
        self.life.stop();
    }

    /// Asks it to stop and waits until it has.
    pub(crate) async fn stop(mut self) {
        self.ask_to_stop();
        let running = self.running.take().expect("it runs");
        tokio::time::timeout(DEADLINE, running).await.expect("it stops").expect("without panic");
    }

    /// All its tasks end at their next await: no answer, no farewell.
    pub(crate) fn vanish(mut self) {
        self.runtime.take().expect("it runs").shutdown_background();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Person {
    pub(crate) fn new(name: &str) -> Self {
        Self(Actor { id: UserId::new(), name: name.to_owned(), org_role: OrgRole::Member })
    }

    /// A guest of the organisation.
    pub(crate) fn guest(name: &str) -> Self {
        Self(Actor { org_role: OrgRole::Guest, ..Self::new(name).0 })
    }

    pub(crate) fn id(&self) -> UserId {
        self.0.id
    }

    /// As a gateway says who looks.
    pub(crate) fn viewer(&self) -> Viewer {
        Viewer { user: self.0.id, org_role: self.0.org_role }
    }

    pub(crate) fn wants(&self, room: RoomId, action: Action) -> Command {
        Command::new(room, self.0.clone(), Nonce::new(), action)
    }

    pub(crate) fn posts(&self, room: RoomId, text: &str) -> Command {
        self.wants(
            room,
            Action::Post { body: Body::parse(text).expect("a body"), reply_to: None, files: Vec::new() },
        )
    }

    pub(crate) fn creates(&self, name: &str) -> Command {
        let command = self.wants(
            RoomId::new(),
            Action::Create { name: RoomName::parse(name).expect("a name"), kind: Kind::Public },
        );
        Command { room: RoomId::made_by(self.0.id, command.nonce), ..command }
    }
}

/// The same command, known to be a further attempt.
pub(crate) fn again(command: &Command) -> Command {
    Command { again: true, ..command.clone() }
}

pub(crate) fn done(answer: &Answer) -> Seq {
    match answer {
        Answer::Done(done) => done.seq,
        other => panic!("it should have been done: {other:?}"),
    }
}

pub(crate) fn refused(answer: &Answer) -> Code {
    match answer {
        Answer::Refused(refusal) => refusal.code,
        other => panic!("it should have been refused: {other:?}"),
    }
}

/// What must hold of every log, whatever happened: no hole, no nonce twice, message numbers without a hole.
pub(crate) fn is_sound(log: &[Event]) {
    let mut nonces = HashMap::new();
    let mut messages = 0;
    for (index, event) in log.iter().enumerate() {
        assert_eq!(event.seq, index as Seq + 1, "a hole");
        let twin = nonces.insert((event.actor, event.nonce), event.seq);
        assert_eq!(twin, None, "a nonce is in the log twice, again at {}", event.seq);
        if let proto::room::Fact::Posted { message } = &event.fact {
            messages += 1;
            assert_eq!((message.seq, message.msg_no), (event.seq, Some(messages)));
        }
    }
}

/// A fingerprint, for rows made by hand.
pub(crate) fn print_of(command: &Command) -> Fingerprint {
    command.fingerprint()
}
