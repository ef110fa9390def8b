//! Who of this process must make progress, and how each of them reports it: one addition.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::sleep;

/// How often a part that waits for work reports that it still can, and an actor is sent a message to be reported.
pub const BEAT: Duration = Duration::from_secs(1);
/// How long an actor may have messages waiting: none of them waits for anybody while it handles one.
pub const MAILBOX: Duration = Duration::from_secs(30);
/// How long no task of the runtime may get its turn.
const RUNTIME: Duration = Duration::from_secs(10);

/// The parts of a process that must make progress. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Liveness(Arc<Mutex<Vec<Arc<Progress>>>>);

/// What is known of one part.
#[derive(Debug)]
pub(super) struct Progress {
    pub(super) name: String,
    /// It makes progress at least so often.
    pub(super) deadline: Duration,
    /// How often it has.
    pub(super) count: AtomicU64,
    /// Whoever reported is gone, and did not say that this is as it should be.
    pub(super) lost: AtomicBool,
}

impl Liveness {
    /// Nobody yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A part that from now on makes progress at least every `deadline`, which is longer than any wait inside it.
    pub fn part(&self, name: impl Into<String>, deadline: Duration) -> Part {
        let (count, lost) = (AtomicU64::new(0), AtomicBool::new(false));
        let progress = Arc::new(Progress { name: name.into(), deadline, count, lost });
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(progress.clone());
        Part { progress }
    }

    /// Adds the runtime this is called in: a thread that blocks it starves everybody.
    pub fn watch_runtime(&self) {
        let part = self.part("main loop", RUNTIME);
        tokio::spawn(async move { part.wait(std::future::pending::<()>()).await });
    }

    /// A task that must not end: its end or its panic is reported, unless the process is stopping.
    pub fn keep<T>(&self, name: &str, task: T) -> impl Future<Output = ()> + Send + use<T>
    where
        T: Future<Output = ()> + Send,
    {
        let part = self.part(name, Duration::MAX);
        async move {
            task.await;
            drop(part);
        }
    }

    pub(super) fn parts(&self) -> Vec<Arc<Progress>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// How a part reports. Dropping it without [`Part::retire`] means that the part was lost: a panic, or an end that nobody wanted.
#[derive(Debug)]
pub struct Part {
    progress: Arc<Progress>,
}

impl Part {
    /// It has made progress.
    pub fn progress(&self) {
        self.progress.count.fetch_add(1, Ordering::Relaxed);
    }

    /// Waits for `event`, however long that takes, and reports meanwhile that it would notice.
    pub async fn wait<T>(&self, event: impl Future<Output = T>) -> T {
        let mut event = pin!(event);
        loop {
            self.progress();
            tokio::select! {
                biased;
                value = &mut event => return value,
                () = sleep(BEAT) => {}
            }
        }
    }

    /// It has ended as it should.
    pub fn retire(self) {
        self.progress.count.store(RETIRED, Ordering::Relaxed);
    }
}

/// Nobody counts so far.
pub(super) const RETIRED: u64 = u64::MAX;

impl Drop for Part {
    fn drop(&mut self) {
        if self.progress.count.load(Ordering::Relaxed) != RETIRED {
            self.progress.lost.store(true, Ordering::Relaxed);
        }
    }
}
