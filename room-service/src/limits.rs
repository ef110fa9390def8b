//! How often one person may want something: a bucket per person, refilled steadily.
//!
//! Asked at the command listener. With several nodes a person has a bucket in each; that is near enough.

use std::num::NonZeroU32;

use chassis::telemetry::metrics;
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use proto::{Refusal, UserId};

use crate::config::Limits;

/// Beyond so many remembered people, the full buckets are forgotten.
const PEOPLE: usize = 10_000;

/// The buckets.
pub(crate) struct Pace {
    buckets: RateLimiter<UserId, HashMapStateStore<UserId>, DefaultClock>,
    clock: DefaultClock,
}

impl Pace {
    pub(crate) fn new(limits: &Limits) -> Self {
        let at_least_one = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let quota =
            Quota::per_second(at_least_one(limits.per_second)).allow_burst(at_least_one(limits.burst));
        Self { buckets: RateLimiter::hashmap(quota), clock: DefaultClock::default() }
    }

    /// One more of this person's.
    ///
    /// # Errors
    /// Too fast: when to try again.
    pub(crate) fn take(&self, user: UserId) -> Result<(), Refusal> {
        if self.buckets.len() > PEOPLE {
            self.buckets.retain_recent();
        }
        self.buckets.check_key(&user).map_err(|not_until| {
            metrics::held_back("room");
            let wait = not_until.wait_time_from(self.clock.now());
            Refusal::rate_limited(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1))
        })
    }
}

#[cfg(test)]
mod tests {
    use proto::Code;

    use super::*;

    #[test]
    fn one_who_floods_is_told_to_wait_and_others_are_not() {
        let limits = Limits { per_second: 1, burst: 3, ..Limits::default() };
        let (pace, ann, bob) = (Pace::new(&limits), UserId::new(), UserId::new());
        for _ in 0..3 {
            pace.take(ann).expect("within the burst");
        }
        let refusal = pace.take(ann).expect_err("beyond it");
        assert_eq!(refusal.code, Code::RateLimited);
        assert!(refusal.retry_ms.is_some_and(|ms| (1..=1_000).contains(&ms)), "{refusal:?}");
        pace.take(bob).expect("another's bucket");
    }
}
