//! What every socket of this gateway reaches: the services, the hubs, the caches, the limits.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::config::LiveConfig;
use super::freshness::Freshness;
use super::hubs::Hubs;
use super::log_identity::LogIdentity;
use super::roster::Roster;
use super::sessions::Sessions;
use crate::actions::Actions;
use crate::cluster::Cluster;
use crate::draw::Draw;
use crate::people::People;
use crate::rate_limit::RateLimiter;

/// Clones share everything.
#[derive(Clone)]
pub(super) struct Context(pub(super) Arc<Shared>);

pub(super) struct Shared {
    pub(super) config: LiveConfig,
    pub(super) freshness: Freshness,
    pub(super) sessions: Sessions,
    pub(super) actions: Actions,
    pub(super) hubs: Hubs,
    pub(super) log_identity: LogIdentity,
    /// One for each command that may still come.
    pub(super) commands: Arc<Semaphore>,
    /// Sockets are being sent elsewhere: who connects now is sent there too.
    pub(super) leaving: AtomicBool,
}

impl Context {
    pub(super) fn config(&self) -> &LiveConfig {
        &self.0.config
    }

    pub(super) fn cluster(&self) -> &Cluster {
        self.0.hubs.cluster()
    }

    pub(super) fn renderer(&self) -> &Draw {
        self.0.hubs.renderer()
    }

    pub(super) fn hubs(&self) -> &Hubs {
        &self.0.hubs
    }

    pub(super) fn roster(&self) -> &Roster {
        self.0.hubs.roster()
    }

    pub(super) fn people(&self) -> &People {
        self.0.hubs.people()
    }

    pub(super) fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    pub(super) fn actions(&self) -> &Actions {
        &self.0.actions
    }

    pub(super) fn rate_limiter(&self) -> &RateLimiter {
        self.0.actions.rate_limiter()
    }

    pub(super) fn log_identity(&self) -> &LogIdentity {
        &self.0.log_identity
    }

    /// A place for one more command, if there is one: who waits behind thousands is better told to try again.
    pub(super) fn place_for_command(&self) -> Option<OwnedSemaphorePermit> {
        self.0.commands.clone().try_acquire_owned().ok()
    }

    /// Whether nothing of the inside of rooms may be shown: it has not been known for 4 s who may hear.
    pub(super) fn frozen(&self) -> bool {
        self.0.freshness.frozen()
    }

    pub(super) fn is_leaving(&self) -> bool {
        self.0.leaving.load(Ordering::Relaxed)
    }

    pub(super) fn leave(&self) {
        self.0.leaving.store(true, Ordering::Relaxed);
    }
}
