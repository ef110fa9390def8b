//! The live half of the gateway: who is connected here, what they may hear, and the path of every event to them.
//!
//! Pages ask it for sessions, names and limits; the router hands it sockets. It leaves drawing to `crate::draw`, asking
//! to `crate::cluster`, and truth to the services.

mod availability;
mod called;
mod config;
mod context;
mod feed;
mod fill;
mod frame;
mod freshness;
mod heads;
mod here_now;
mod hints;
pub mod hub;
mod hubs;
pub mod lanes;
mod log_identity;
pub mod outbox;
mod presence;
mod reader;
mod resync;
mod roster;
mod send_latency;
mod sessions;
mod socket;
mod statuses;
mod sweep;

pub use config::LiveConfig;
pub use freshness::{Freshness, STALE};
pub use reader::{Form, Reader};
pub use sessions::Sessions;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use axum::extract::ws::WebSocket;
use chassis::telemetry::Origin;
use chassis::{Lifecycle, RequestError};
use proto::auth::{Person, Session};
use proto::frame::{Close, ServerFrame};
use proto::node::{Availability, SeenPerson};
use proto::{RoomId, UserId, subject};
use tokio::sync::{Notify, Semaphore, mpsc};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::actions::Actions;
use crate::draw::Draw;
use context::{Context, Shared};
use feed::FeedReader;
use hubs::Hubs;
use log_identity::LogIdentity;
use outbox::Outbox;
use roster::{Connected, Roster};

/// How long sockets may take to say good-bye.
const CLOSE_DEADLINE: Duration = Duration::from_secs(3);
/// Told to go elsewhere, a socket has at most so long to open its successor before it is closed.
const GOAWAY_GRACE: Duration = Duration::from_secs(5);

/// The live half of one gateway. Clones share it.
#[derive(Clone)]
pub struct Live {
    context: Context,
    /// The sockets: a graceful stop of the HTTP server does not wait for them.
    sockets: TaskTracker,
}

impl Live {
    /// Subscribes to what concerns every gateway and begins to follow the feed.
    ///
    /// # Errors
    /// The bus is closed for good.
    pub async fn start(
        actions: Actions,
        draw: Arc<Draw>,
        config: LiveConfig,
        life: Lifecycle,
    ) -> Result<Self, RequestError> {
        let freshness = Freshness::new(Instant::now());
        let (cluster, people) = (actions.cluster().clone(), actions.people().clone());
        let sessions = Sessions::new(cluster.clone(), freshness.clone());
        let roster = Roster::default();
        let (wanted, holes) = mpsc::channel(fill::WAITING);
        let hubs = Hubs::new(config.node, cluster.clone(), draw, people.clone(), roster.clone(), wanted);
        let (log_identity, hint) = (LogIdentity::new(cluster.clone()), Arc::new(Notify::new()));
        let heads = cluster.bus().subscribe(subject::ROOM_HEADS).await?;
        let hints = cluster.bus().subscribe(subject::USER_EVT_ALL).await?;
        let present = cluster.bus().subscribe(&subject::gateway_present(config.node)).await?;
        let feed_reader = FeedReader {
            cluster,
            freshness: freshness.clone(),
            sessions: sessions.clone(),
            people,
            roster,
            hubs: hubs.clone(),
            hint: hint.clone(),
        };
        let alive = &config.liveness;
        life.run_until_stopped(feed_reader.run(alive.part("feed reader", feed::TURN)));
        life.run_until_stopped(alive.keep("holes", fill::run(hubs.clone(), holes)));
        life.run_until_stopped(alive.keep("heads", heads::listen(hubs.clone(), heads)));
        life.run_until_stopped(alive.keep("audit", heads::audit(hubs.clone())));
        life.run_until_stopped(alive.keep("hints", hints::listen(hubs.clone(), hint, hints)));
        life.run_until_stopped(alive.keep("here now", here_now::answer(hubs.clone(), present)));
        life.run_until_stopped(alive.keep("presence", presence::run(hubs.clone())));
        life.run_until_stopped(alive.keep("connection", resync::connection(hubs.clone())));
        let (asked, told) = (actions.cluster().clone(), hubs.roster().clone());
        life.run_until_stopped(alive.keep("availability", availability::run(asked, told)));
        life.run_until_stopped(alive.keep("losses", resync::losses(hubs.clone())));
        life.run_until_stopped(alive.keep("peers", resync::peers(hubs.clone())));
        life.run_until_stopped(alive.keep("sweep", sweep::run(actions.rate_limiter().clone(), hubs.clone())));
        life.run_until_stopped(alive.keep("log identity", log_identity.clone().watch(hubs.clone())));
        let leaving = AtomicBool::new(false);
        let commands = Arc::new(Semaphore::new(config.commands));
        let shared = Shared { config, freshness, sessions, actions, hubs, log_identity, commands, leaving };
        Ok(Self { context: Context(Arc::new(shared)), sockets: TaskTracker::new() })
    }

    /// Sessions by their tokens.
    pub fn sessions(&self) -> &Sessions {
        self.context.sessions()
    }

    /// Which log all of this is about; none while nobody can say.
    pub async fn log(&self) -> Option<Uuid> {
        self.context.log_identity().get().await
    }

    /// Whether nothing of the inside of rooms may be shown: this gateway has not known for 4 s who may hear.
    pub fn frozen(&self) -> bool {
        self.context.frozen()
    }

    /// Whether messages can be sent: a room-service is there, and has answered since it or NATS was away.
    ///
    /// # Errors
    /// Why not, in a sentence.
    pub fn can_send(&self) -> Result<(), String> {
        availability::room_services(self.context.cluster().peers())?;
        let answered = self.context.roster().is_sending();
        answered.then_some(()).ok_or_else(|| "no room-service has answered yet".to_owned())
    }

    /// Who has the room open, as far as this gateway knows, and whether they use it; empty above 200.
    pub fn present(&self, room: RoomId) -> Vec<(Person, Availability)> {
        let present = self.context.hubs().present(room).into_iter();
        present.filter_map(|seen| Some((self.context.people().peek(seen.user)?, seen.availability))).collect()
    }

    /// Which of these people are here, by any of their devices, as far as gateways answer in a quarter of a second. Of more than
    /// 1,000 the first are asked about.
    pub async fn availability(&self, people: &[UserId]) -> HashMap<UserId, Availability> {
        presence::of(self.context.hubs(), people, here_now::DEADLINE).await
    }

    /// Those of these people who look at a page of theirs, as far as gateways answer in a quarter of a second.
    pub(crate) async fn here(&self, people: &[UserId]) -> HashSet<UserId> {
        if people.is_empty() {
            return HashSet::new();
        }
        let seen = self.availability(people).await.into_iter();
        seen.filter(|(_, seen)| *seen == Availability::Here).map(|(user, _)| user).collect()
    }

    /// Whether somebody is here, as far as this gateway knows without asking.
    pub fn known_availability(&self, user: UserId) -> Option<Availability> {
        self.context.roster().read_presence(|presence| presence.of(user))
    }

    /// Who has one of these rooms open, at any gateway that answers in a quarter of a second.
    pub async fn present_anywhere(&self, rooms: &[RoomId]) -> Vec<SeenPerson> {
        here_now::present_in(self.context.hubs(), rooms).await
    }

    /// How many sockets are connected.
    pub fn connected(&self) -> usize {
        self.context.roster().count()
    }

    /// Serves one socket, whose session the router has resumed, in a task of its own; `origin` is the request it came by, `held`
    /// what it holds until it ends.
    pub fn serve(
        &self,
        socket: WebSocket,
        session: Session,
        reader: Reader,
        origin: Origin,
        held: impl Send + 'static,
    ) {
        if let Some(io) = socket::Io::start(self.context.clone(), socket, session, reader, origin) {
            self.sockets.spawn(io.run(held));
        }
    }

    /// Asks one socket after the other to go elsewhere, spread over [`LiveConfig::goaway`], so that the other gateways meet
    /// no crowd; closes those that have not gone a while after they were asked, and waits until all have.
    pub async fn stop(&self) {
        self.context.leave();
        let sockets = self.context.roster().all();
        let window = self.context.config().goaway;
        let grace = window.min(GOAWAY_GRACE);
        let in_ms = u64::try_from(grace.as_millis()).unwrap_or(u64::MAX);
        let goaway = frame::bytes(&ServerFrame::Goaway { in_ms });
        let pause = window / u32::try_from(sockets.len()).unwrap_or(u32::MAX).max(1);
        let asking = one_by_one(&sockets, pause, |outbox| outbox.control(goaway.clone()));
        let closing = async {
            tokio::time::sleep(grace).await;
            one_by_one(&sockets, pause, |outbox| outbox.close(Close::Restart)).await;
        };
        self.sockets.close();
        tokio::select! {
            _ = async { tokio::join!(asking, closing) } => {}
            () = self.sockets.wait() => {}
        }
        let _ = tokio::time::timeout(CLOSE_DEADLINE, self.sockets.wait()).await;
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
