//! Asking the services: which process is asked, when the next one is, and what an answer is worth.
//!
//! Pages and sockets call it. It leaves to `chassis` who lives and how bytes travel, and to the services what is true:
//! the gateway picks, the service obeys, Postgres decides.

pub mod attempts;
mod budget;
mod command;
pub mod inquiry;
mod query;

use std::sync::Arc;
use std::time::Instant;

use chassis::{Bus, Peers};

pub use budget::Budget;
pub use query::MyRooms;

/// The services as one gateway sees them. Clones share the retry budgets.
#[derive(Clone, Debug)]
pub struct Cluster {
    bus: Bus,
    peers: Peers,
    commands: Arc<Budget>,
    queries: Arc<Budget>,
}

impl Cluster {
    /// Asks over `bus` whom `peers` says lives.
    pub fn new(bus: Bus, peers: Peers) -> Self {
        Self { bus, peers, commands: Arc::default(), queries: Arc::default() }
    }

    /// The bus it asks over.
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// The processes it picks from.
    pub fn peers(&self) -> &Peers {
        &self.peers
    }
}

/// As the timers of this process count it.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

#[cfg(test)]
pub(crate) mod fake_room_service;
#[cfg(test)]
mod tests;
