//! The life of a process: it runs, it is asked to stop, it has stopped. One `Lifecycle` is passed down through the
//! constructors; whoever starts a task starts it on the tracker, and ends it when the token says so.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Being asked to stop, and knowing when everything has. Clones share one life.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    token: CancellationToken,
    tracker: TaskTracker,
}

impl Lifecycle {
    /// A life that begins now.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks everything to stop.
    pub fn stop(&self) {
        self.token.cancel();
    }

    /// Whether it has been asked.
    pub fn is_stopping(&self) -> bool {
        self.token.is_cancelled()
    }

    /// Waits until it is asked to stop.
    pub async fn stopped(&self) {
        self.token.cancelled().await;
    }

    /// For handing on to what knows tokens.
    pub fn token(&self) -> CancellationToken {
        self.token.clone()
    }

    /// For starting tasks that must have ended before the process does.
    pub fn tracker(&self) -> TaskTracker {
        self.tracker.clone()
    }

    /// Starts a task that ends by itself when asked to stop: it is dropped at its next await.
    pub fn run_until_stopped<F>(&self, task: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let token = self.token.clone();
        self.tracker.spawn(async move {
            token.run_until_cancelled(task).await;
        });
    }

    /// Waits until every tracked task has ended, at most `timeout`. Says whether they have.
    pub async fn finish(&self, timeout: Duration) -> bool {
        self.tracker.close();
        tokio::time::timeout(timeout, self.tracker.wait()).await.is_ok()
    }
}

/// Asks to stop on SIGTERM or SIGINT; a second signal ends the process at once.
///
/// # Errors
/// The handlers could not be installed.
pub fn on_signals(life: &Lifecycle) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let life = life.clone();
    tokio::spawn(async move {
        let mut asked = false;
        loop {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if asked {
                tracing::warn!("asked twice: stopping at once");
                std::process::exit(130);
            }
            asked = true;
            tracing::info!("asked to stop");
            life.stop();
        }
    });
    Ok(())
}
