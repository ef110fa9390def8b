//! The gateway as a whole: what it is made of, and how it runs and stops. `infra/hubbub` and the tests build one each.
//!
//! Building asks nobody, so the order in which processes start does not matter: until auth has said what this place is,
//! pages answer 503.

mod desk;
mod listen;
mod place;

pub(crate) use desk::Desk;
use listen::Patience;

use std::net::SocketAddr;
use std::time::Duration;

use chassis::ops::Checks;
use chassis::{AskError, Beating, Bus, Lifecycle, ops};
use proto::node::NodeKind;
use tokio::net::TcpListener;

use crate::config::Config;
use crate::draw::DrawError;
use crate::router;

/// How long is waited for what is under way once the process is asked to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// How long is waited for browsers.
const PATIENCE: Patience = Patience { head: Duration::from_secs(20), drain: DRAIN };

/// A gateway that listens and does not serve yet.
pub struct App {
    desk: Desk,
    bus: Bus,
    listener: TcpListener,
    address: SocketAddr,
    /// What listens to the bus; ends last.
    ears: Lifecycle,
    /// The live half; ends while requests under way are finished.
    sockets: Lifecycle,
}

/// Why a gateway cannot start.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The address is taken, or not ours.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// What the configuration says of NATS cannot be.
    #[error("cannot use NATS: {0}")]
    Bus(#[from] AskError),
    /// A template does not parse.
    #[error("cannot draw pages: {0}")]
    Draw(#[from] DrawError),
}

impl App {
    /// Puts a gateway together: everything is started, nobody is served yet.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub async fn build(config: Config) -> Result<Self, BuildError> {
        let (ears, sockets) = (Lifecycle::new(), Lifecycle::new());
        let listening = |error| BuildError::Listen(config.listen, error);
        let listener = TcpListener::bind(config.listen).await.map_err(listening)?;
        let address = listener.local_addr().map_err(listening)?;
        let bus = Bus::connect(&config.bus).await?;
        let desk = Desk::new(config, bus.clone(), &ears, sockets.clone()).await?;
        Ok(Self { desk, bus, listener, address, ears, sockets })
    }

    /// Where it listens: the port that was given, or the free one that was found.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `life` is asked to stop, then sends its sockets elsewhere and finishes what is under way.
    pub async fn run_until(self, life: Lifecycle) {
        let config = self.desk.config();
        let beating = Beating::start(self.bus.clone(), NodeKind::Gateway, config.node, &life);
        let mut checks = Checks::default();
        checks.add_bus(&self.bus);
        let desk = self.desk.clone();
        checks.add("place", move || std::future::ready(desk.check()));
        if let Err(error) = ops::serve(config.ops_listen, checks, &life).await {
            tracing::error!(%error, "the ops port cannot be listened on; going on without");
        }
        tracing::info!(address = %self.address, "open");
        let serving = listen::serve(self.listener, router::router(&self.desk), &life, PATIENCE);
        let leaving = async {
            life.stopped().await;
            beating.leave().await;
            self.desk.live().stop().await;
            self.sockets.stop();
            self.sockets.finish(DRAIN).await;
        };
        tokio::join!(serving, leaving);
        self.ears.stop();
        self.ears.finish(DRAIN).await;
        tracing::info!("closed");
    }
}
