//! Frozen or not: how long ago this gateway last knew who may hear.
//!
//! The feed confirms; every flush and every page asks. It only ever withholds, so no clock is part of a safety
//! argument: a wrong one makes people wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Knowledge older than this freezes the gateway.
pub const STALE: Duration = Duration::from_secs(4);

/// When the feed of endings was last read. Clones share it.
#[derive(Clone, Debug)]
pub struct Freshness {
    began: Instant,
    /// Milliseconds after `began`, plus one; 0 is never.
    good: Arc<AtomicU64>,
}

impl Freshness {
    /// Nothing is known yet: frozen.
    pub fn new(now: Instant) -> Self {
        Self { began: now, good: Arc::default() }
    }

    /// The feed was read by a query asked at `asked`. An older confirmation changes nothing.
    pub fn confirm(&self, asked: Instant) {
        let millis = asked.saturating_duration_since(self.began).as_millis();
        self.good.fetch_max(u64::try_from(millis).unwrap_or(u64::MAX - 1) + 1, Ordering::Release);
    }

    /// Whether nothing of the inside of rooms may be shown at `now`.
    pub fn frozen_at(&self, now: Instant) -> bool {
        match self.good.load(Ordering::Acquire) {
            0 => true,
            good => now.saturating_duration_since(self.began + Duration::from_millis(good - 1)) > STALE,
        }
    }

    /// The same, now.
    pub fn frozen(&self) -> bool {
        self.frozen_at(Instant::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_is_frozen_until_it_knows_and_again_when_it_has_not_known_for_4_seconds() {
        let start = Instant::now();
        let after = |ms| start + Duration::from_millis(ms);
        let freshness = Freshness::new(start);
        assert!(freshness.frozen_at(start));
        freshness.confirm(after(100));
        assert!(!freshness.frozen_at(after(100)));
        assert!(!freshness.frozen_at(after(4_100)));
        assert!(freshness.frozen_at(after(4_101)));
        freshness.confirm(after(5_000));
        assert!(!freshness.frozen_at(after(5_000)));
    }

    #[test]
    fn a_late_answer_to_an_early_query_does_not_turn_the_clock_back() {
        let start = Instant::now();
        let freshness = Freshness::new(start);
        freshness.confirm(start + Duration::from_secs(10));
        freshness.confirm(start + Duration::from_secs(1));
        assert!(!freshness.frozen_at(start + Duration::from_secs(13)));
    }
}
