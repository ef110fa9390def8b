//! The gateway as a whole: what it is made of, and how it runs and stops. `infra/hubbub` and the tests build one each.
//!
//! Building asks nobody, so the order in which processes start does not matter: until auth has said what installation this is,
//! pages answer 503.

mod listen;

use listen::{Admission, Timeouts};

use std::net::SocketAddr;
use std::time::Duration;

use chassis::{Bus, Checks, HeartbeatPublisher, Lifecycle, Liveness, Readiness, RequestError, ops};
use proto::node::NodeKind;
use tokio::net::TcpListener;

use crate::config::Config;
use crate::live::Live;
use crate::router;
use crate::state::{AppState, StateError};

/// How long is waited for what is under way once the process is asked to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// How long the listener may be busy with one connection: it hands it on and takes the next.
const LISTENER: Duration = Duration::from_secs(10);
/// How long another gateway may do better than one that is cut off from what it needs. After that all are, most likely, and
/// our own page is worth more than a proxy's.
const CUT_OFF: Duration = Duration::from_secs(30);
/// How often the others are told how many sockets are here.
const LOAD: Duration = Duration::from_secs(1);
/// How long is waited for browsers.
const DEADLINE: Timeouts =
    Timeouts { head: Duration::from_secs(20), response: Duration::from_secs(30), drain: DRAIN };

/// A gateway that listens and does not serve yet.
pub struct App {
    state: AppState,
    bus: Bus,
    ops: ops::Port,
    listener: TcpListener,
    address: SocketAddr,
    /// What listens to the bus; ends last.
    subscriptions: Lifecycle,
    /// The live half; ends while requests under way are finished.
    sockets: Lifecycle,
    liveness: Liveness,
}

/// Why a gateway cannot start.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The address is taken, or not ours.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The ops port is taken, or not ours.
    #[error(transparent)]
    Ops(#[from] ops::PortError),
    /// What the configuration says of NATS cannot be.
    #[error("cannot use NATS: {0}")]
    Bus(#[from] RequestError),
    /// What every page needs cannot be had.
    #[error(transparent)]
    State(#[from] StateError),
}

impl App {
    /// Puts a gateway together: everything is started, nobody is served yet.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub async fn build(config: Config) -> Result<Self, BuildError> {
        let (subscriptions, sockets) = (Lifecycle::new(), Lifecycle::new());
        let listening = |error| BuildError::Listen(config.listen, error);
        let listener = TcpListener::bind(config.listen).await.map_err(listening)?;
        let address = listener.local_addr().map_err(listening)?;
        let ops = ops::listen(config.ops_listen, config.metrics_token.clone()).await?;
        let bus = Bus::connect(&config.bus).await?;
        let liveness = Liveness::new();
        bus.report_to(&liveness);
        let state = AppState::new(config, bus.clone(), &subscriptions, sockets.clone(), &liveness).await?;
        Ok(Self { state, bus, ops, listener, address, subscriptions, sockets, liveness })
    }

    /// Where it listens: the port that was given, or the free one that was found.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `life` is asked to stop, then sends its sockets elsewhere and finishes what is under way.
    pub async fn run_until(self, life: Lifecycle) {
        let config = self.state.config();
        let heartbeat = HeartbeatPublisher::start(self.bus.clone(), NodeKind::Gateway, config.node, &life);
        let mut checks = Checks::ready_anyway_after(CUT_OFF);
        checks.add_bus(&self.bus);
        let state = self.state.clone();
        checks.add("installation", move || std::future::ready(state.check()));
        // NATS carries, so others hear as little of them: no other gateway would do better.
        let live = self.state.live().clone();
        checks.add_soft("room-services", move || std::future::ready(live.can_send()));
        let files = self.state.files().clone();
        checks.add_soft("files", move || std::future::ready(files.state()));
        let readiness = Readiness::watch(checks, &life);
        heartbeat.show(&readiness);
        heartbeat.serves(self.state.assets().hash());
        ops::serve(self.ops, &readiness, self.liveness.clone(), &life);
        tracing::info!(address = %self.address, "open");
        // Whoever sends people here learns from `/readyz` that they are to go elsewhere, and needs a moment for it.
        let closing = Lifecycle::new();
        let admission = Admission {
            connections: self.state.limits().connections,
            addresses: self.state.limits().addresses.clone(),
            proxies: config.trusted_proxies.clone(),
        };
        let (routes, part) = (router::router(&self.state), self.liveness.part("listener", LISTENER));
        let serving = listen::serve(self.listener, routes, admission, part, &closing, DEADLINE);
        let leaving = async {
            publish_load(self.state.live(), &heartbeat, &life).await;
            heartbeat.leave().await;
            tokio::time::sleep(config.notice).await;
            closing.stop();
            self.state.live().stop().await;
            self.sockets.stop();
            self.sockets.finish(DRAIN).await;
        };
        tokio::join!(serving, leaving);
        self.subscriptions.stop();
        self.subscriptions.finish(DRAIN).await;
        tracing::info!("closed");
    }
}

async fn publish_load(live: &Live, heartbeat: &HeartbeatPublisher, life: &Lifecycle) {
    let mut tick = tokio::time::interval(LOAD);
    loop {
        tokio::select! {
            _ = tick.tick() => heartbeat.set_load(u32::try_from(live.connected()).unwrap_or(u32::MAX)),
            () = life.stopped() => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::extract::Request;
    use axum::http::StatusCode;
    use axum::response::Response;
    use axum::routing::get;
    use chassis::Vars;
    use tower::ServiceExt;

    use super::*;
    use crate::middleware;

    async fn break_down() -> &'static str {
        panic!("the secret reason")
    }

    #[tokio::test]
    async fn a_panic_ends_one_request_and_tells_nobody_why() {
        let nats = services::testbed::nats().await;
        let vars = [("NATS_URL", nats), ("HUBBUB_NATS_PREFIX", "panic".to_owned())];
        let vars = vars.into_iter().map(|(name, value)| (name.to_owned(), value));
        let config = Config::from_vars(&mut Vars::from_map(vars.collect()));
        let bus = Bus::connect(&config.bus).await.expect("a bus");
        let life = Lifecycle::new();
        let state = AppState::new(config, bus, &life, life.clone(), &Liveness::new()).await.expect("a state");
        let routes =
            middleware::around(Router::new().route("/panic", get(break_down)), Router::new(), &state);
        let request =
            Request::get("/panic").header("accept", "text/html").body(Body::empty()).expect("a request");
        let answer: Response = routes.oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let id = answer.headers()["x-request-id"].to_str().expect("text").to_owned();
        let page = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
        let page = String::from_utf8_lossy(&page);
        assert!(page.contains(&id) && !page.contains("secret"), "{page}");
        life.stop();
    }
}
