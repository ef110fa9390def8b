//! The life of a process: it runs, it is asked to stop, it has stopped. One `Lifecycle` is passed down through the
//! constructors; whoever starts a task starts it on the tracker, and ends it when the token says so.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::signal::unix::{SignalKind, signal};
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

/// Asks to stop on the first of these signals; one that comes a second later or more ends the process at once.
///
/// # Errors
/// The handlers could not be installed.
pub fn on_signals(life: &Lifecycle, kinds: &[SignalKind]) -> std::io::Result<()> {
    let asked = Arc::new(Mutex::new(Asked::default()));
    for kind in kinds {
        let (mut signals, asked, life) = (signal(*kind)?, asked.clone(), life.clone());
        tokio::spawn(async move {
            while signals.recv().await.is_some() {
                match asked.lock().unwrap_or_else(PoisonError::into_inner).again(Instant::now()) {
                    Request::Stop => {
                        tracing::info!("asked to stop");
                        life.stop();
                    }
                    Request::Nothing => {}
                    Request::StopAtOnce => {
                        tracing::warn!("asked twice: stopping at once");
                        std::process::exit(130);
                    }
                }
            }
        });
    }
    Ok(())
}

/// How soon a second signal is taken for the first one once more: a shell and a supervisor often both send it.
const ONE_AND_THE_SAME: Duration = Duration::from_secs(1);

/// When a process was first asked to stop.
#[derive(Debug, Default)]
struct Asked(Option<Instant>);

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Request {
    Stop,
    Nothing,
    StopAtOnce,
}

impl Asked {
    fn again(&mut self, now: Instant) -> Request {
        match self.0 {
            None => {
                self.0 = Some(now);
                Request::Stop
            }
            Some(first) if now.saturating_duration_since(first) < ONE_AND_THE_SAME => Request::Nothing,
            Some(_) => Request::StopAtOnce,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_second_request_ends_a_process_at_once_and_not_the_first_one_told_twice() {
        let (mut asked, first) = (Asked::default(), Instant::now());
        assert_eq!(asked.again(first), Request::Stop);
        assert_eq!(asked.again(first + Duration::from_millis(5)), Request::Nothing);
        assert_eq!(asked.again(first + Duration::from_millis(999)), Request::Nothing);
        assert_eq!(asked.again(first + Duration::from_secs(1)), Request::StopAtOnce);
    }
}
