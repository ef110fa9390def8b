//! Voids left by people who are not in the room: enough for whoever tried to post before joining, too few to fill a log with.
//!
//! Kept beside a room's rounds by `machine`, in memory alone; with several nodes each counts for itself. Pure: the time is given.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use proto::UserId;

/// So many voids a person outside may leave in a room within [`WITHIN`].
const VOIDS: usize = 5;
const WITHIN: Duration = Duration::from_secs(60);
/// Remembered people of one room; beyond this, newcomers wait until others are forgotten.
const PEOPLE: usize = 1_024;

/// Who has left voids lately, and when.
#[derive(Clone, Debug)]
pub struct Outsiders {
    left: HashMap<UserId, Vec<Instant>>,
    within: Duration,
}

/// What a person may still leave if they are outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// So many voids.
    pub voids: usize,
    /// Once they are used up, milliseconds until there may be another.
    pub retry_ms: u64,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { voids: VOIDS, retry_ms: millis(WITHIN) }
    }
}

impl Default for Outsiders {
    fn default() -> Self {
        Self::within(WITHIN)
    }
}

impl Outsiders {
    /// As many as ever, but within another time: for a simulation, whose minutes are short.
    pub fn within(within: Duration) -> Self {
        Self { left: HashMap::new(), within }
    }

    /// What this person may leave from now on.
    pub fn allowance(&self, user: UserId, now: Instant) -> Allowance {
        let left = self.left.get(&user).map_or(&[][..], Vec::as_slice);
        let mut recent = left.iter().filter(|at| self.is_recent(**at, now)).peekable();
        let Some(oldest) = recent.peek().map(|at| **at) else {
            let voids = if self.left.len() < PEOPLE { VOIDS } else { 0 };
            return Allowance { voids, retry_ms: millis(self.within) };
        };
        let wait = (oldest + self.within).saturating_duration_since(now);
        Allowance { voids: VOIDS.saturating_sub(recent.count()), retry_ms: millis(wait).max(1) }
    }

    /// This person has left one.
    pub fn note(&mut self, user: UserId, now: Instant) {
        let mut all = std::mem::take(&mut self.left);
        all.retain(|_, left| left.last().is_some_and(|at| self.is_recent(*at, now)));
        if all.len() < PEOPLE || all.contains_key(&user) {
            let left = all.entry(user).or_default();
            left.push(now);
            left.drain(..left.len().saturating_sub(VOIDS));
        }
        self.left = all;
    }

    fn is_recent(&self, at: Instant, now: Instant) -> bool {
        now.saturating_duration_since(at) < self.within
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_a_minute_and_the_sixth_is_told_when() {
        let (mut outsiders, mallory, start) = (Outsiders::default(), UserId::new(), Instant::now());
        let after = |seconds| start + Duration::from_secs(seconds);
        for second in 0..5 {
            assert_eq!(outsiders.allowance(mallory, after(second)).voids, 5 - second as usize);
            outsiders.note(mallory, after(second));
        }
        assert_eq!(outsiders.allowance(mallory, after(10)), Allowance { voids: 0, retry_ms: 50_000 });
        assert_eq!(outsiders.allowance(UserId::new(), after(10)).voids, VOIDS, "others are not held up");
        assert_eq!(outsiders.allowance(mallory, after(60)).voids, 1);
        assert_eq!(outsiders.allowance(mallory, after(90)).voids, VOIDS);
    }

    #[test]
    fn a_crowd_is_remembered_up_to_a_bound_and_waits_beyond_it() {
        let (mut outsiders, start) = (Outsiders::default(), Instant::now());
        for _ in 0..PEOPLE + 5 {
            outsiders.note(UserId::new(), start);
        }
        assert_eq!(outsiders.left.len(), PEOPLE);
        assert_eq!(outsiders.allowance(UserId::new(), start).voids, 0);
        outsiders.note(UserId::new(), start + WITHIN);
        assert_eq!(outsiders.left.len(), 1, "who has been quiet is forgotten");
    }
}
