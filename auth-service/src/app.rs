//! One auth-service: built from its configuration, run until it is asked to stop.

use std::sync::Arc;
use std::time::Duration;

use chassis::postgres::Health;
use chassis::{
    Bus, Checks, HeartbeatPublisher, Lifecycle, Liveness, Readiness, RequestError, files, health, ops,
};
use proto::NodeId;
use proto::node::NodeKind;
use ractor::SpawnErr;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::hasher::{Hasher, StartError};
use crate::housekeeping;
use crate::listener::Listener;
use crate::mail::Mailer;
use crate::service::AuthService;
use crate::store::Store;
use crate::throttle::Throttle;

/// How often the others are told how this process is.
const PROBE: Duration = Duration::from_secs(1);
/// Files beside its connections to Postgres: those of the bus, of the ops port, of the runtime.
const FILES: usize = 64;
/// How long the listener may be busy with one message: it hands it on and takes the next.
const LISTENER: Duration = Duration::from_secs(10);
/// How long requests under way may take once nothing new is taken: longer than a hash may wait.
const CLOSING: Duration = Duration::from_secs(10);
/// How long a mail that is being handed over may take then.
const MAILING: Duration = Duration::from_secs(5);

/// An auth-service ready to run. It needs neither Postgres nor NATS to be there yet.
#[derive(Debug)]
pub struct App {
    config: Config,
    ops: ops::Port,
    store: Store,
    bus: Bus,
    hasher: Hasher,
    listener: Listener,
    mailer: Mailer,
    actors: [JoinHandle<()>; 2],
    liveness: Liveness,
}

/// Why there is no service.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// `DATABASE_URL` cannot be read.
    #[error("DATABASE_URL {0}")]
    Database(#[from] chassis::postgres::AddressError),
    /// The ops port is taken, or not ours.
    #[error(transparent)]
    Ops(#[from] ops::PortError),
    /// The address of NATS cannot be used, not even later.
    #[error("the bus: {0}")]
    Bus(#[from] RequestError),
    /// The hasher did not start.
    #[error(transparent)]
    Hasher(#[from] StartError),
    /// Mail cannot be sent so.
    #[error("HUBBUB_MAIL_CA: {0}")]
    Mail(String),
    /// The throttle did not start.
    #[error("cannot start the throttle: {0}")]
    Throttle(#[from] SpawnErr),
}

impl App {
    /// Builds everything.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub async fn build(config: Config) -> Result<Self, BuildError> {
        let ops = ops::listen(config.ops_listen, config.metrics_token.clone()).await?;
        let name = format!("hubbub-auth {}", mark(&config));
        let store = Store::new(config.database.reveal(), &name, config.connections)?;
        store.watch();
        let bus = Bus::connect(&config.bus).await?;
        let liveness = Liveness::new();
        bus.report_to(&liveness);
        let (hasher, hashing) =
            Hasher::start(config.hashing, liveness.part("hasher", health::MAILBOX)).await?;
        let (throttle, throttling) =
            Throttle::start(store.clone(), config.limits, liveness.part("throttle", health::MAILBOX)).await?;
        let mailer = Mailer::new(config.mail.clone(), store.clone(), throttle.clone());
        let mailer = mailer.map_err(BuildError::Mail)?;
        let service = AuthService {
            store: store.clone(),
            hasher: hasher.clone(),
            throttle,
            mailer: mailer.clone(),
            bus: bus.clone(),
            sessions: config.sessions,
            claim_code: config.claim_code.clone(),
        };
        let listener =
            Listener::subscribe(Arc::new(service), bus.clone(), config.node, config.in_flight).await?;
        let actors = [hashing, throttling];
        Ok(Self { config, ops, store, bus, hasher, listener, mailer, actors, liveness })
    }

    /// Which process this is; it is asked on `auth.query.<node>` and `auth.command.<node>`.
    pub fn node(&self) -> NodeId {
        self.config.node
    }

    /// Counts the passwords this service has put through argon2.
    pub fn hashes(&self) -> impl Fn() -> u64 + Send + Sync + 'static {
        let hasher = self.hasher.clone();
        move || hasher.runs()
    }

    /// Answers until asked to stop; then finishes what is under way.
    pub async fn run_until(self, life: Lifecycle) {
        let Self { config, ops, store, bus, hasher, mut listener, mailer, actors, liveness } = self;
        let health = store.health(config.connections, &mark(&config), &life);
        let readiness = Readiness::watch(checks(&health, &bus, &hasher), &life);
        ops::serve(ops, &readiness, liveness.clone(), &life);
        let beat = HeartbeatPublisher::start(bus, NodeKind::Auth, config.node, &life);
        beat.show(&readiness);
        let probing = probe(health, beat.clone(), listener.load());
        life.run_until_stopped(liveness.keep("probe", probing));
        let sweeping = housekeeping::run(store, config.sessions, config.node);
        life.run_until_stopped(liveness.keep("housekeeping", sweeping));
        stop_if_one_fails(actors, &life);
        files::say_if_fewer_than(config.connections + FILES, "its connections to Postgres");
        tracing::info!(node = %config.node, "auth-service started");
        listener.listen(liveness.part("listener", LISTENER), &life).await;
        beat.leave().await;
        listener.close(CLOSING).await;
        mailer.close(MAILING).await;
    }
}

/// What the names of this process's connections end in, so that they are known among others.
fn mark(config: &Config) -> String {
    config.node.0.simple().to_string().split_off(24)
}

fn checks(health: &Health, bus: &Bus, hasher: &Hasher) -> Checks {
    let mut checks = Checks::default();
    checks.add_bus(bus);
    health.add_to(&mut checks);
    let hasher = hasher.clone();
    checks.add_soft("passwords", move || {
        let full = hasher.is_full();
        std::future::ready(if full { Err("too many people sign in at once".to_owned()) } else { Ok(()) })
    });
    checks
}

/// Tells the others whether the database will do, and how much there is to do.
async fn probe(health: Health, beat: HeartbeatPublisher, load: impl Fn() -> u32) {
    loop {
        beat.set_well(health.check().is_ok());
        beat.set_load(load());
        tokio::time::sleep(PROBE).await;
    }
}

/// An actor that ended has failed. The process ends with it: starting is the one way of recovering.
fn stop_if_one_fails(actors: [JoinHandle<()>; 2], life: &Lifecycle) {
    for actor in actors {
        let stopping = life.clone();
        life.run_until_stopped(async move {
            let _ = actor.await;
            tracing::error!("an actor has failed; stopping");
            stopping.stop();
        });
    }
}
