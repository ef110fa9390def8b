//! A whole room-service: put together by `build`, alive in `run_until`.
//!
//! Called by `hubbub room` and by tests. It does not migrate the database.

use std::time::Duration;

use chassis::postgres::{Health, Settings, Wanted};
use chassis::{
    Bus, Checks, HeartbeatPublisher, Lifecycle, Liveness, Peers, Readiness, RequestError, Subscription,
    files, ops,
};
use proto::node::NodeKind;
use proto::{NodeId, subject};
use ractor::{Actor, ActorRef};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::author_markers::AuthorMarkers;
use crate::command_listener::CommandListener;
use crate::config::Config;
use crate::directory::{Directory, DirectoryArgs, DirectoryMessage};
use crate::followers::Setup;
use crate::followers::wake::Wake;
use crate::heads_publisher::HeadsPublisher;
use crate::journal::Writers;
use crate::migrate::schema;
use crate::query_handler::QueryHandler;
use crate::store::Pool;
use crate::{followers, purge, push, reports};

/// How often the database is asked whether it is well.
const PROBE: Duration = Duration::from_secs(1);
/// How long it goes on hearing after it has said that it leaves: what is on the wire by then still arrives.
const FAREWELL: Duration = Duration::from_millis(250);
/// Connections of its followers: they work one room at a time.
const FOLLOWER_CONNECTIONS: usize = 1;
/// How long they wait until they look again whether others have theirs.
const FOLLOWERS_WAIT: Duration = Duration::from_secs(1);
/// Files beside its connections to Postgres: those of the bus, of the ops port, of the runtime.
const FILES: usize = 64;
/// How long a listener may be busy with one message: it hands it on and takes the next.
const LISTENER: Duration = Duration::from_secs(10);
/// How long its rounds may take to finish.
const FINISH: Duration = Duration::from_secs(15);

/// Why a room-service could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// `DATABASE_URL` is no address of a Postgres.
    #[error("DATABASE_URL {0}")]
    Database(#[from] chassis::postgres::AddressError),
    /// The ops port is taken, or not ours.
    #[error(transparent)]
    Ops(#[from] ops::PortError),
    /// NATS cannot be used.
    #[error("NATS: {0}")]
    Bus(#[from] RequestError),
    /// An actor did not start.
    #[error("the directory: {0}")]
    Directory(#[from] ractor::SpawnErr),
}

/// A room-service, hearing already but answering nobody yet.
pub struct App {
    config: Config,
    ops: ops::Port,
    bus: Bus,
    pool: Pool,
    /// Connections for followers, so that they never stand in the way of readers.
    background: Pool,
    heads: HeadsPublisher,
    authors: AuthorMarkers,
    directory: ActorRef<DirectoryMessage>,
    wake: Wake,
    directory_ends: JoinHandle<()>,
    commands: Subscription,
    queries: Subscription,
    liveness: Liveness,
    writers: Writers,
}

impl App {
    /// Connects and subscribes. Neither Postgres nor NATS need be there yet.
    ///
    /// # Errors
    /// An address is none, or an actor did not start.
    pub async fn build(config: Config) -> Result<Self, BuildError> {
        let ops = ops::listen(config.ops_listen, config.metrics_token.clone()).await?;
        let name = |what: &str| format!("hubbub-room {what} {}", mark(&config));
        let settings = |what: &str| Settings::new(config.database.reveal(), &name(what), config.statement);
        let pool = Pool::new(&settings("reads")?, config.connections);
        pool.watch();
        let writing = settings("writes")?;
        let bus = Bus::connect(&config.bus).await?;
        let authors = AuthorMarkers::default();
        let heads = HeadsPublisher::new(config.node, authors.clone());
        let wake = Wake::default();
        let (liveness, writers) = (Liveness::new(), Writers::new(config.journals));
        bus.report_to(&liveness);
        let background = Pool::new(&settings("followers")?, FOLLOWER_CONNECTIONS);
        let args = DirectoryArgs {
            pool: pool.clone(),
            bus: bus.clone(),
            heads: heads.clone(),
            authors: authors.clone(),
            wake: wake.clone(),
            writing,
            journals: config.journals,
            writers: writers.clone(),
            liveness: liveness.clone(),
        };
        let directory = Directory { args, limits: config.limits };
        let (directory, directory_ends) = Actor::spawn(None, directory, ()).await?;
        let commands = bus.subscribe(&subject::room_command(config.node)).await?;
        let queries = bus.subscribe(&subject::room_query(config.node)).await?;
        Ok(Self {
            config,
            ops,
            bus,
            pool,
            background,
            heads,
            authors,
            wake,
            directory,
            directory_ends,
            commands,
            queries,
            liveness,
            writers,
        })
    }

    /// What this process is called on the bus.
    pub fn node(&self) -> NodeId {
        self.config.node
    }

    /// Carries out and answers until asked to stop; then says that it leaves, finishes its rounds and returns.
    pub async fn run_until(self, life: Lifecycle) {
        let Self {
            config,
            ops,
            bus,
            pool,
            background,
            heads,
            authors,
            wake,
            directory,
            directory_ends,
            commands,
            queries,
            liveness,
            writers,
        } = self;
        let (tasks, closed) = (TaskTracker::new(), CancellationToken::new());
        let command_listener = CommandListener::new(
            bus.clone(),
            pool.clone(),
            heads.clone(),
            directory.clone(),
            &config.limits,
            tasks.clone(),
        );
        let query_handler = QueryHandler::new(bus.clone(), pool.clone(), &config, tasks.clone());
        tasks.spawn(command_listener.clone().listen(
            commands,
            liveness.part("command listener", LISTENER),
            closed.clone(),
        ));
        tasks.spawn(query_handler.listen(queries, liveness.part("query handler", LISTENER), closed.clone()));

        let heartbeat = HeartbeatPublisher::start(bus.clone(), NodeKind::Room, config.node, &life);
        let publishing = heads.clone().run(bus.clone(), pool.clone());
        let upkeep = tokio::spawn(liveness.keep("heads publisher", publishing));
        let purge = tokio::spawn(liveness.keep("purge", purge::run(pool.clone())));
        let erasing = tokio::spawn(liveness.keep("reports", reports::erase(pool.clone())));
        let sweeping = tokio::spawn(liveness.keep("devices", push::sweep(background.clone())));
        let following = follow(
            config.clone(),
            (pool.clone(), background),
            wake,
            bus.clone(),
            directory.clone(),
            life.clone(),
        );
        let following = tokio::spawn(liveness.keep("followers", following));
        let wanted = Wanted::to_use(schema().expected()).connections(needs(&config), &mark(&config));
        let health = Health::watch(pool.clone(), wanted, &life);
        let probing = probe(heartbeat.clone(), health.clone(), writers.clone(), command_listener);
        let probe = tokio::spawn(liveness.keep("probe", probing));
        let readiness = Readiness::watch(checks(&bus, &health, &writers), &life);
        heartbeat.show(&readiness);
        ops::serve(ops, &readiness, liveness, &life);
        // Without its directory a node is nothing: whoever started this process starts another.
        let watched = life.clone();
        let watch = tokio::spawn(async move {
            let _ = directory_ends.await;
            if !watched.is_stopping() {
                tracing::error!("the directory has ended; so does this process");
                watched.stop();
            }
        });
        let connections = config.connections + config.journals + FOLLOWER_CONNECTIONS;
        files::say_if_fewer_than(connections + FILES, "its connections to Postgres");
        tracing::info!(node.id = %config.node, "room-service is ready");

        life.stopped().await;
        heartbeat.leave().await;
        tokio::time::sleep(FAREWELL).await;
        closed.cancel();
        following.abort();
        purge.abort();
        erasing.abort();
        sweeping.abort();
        sleep(&directory).await;
        tasks.close();
        if tokio::time::timeout(FINISH, tasks.wait()).await.is_err() {
            tracing::warn!("stopping although not everyone is answered");
        }
        if tokio::time::timeout(FAREWELL, authors.flush_quickly(pool)).await.is_err() {
            tracing::debug!("not all markers of authors were moved");
        }
        heads.publish(&bus).await;
        bus.flush(FAREWELL).await;
        upkeep.abort();
        probe.abort();
        directory.stop(None);
        let _ = watch.await;
        tracing::info!("room-service has stopped");
    }
}

/// Runs the followers until dropped. Where the server leaves few connections, those who talk have theirs first.
async fn follow(
    config: Config,
    (reads, pool): (Pool, Pool),
    wake: Wake,
    bus: Bus,
    directory: ActorRef<DirectoryMessage>,
    life: Lifecycle,
) {
    while reads.read("select", &[]).await.is_err() {
        tokio::time::sleep(FOLLOWERS_WAIT).await;
    }
    match Peers::watch(bus.clone(), life).await {
        Ok(peers) => {
            let setup = Setup { node: config.node, peers, pool, wake };
            followers::run(setup, bus, directory, config.push_after).await;
        }
        Err(error) => tracing::error!(%error, "followers cannot know who else lives"),
    }
}

/// Puts every room to sleep.
async fn sleep(directory: &ActorRef<DirectoryMessage>) {
    let (asleep, done) = oneshot::channel();
    if directory.cast(DirectoryMessage::Sleep(asleep)).is_ok()
        && tokio::time::timeout(FINISH, done).await.is_err()
    {
        tracing::warn!("stopping although not every room is asleep");
    }
}

/// What the names of this process's connections end in, so that they are known among others.
fn mark(config: &Config) -> String {
    config.node.0.simple().to_string().split_off(24)
}

/// How many connections to the database this process needs at most.
fn needs(config: &Config) -> usize {
    config.connections + config.journals + FOLLOWER_CONNECTIONS
}

/// Tells the others, with each beat, whether the database will do and how busy this node is.
async fn probe(
    heartbeat: HeartbeatPublisher,
    health: Health,
    writers: Writers,
    command_listener: CommandListener,
) {
    let mut pace = tokio::time::interval(PROBE);
    pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        pace.tick().await;
        heartbeat.set_load(command_listener.load());
        heartbeat.set_well(health.check().is_ok() && writers.some().is_ok());
    }
}

fn checks(bus: &Bus, health: &Health, writers: &Writers) -> Checks {
    let mut checks = Checks::default();
    checks.add_bus(bus);
    health.add_to(&mut checks);
    let (some, all) = (writers.clone(), writers.clone());
    checks.add("journal", move || std::future::ready(some.some()));
    checks.add_soft("journal connections", move || std::future::ready(all.all()));
    checks
}
