//! How long it takes until what somebody wrote here is on its way to everyone here: noted when the frame came, looked up
//! when its event does. By this process's own clock, and for a number alone.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chassis::telemetry::metrics;
use proto::Nonce;

/// Messages on their way at most; further ones are not counted.
const MOST: usize = 4_096;
/// After so long nobody hears it here any more.
const FORGOTTEN: Duration = Duration::from_secs(30);

/// Messages on their way.
#[derive(Debug, Default)]
pub(super) struct SendLatency(Mutex<HashMap<Nonce, Instant>>);

impl SendLatency {
    /// A message whose frame came so long ago goes to its room.
    pub(super) fn start(&self, nonce: Nonce, age: Duration) {
        let mut expected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if expected.len() >= MOST {
            expected.retain(|_, since| since.elapsed() < FORGOTTEN);
        }
        if let (true, Some(since)) = (expected.len() < MOST, Instant::now().checked_sub(age)) {
            expected.insert(nonce, since);
        }
    }

    /// An event with this nonce has come.
    pub(super) fn finish(&self, nonce: Nonce) {
        let since = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&nonce);
        if let Some(since) = since {
            metrics::echoed(since.elapsed());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_that_are_never_heard_do_not_fill_the_memory() {
        let send_latency = SendLatency::default();
        let waiting = || send_latency.0.lock().expect("unpoisoned").len();
        for _ in 0..MOST + 10 {
            send_latency.start(Nonce::new(), Duration::ZERO);
        }
        assert_eq!(waiting(), MOST);
        let nonce = Nonce::new();
        send_latency.finish(nonce);
        assert_eq!(waiting(), MOST);
    }
}
