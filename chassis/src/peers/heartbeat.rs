//! This process's own beat.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use proto::node::{Heartbeat, NodeKind};
use proto::subject;
use proto::{At, NodeId};

use crate::{Bus, Lifecycle, Readiness, VERSION};

/// How often.
const EVERY: Duration = Duration::from_millis(500);
/// Characters of a reason in one beat.
const WHY: usize = 300;

/// A sign of life, given twice a second until the process ends. Clones share one heart.
#[derive(Clone, Debug)]
pub struct HeartbeatPublisher {
    bus: Bus,
    heart: Arc<Heart>,
}

#[derive(Debug)]
struct Heart {
    kind: NodeKind,
    node: NodeId,
    since: At,
    well: AtomicBool,
    leaving: AtomicBool,
    load: AtomicU32,
    readiness: OnceLock<Readiness>,
    files: OnceLock<String>,
}

impl HeartbeatPublisher {
    /// Begins to beat. It goes on while the process is stopping, so that the others see it leave; it ends with
    /// the runtime or when the last clone is dropped.
    pub fn start(bus: Bus, kind: NodeKind, node: NodeId, _life: &Lifecycle) -> Self {
        let (well, leaving, load) = (AtomicBool::new(true), AtomicBool::new(false), AtomicU32::new(0));
        let (readiness, files) = (OnceLock::new(), OnceLock::new());
        let heart =
            Arc::new(Heart { kind, node, since: At::now_utc(), well, leaving, load, readiness, files });
        let heartbeat = Self { bus: bus.clone(), heart: heart.clone() };
        let heart = Arc::downgrade(&heart);
        tokio::spawn(async move {
            let mut pace = tokio::time::interval(EVERY);
            pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
            loop {
                pace.tick().await;
                let Some(beat) = heart.upgrade().map(|heart| heart.beat()) else { return };
                // Beats made while the connection is down would all arrive at once, and be lies.
                if bus.connection().borrow().up {
                    bus.publish(&subject::node(beat.kind), &beat).await;
                }
            }
        });
        heartbeat
    }

    /// Whether the database answers.
    pub fn set_well(&self, well: bool) {
        self.heart.well.store(well, Ordering::Relaxed);
    }

    /// From now on it says why this process is not simply ready, whenever it is not.
    pub fn show(&self, readiness: &Readiness) {
        // Shown once, by whoever put the process together.
        let _ = self.heart.readiness.set(readiness.clone());
    }

    /// From now on it says which static files this process serves, by the hash that names them.
    pub fn serves(&self, files: &str) {
        // Said once, by whoever put the process together.
        let _ = self.heart.files.set(files.to_owned());
    }

    /// How busy this process is.
    pub fn set_load(&self, load: u32) {
        self.heart.load.store(load, Ordering::Relaxed);
    }

    /// Says at once, and from now on, that this process is about to stop.
    pub async fn leave(&self) {
        self.heart.leaving.store(true, Ordering::Relaxed);
        let beat = self.heart.beat();
        self.bus.publish(&subject::node(beat.kind), &beat).await;
        self.bus.flush(EVERY).await;
    }
}

impl Heart {
    fn why(&self) -> Option<String> {
        self.readiness.get()?.report().why().map(|why| why.chars().take(WHY).collect())
    }

    fn beat(&self) -> Heartbeat {
        Heartbeat {
            node: self.node,
            kind: self.kind,
            version: VERSION.to_owned(),
            load: self.load.load(Ordering::Relaxed),
            leaving: self.leaving.load(Ordering::Relaxed),
            well: self.well.load(Ordering::Relaxed),
            since: Some(self.since),
            why: self.why(),
            files: self.files.get().cloned(),
        }
    }
}
