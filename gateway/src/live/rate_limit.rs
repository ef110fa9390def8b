//! How fast one person may go, with forms and sockets together. Both ask here before anything is carried out.

use std::num::NonZeroU32;
use std::sync::Arc;

use chassis::telemetry::metrics;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use proto::{Refusal, UserId};

use super::config::LiveConfig;

/// Limits per person. Clones share them.
#[derive(Clone, Debug)]
pub struct RateLimiter {
    durable: Arc<DefaultKeyedRateLimiter<UserId>>,
    other: Arc<DefaultKeyedRateLimiter<UserId>>,
    clock: DefaultClock,
}

impl RateLimiter {
    pub(super) fn new(config: &LiveConfig) -> Self {
        let per_second = |rate: u32, burst: u32| {
            let at_least_one = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
            Arc::new(governor::RateLimiter::hashmap(
                Quota::per_second(at_least_one(rate)).allow_burst(at_least_one(burst)),
            ))
        };
        Self {
            durable: per_second(config.commands_per_s, config.burst),
            other: per_second(config.others_per_s, config.others_per_s * 4),
            clock: DefaultClock::default(),
        }
    }

    /// One durable command of this person.
    ///
    /// # Errors
    /// `rate_limited`, with the time to wait.
    pub fn durable(&self, user: UserId) -> Result<(), Refusal> {
        self.pass(&self.durable, "command", user)
    }

    /// Anything else this person asks for: rooms opened, pages, markers, typing.
    ///
    /// # Errors
    /// `rate_limited`, with the time to wait.
    pub fn other(&self, user: UserId) -> Result<(), Refusal> {
        self.pass(&self.other, "other", user)
    }

    /// Forgets those who have been quiet, so that the tables stay as small as the crowd.
    pub(super) fn sweep(&self) {
        for limiter in [&self.durable, &self.other] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }

    fn pass(
        &self,
        limiter: &DefaultKeyedRateLimiter<UserId>,
        scope: &'static str,
        user: UserId,
    ) -> Result<(), Refusal> {
        limiter.check_key(&user).map_err(|until| {
            metrics::held_back(scope);
            let wait = until.wait_time_from(self.clock.now()).as_millis();
            Refusal::rate_limited(u64::try_from(wait).unwrap_or(1_000).max(50))
        })
    }
}

#[cfg(test)]
mod tests {
    use proto::{Code, NodeId};

    use super::*;

    #[test]
    fn a_person_may_burst_and_is_then_told_to_wait() {
        let rate_limiter = RateLimiter::new(&LiveConfig::new(NodeId::new()));
        let (rosa, anton) = (UserId::new(), UserId::new());
        for _ in 0..100 {
            rate_limiter.durable(rosa).expect("within the burst");
        }
        let refusal = rate_limiter.durable(rosa).expect_err("over the burst");
        assert_eq!(refusal.code, Code::RateLimited);
        assert!(refusal.retry_ms.is_some_and(|ms| (50..=200).contains(&ms)));
        rate_limiter.durable(anton).expect("another person is not held up");
        rate_limiter.other(rosa).expect("reading is not writing");
    }
}
