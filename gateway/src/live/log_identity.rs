//! The log's identity: one per database. It changes only by an operator's restore, and then everyone starts over.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use proto::frame::Close;
use proto::room::{Query, Reply};
use uuid::Uuid;

use super::hub::HubMessage;
use super::hubs::Hubs;
use crate::cluster::Cluster;

/// How often it is asked for.
const EVERY: Duration = Duration::from_secs(15);

/// The log's identity as this gateway knows it. Clones share it.
#[derive(Clone, Debug)]
pub(super) struct LogIdentity {
    cluster: Cluster,
    known: Arc<Mutex<Option<Uuid>>>,
}

impl LogIdentity {
    pub(super) fn new(cluster: Cluster) -> Self {
        Self { cluster, known: Arc::default() }
    }

    /// Which log it is; none while nobody can say.
    pub(super) async fn get(&self) -> Option<Uuid> {
        if let Some(known) = self.known() {
            return Some(known);
        }
        let asked = self.ask().await?;
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(asked);
        Some(asked)
    }

    /// Watches over it for ever: another one sends everyone away, to come back and drop what they have.
    pub(super) async fn watch(self, hubs: Hubs) {
        let mut pace = tokio::time::interval(EVERY);
        loop {
            pace.tick().await;
            let Some(asked) = self.ask().await else { continue };
            let before = self.known.lock().unwrap_or_else(PoisonError::into_inner).replace(asked);
            if before.is_some_and(|before| before != asked) {
                tracing::warn!("the log is another one: everyone starts over");
                hubs.tell_all(|| HubMessage::Reset);
                hubs.roster().all().iter().for_each(|connected| connected.outbox.close(Close::Restart));
            }
        }
    }

    async fn ask(&self) -> Option<Uuid> {
        match self.cluster.ask_room(Uuid::nil(), &Query::Log).await {
            Ok(Reply::Log(log)) => Some(log),
            _ => None,
        }
    }

    fn known(&self) -> Option<Uuid> {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
