//! How fast a connection is read once it is a socket. Frames are counted where they are read; pieces of a message that carry nothing
//! come in any number before there is a frame.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use chassis::telemetry::metrics;
use tokio::time::{Instant, Sleep, sleep};

/// Bytes a second: more than the largest frames that one person may send.
const PER_SECOND: u64 = 2 * 1024 * 1024;
/// Bytes at once.
const AT_ONCE: u64 = 4 * PER_SECOND;
/// How long whoever is too fast is not read.
const PAUSE: Duration = Duration::from_millis(100);

/// Of one connection.
pub(super) struct Pace {
    is_socket: Arc<AtomicBool>,
    left: u64,
    since: Instant,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Pace {
    /// Holds from when it is a socket.
    pub(super) fn new(is_socket: Arc<AtomicBool>) -> Self {
        Self { is_socket, left: AT_ONCE, since: Instant::now(), pause: None }
    }

    /// Ready when something may be read.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.is_socket.load(Ordering::Relaxed) {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(cx));
                self.pause = None;
            }
            self.earn(Instant::now());
            if self.left > 0 {
                break;
            }
            metrics::held_back("socket_bytes");
            self.pause = Some(Box::pin(sleep(PAUSE)));
        }
        Poll::Ready(())
    }

    /// So much was read.
    pub(super) fn spend(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes as u64);
    }

    fn earn(&mut self, now: Instant) {
        let millis = u64::try_from(now.saturating_duration_since(self.since).as_millis()).unwrap_or(u64::MAX);
        let earned = millis.saturating_mul(PER_SECOND) / 1_000;
        if earned > 0 {
            self.left = self.left.saturating_add(earned).min(AT_ONCE);
            self.since = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_is_read_at_a_rate_and_what_was_not_read_is_no_endless_credit() {
        let mut pace = Pace::new(Arc::default());
        let start = pace.since;
        pace.spend(usize::try_from(AT_ONCE).expect("a size") + 5);
        pace.earn(start);
        assert_eq!(pace.left, 0);
        pace.earn(start + Duration::from_millis(500));
        assert_eq!(pace.left, PER_SECOND / 2);
        pace.earn(start + Duration::from_secs(60));
        assert_eq!(pace.left, AT_ONCE);
    }

    #[tokio::test]
    async fn requests_are_read_as_fast_as_they_come_and_a_socket_that_is_too_fast_waits() {
        let is_socket = Arc::<AtomicBool>::default();
        let mut pace = Pace::new(is_socket.clone());
        pace.spend(usize::MAX);
        std::future::poll_fn(|cx| pace.poll(cx)).await;
        is_socket.store(true, Ordering::Relaxed);
        pace.since = Instant::now();
        pace.spend(usize::MAX);
        let at_once = std::future::poll_fn(|cx| Poll::Ready(pace.poll(cx).is_ready())).await;
        assert!(!at_once, "not now");
        std::future::poll_fn(|cx| pace.poll(cx)).await;
    }
}
