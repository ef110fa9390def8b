//! The live half of the gateway: who is connected here, what they may hear, and the path of every event to them.
//!
//! Pages ask it for sessions, names and limits; the router hands it sockets. It leaves drawing to `crate::draw`, asking
//! to `crate::cluster`, and truth to the services.

mod feed;
mod fill;
mod frame;
mod freshness;
mod heads;
mod hints;
pub mod hub;
mod hubs;
mod log_identity;
pub mod outbox;
mod people;
mod rate_limit;
mod resync;
mod roster;
mod send_latency;
mod sessions;
mod socket;

pub use freshness::{Freshness, STALE};
pub use people::People;
pub use rate_limit::RateLimiter;
pub use sessions::Sessions;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::extract::ws::WebSocket;
use chassis::telemetry::Origin;
use chassis::{Lifecycle, RequestError};
use proto::auth::{Person, Session};
use proto::frame::{Close, ServerFrame};
use proto::{NodeId, RoomId, subject};
use tokio::sync::{Notify, mpsc};
use tokio_util::task::TaskTracker;

use crate::catalogue::Language;
use crate::cluster::Cluster;
use crate::draw::Draw;
use feed::FeedReader;
use hubs::Hubs;
use log_identity::LogIdentity;
use outbox::Outbox;
use roster::{Connected, Roster};

/// How long sockets may take to say good-bye.
const FAREWELL: Duration = Duration::from_secs(3);
/// Told to go elsewhere, a socket has at most so long to open its successor before it is closed.
const PARTING: Duration = Duration::from_secs(5);

/// What the operator may set.
#[derive(Clone, Debug)]
pub struct LiveConfig {
    /// This process.
    pub node: NodeId,
    /// Durable commands a second, a person.
    pub commands_per_s: u32,
    /// Durable commands at once, a person.
    pub burst: u32,
    /// Anything else a second, a person.
    pub others_per_s: u32,
    /// A client pings at least this often.
    pub heartbeat: Duration,
    /// Over how long a stop spreads its telling everyone to go elsewhere. Nothing: there is no elsewhere, they are closed.
    pub goaway: Duration,
}

impl LiveConfig {
    /// The defaults, for this process.
    pub fn new(node: NodeId) -> Self {
        Self {
            node,
            commands_per_s: 10,
            burst: 100,
            others_per_s: 20,
            heartbeat: Duration::from_secs(25),
            goaway: Duration::from_secs(5),
        }
    }
}

impl From<NodeId> for LiveConfig {
    fn from(node: NodeId) -> Self {
        Self::new(node)
    }
}

/// In which form messages are drawn for a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As JSON, for programs.
    Json,
    /// As HTML, for browsers.
    Html,
}

impl Form {
    /// It in one word.
    fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Html => "html",
        }
    }
}

/// What a socket reads: events in the form of its subprotocol, and words in the language of its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reader {
    /// The form of events.
    pub form: Form,
    /// The language of what is drawn, and of refusals.
    pub language: Language,
}

impl From<Form> for Reader {
    /// In the usual language.
    fn from(form: Form) -> Self {
        Self { form, language: Language::default() }
    }
}

/// The live half of one gateway. Clones share it.
#[derive(Clone)]
pub struct Live(Arc<Shared>);

struct Shared {
    config: LiveConfig,
    cluster: Cluster,
    draw: Arc<Draw>,
    freshness: Freshness,
    sessions: Sessions,
    people: People,
    rate_limiter: RateLimiter,
    hubs: Hubs,
    log_identity: LogIdentity,
    /// The sockets: a graceful stop of the HTTP server does not wait for them.
    sockets: TaskTracker,
    /// Sockets are being sent elsewhere: who comes now came to the wrong door.
    leaving: AtomicBool,
}

impl Live {
    /// Subscribes to what concerns every gateway and begins to follow the feed.
    ///
    /// # Errors
    /// The bus is closed for good.
    pub async fn start(
        cluster: Cluster,
        draw: Arc<Draw>,
        config: impl Into<LiveConfig>,
        life: Lifecycle,
    ) -> Result<Self, RequestError> {
        let (config, freshness) = (config.into(), Freshness::new(Instant::now()));
        let people = People::start(cluster.clone(), &life);
        let sessions = Sessions::new(cluster.clone(), freshness.clone());
        let (roster, rate_limiter) = (Roster::default(), RateLimiter::new(&config));
        let (pending, holes) = mpsc::channel(fill::WAITING);
        let hubs =
            Hubs::new(config.node, cluster.clone(), draw.clone(), people.clone(), roster.clone(), pending);
        let (log_identity, hint) = (LogIdentity::new(cluster.clone()), Arc::new(Notify::new()));
        let heads = cluster.bus().subscribe(subject::ROOM_HEADS).await?;
        let hints = cluster.bus().subscribe(subject::USER_EVT_ALL).await?;
        let feed_reader = FeedReader {
            cluster: cluster.clone(),
            freshness: freshness.clone(),
            sessions: sessions.clone(),
            people: people.clone(),
            roster,
            hint: hint.clone(),
        };
        life.run_until_stopped(feed_reader.run());
        life.run_until_stopped(fill::run(hubs.clone(), holes));
        life.run_until_stopped(heads::listen(hubs.clone(), heads));
        life.run_until_stopped(heads::audit(hubs.clone()));
        life.run_until_stopped(hints::listen(hubs.clone(), hint, hints));
        life.run_until_stopped(resync::connection(hubs.clone()));
        life.run_until_stopped(resync::losses(hubs.clone()));
        life.run_until_stopped(resync::peers(hubs.clone()));
        life.run_until_stopped(resync::sweep(rate_limiter.clone(), hubs.clone()));
        life.run_until_stopped(log_identity.clone().watch(hubs.clone()));
        let sockets = TaskTracker::new();
        Ok(Self(Arc::new(Shared {
            config,
            cluster,
            draw,
            freshness,
            sessions,
            people,
            rate_limiter,
            hubs,
            log_identity,
            sockets,
            leaving: AtomicBool::new(false),
        })))
    }

    /// Whose session is it?
    pub fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    /// How are they called?
    pub fn people(&self) -> &People {
        &self.0.people
    }

    /// May they go on so fast?
    pub fn commands(&self) -> &RateLimiter {
        &self.0.rate_limiter
    }

    /// Whether nothing of the inside of rooms may be shown: this gateway has not known for 4 s who may hear.
    pub fn frozen(&self) -> bool {
        self.0.freshness.frozen()
    }

    /// Who has the room open, as far as this gateway knows; empty above 200.
    pub fn here(&self, room: RoomId) -> Vec<Person> {
        self.0.hubs.here(room).into_iter().filter_map(|id| self.0.people.peek(id)).collect()
    }

    /// How many sockets are connected.
    pub fn connected(&self) -> usize {
        self.0.hubs.roster().count()
    }

    /// Runs the whole life of one socket, whose session the router has resumed; `origin` is the request it came by.
    pub async fn serve(&self, socket: WebSocket, session: Session, reader: Reader, origin: Origin) {
        self.0.sockets.track_future(socket::run(self.clone(), socket, session, reader, origin)).await;
    }

    /// Asks one socket after the other to go elsewhere, spread over [`LiveConfig::goaway`], so that the other gateways meet
    /// no crowd; closes those that have not gone a while after they were asked, and waits until all have.
    pub async fn stop(&self) {
        self.0.leaving.store(true, Ordering::Relaxed);
        let sockets = self.0.hubs.roster().all();
        let window = self.0.config.goaway;
        let parting = window.min(PARTING);
        let in_ms = u64::try_from(parting.as_millis()).unwrap_or(u64::MAX);
        let goaway = frame::bytes(&ServerFrame::Goaway { in_ms });
        let pause = window / u32::try_from(sockets.len()).unwrap_or(u32::MAX).max(1);
        let asking = one_by_one(&sockets, pause, |outbox| outbox.control(goaway.clone()));
        let closing = async {
            tokio::time::sleep(parting).await;
            one_by_one(&sockets, pause, |outbox| outbox.close(Close::Restart)).await;
        };
        self.0.sockets.close();
        tokio::select! {
            _ = async { tokio::join!(asking, closing) } => {}
            () = self.0.sockets.wait() => {}
        }
        let _ = tokio::time::timeout(FAREWELL, self.0.sockets.wait()).await;
    }

    fn config(&self) -> &LiveConfig {
        &self.0.config
    }

    fn cluster(&self) -> &Cluster {
        &self.0.cluster
    }

    fn renderer(&self) -> &Draw {
        &self.0.draw
    }

    fn hubs(&self) -> &Hubs {
        &self.0.hubs
    }

    fn roster(&self) -> &Roster {
        self.0.hubs.roster()
    }

    fn log_identity(&self) -> &LogIdentity {
        &self.0.log_identity
    }

    fn is_leaving(&self) -> bool {
        self.0.leaving.load(Ordering::Relaxed)
    }
}

async fn one_by_one(sockets: &[Connected], pause: Duration, act: impl Fn(&Outbox)) {
    for connected in sockets {
        act(&connected.outbox);
        tokio::time::sleep(pause).await;
    }
}

#[cfg(test)]
mod tests;
