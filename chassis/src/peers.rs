//! Who else lives. Every process heartbeats twice a second; the others order the living ones by rendezvous hashing.
//!
//! Nothing here is part of a safety argument: a wrong belief costs a detour, never a message.

mod health;
mod heartbeat;
mod rendezvous;

pub use health::{Health, Peer, PeerChange, PeerStatus, Sighting};
pub use heartbeat::HeartbeatPublisher;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use proto::NodeId;
use proto::node::{Heartbeat, NodeKind};
use proto::subject;
use tokio::sync::{broadcast, watch};

use crate::{Bus, Lifecycle, RequestError};
use health::PeerTable;

/// How often it is looked who has fallen silent.
const SWEEP: Duration = Duration::from_millis(200);

/// The living processes as this one hears them. Clones share one view.
#[derive(Clone, Debug)]
pub struct Peers {
    table: Arc<Mutex<PeerTable>>,
    changes: broadcast::Sender<PeerChange>,
    heartbeats: watch::Receiver<u64>,
}

impl Peers {
    /// Begins to listen to everyone's heartbeats.
    ///
    /// # Errors
    /// The bus is closed.
    pub async fn watch(bus: Bus, life: Lifecycle) -> Result<Self, RequestError> {
        let mut subscription = bus.subscribe(subject::NODE_ALL).await?;
        let (changes, _) = broadcast::channel(256);
        let (count, heartbeats) = watch::channel(0);
        let peers = Self { table: Arc::default(), changes, heartbeats };
        let listening = peers.clone();
        life.run_until_stopped(async move {
            let mut sweep = tokio::time::interval(SWEEP);
            sweep.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
            loop {
                tokio::select! {
                    heard = subscription.next() => match heard.map(|heard| heard.read::<Heartbeat>()) {
                        Some(Ok(beat)) => {
                            listening.tell(listening.table().heard(&beat, Instant::now()));
                            count.send_modify(|count| *count += 1);
                        }
                        Some(Err(error)) => tracing::debug!(%error, "a beat was not understood"),
                        None => return,
                    },
                    _ = sweep.tick() => listening.tell(listening.table().sweep(Instant::now())),
                }
            }
        });
        Ok(peers)
    }

    /// Those of a kind in the order in which to ask them about `key`: by health, then by rendezvous. Those gone come
    /// only when there is nobody else: after a pause of this very process everyone seems gone for a moment.
    pub fn rank(&self, kind: NodeKind, key: uuid::Uuid) -> Vec<Peer> {
        let mut peers = self.table().of_kind(kind, Instant::now());
        if peers.iter().any(|peer| peer.health != Health::Gone) {
            peers.retain(|peer| peer.health != Health::Gone);
        }
        rendezvous::sort(&mut peers, key);
        peers
    }

    /// How a process is, if it has been heard of lately.
    pub fn health(&self, node: NodeId) -> Option<Health> {
        self.table().health(node, Instant::now())
    }

    /// Everyone heard lately, as they tell of themselves.
    pub fn all(&self) -> Vec<Sighting> {
        self.table().all(Instant::now())
    }

    /// Comings and goings from now on.
    pub fn changes(&self) -> broadcast::Receiver<PeerChange> {
        self.changes.subscribe()
    }

    /// Waits until one of a kind lives, at most `timeout`. Says whether one does.
    pub async fn ready(&self, kind: NodeKind, timeout: Duration) -> bool {
        let mut heartbeats = self.heartbeats.clone();
        let lives = async {
            loop {
                let found = self.table().of_kind(kind, Instant::now());
                if found.iter().any(|peer| peer.health != Health::Gone) {
                    return;
                }
                if heartbeats.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        tokio::time::timeout(timeout, lives).await.is_ok()
    }

    fn tell(&self, changes: Vec<PeerChange>) {
        for change in changes {
            tracing::info!(node = %change.node, kind = change.kind.as_str(), change = ?change.status, "peer");
            // Nobody listening is fine.
            let _ = self.changes.send(change);
        }
    }

    fn table(&self) -> std::sync::MutexGuard<'_, PeerTable> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
