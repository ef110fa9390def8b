//! How many may use a pool at once: as many as it may have connections, or fewer while the server gives fewer.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Slots {
    slots: Arc<Semaphore>,
    /// Those for which the server had no connection.
    lost: Arc<AtomicUsize>,
    waiting: Arc<AtomicUsize>,
}

/// The right to use one connection.
#[derive(Debug)]
pub(super) struct Slot(OwnedSemaphorePermit);

impl Slots {
    pub(super) fn new(size: usize) -> Self {
        Self { slots: Arc::new(Semaphore::new(size)), lost: Arc::default(), waiting: Arc::default() }
    }

    /// Waits for a free one; none if that takes longer.
    pub(super) async fn take(&self, time: Duration) -> Option<Slot> {
        let _waiting = Waiting::begin(&self.waiting);
        let slot = tokio::time::timeout(time, self.slots.clone().acquire_owned()).await;
        slot.ok()?.ok().map(Slot)
    }

    /// How many wait for one.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// The server has no connection for this one: until [`Slots::restore`] there is one less.
    pub(super) fn lose(&self, slot: Slot) {
        slot.0.forget();
        self.lost.fetch_add(1, Ordering::Relaxed);
    }

    /// Perhaps the server has more by now.
    pub(super) fn restore(&self) {
        self.slots.add_permits(self.lost.swap(0, Ordering::Relaxed));
    }
}

/// Counts somebody who waits, also one who gives up.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn begin(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
