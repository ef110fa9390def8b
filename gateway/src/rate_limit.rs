//! How fast one person may go, with forms and sockets together. Both ask here before anything is carried out.

use std::num::NonZeroU32;
use std::sync::Arc;

use chassis::telemetry::metrics;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use proto::{Refusal, UserId};

/// How much one person may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Durable commands a second.
    pub commands_per_s: u32,
    /// Durable commands at once.
    pub burst: u32,
    /// Anything else a second.
    pub others_per_s: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self { commands_per_s: 10, burst: 100, others_per_s: 20 }
    }
}

/// Limits per person. Clones share them.
#[derive(Clone, Debug)]
pub struct RateLimiter {
    rates: Rates,
    durable: Arc<DefaultKeyedRateLimiter<UserId>>,
    other: Arc<DefaultKeyedRateLimiter<UserId>>,
    clock: DefaultClock,
}

impl RateLimiter {
    /// Everyone may go at these rates.
    pub fn new(rates: Rates) -> Self {
        let per_second = |rate: u32, burst: u32| {
            let at_least_one = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
            Arc::new(governor::RateLimiter::hashmap(
                Quota::per_second(at_least_one(rate)).allow_burst(at_least_one(burst)),
            ))
        };
        Self {
            rates,
            durable: per_second(rates.commands_per_s, rates.burst),
            other: per_second(rates.others_per_s, rates.others_per_s * 4),
            clock: DefaultClock::default(),
        }
    }

    /// What one person may ask for.
    pub fn rates(&self) -> Rates {
        self.rates
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
    pub(crate) fn sweep(&self) {
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
    use proto::Code;

    use super::*;

    #[test]
    fn a_person_may_burst_and_is_then_told_to_wait() {
        let rate_limiter = RateLimiter::new(Rates::default());
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
