//! What the answers of the checks make of a process. Plain values; the clock is given.

use std::time::{Duration, Instant};

/// Whether a process is to be given work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It does its work.
    Ready,
    /// It does what can be done at the moment, and no other would do better.
    Degraded,
    /// Others are to be asked: it is starting, stopping, or cut off from what it needs.
    NotReady,
}

/// Remembers since when checks have failed.
#[derive(Debug)]
pub(super) struct Verdict {
    /// How long others may do better; none: for ever.
    patience: Option<Duration>,
    /// Since when it has not been well. A process that starts has not been well yet.
    bad_since: Option<Instant>,
}

impl Verdict {
    pub(super) fn new(patience: Option<Duration>, now: Instant) -> Self {
        Self { patience, bad_since: Some(now) }
    }

    /// Whether all checks that must hold do, and whether all others do.
    pub(super) fn step(&mut self, hard: bool, soft: bool, now: Instant) -> State {
        if hard {
            self.bad_since = None;
            return if soft { State::Ready } else { State::Degraded };
        }
        let since = *self.bad_since.get_or_insert(now);
        match self.patience {
            Some(patience) if now.saturating_duration_since(since) >= patience => State::Degraded,
            _ => State::NotReady,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(30);

    #[test]
    fn who_is_cut_off_gives_way_to_others_and_serves_again_once_no_other_would_do_better() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut verdict = Verdict::new(Some(PATIENCE), start);
        assert_eq!(verdict.step(true, true, at(1)), State::Ready);
        assert_eq!(verdict.step(false, true, at(2)), State::NotReady);
        assert_eq!(verdict.step(false, true, at(31)), State::NotReady);
        assert_eq!(verdict.step(false, true, at(32)), State::Degraded);
        assert_eq!(verdict.step(true, true, at(33)), State::Ready);
        assert_eq!(
            verdict.step(false, true, at(34)),
            State::NotReady,
            "the next time counts from its own start"
        );
    }

    #[test]
    fn a_start_while_all_is_away_counts_as_being_cut_off() {
        let start = Instant::now();
        let mut verdict = Verdict::new(Some(PATIENCE), start);
        assert_eq!(verdict.step(false, true, start), State::NotReady);
        assert_eq!(verdict.step(false, true, start + PATIENCE), State::Degraded);
    }

    #[test]
    fn without_patience_a_failed_check_is_never_ready_and_a_soft_one_always_is() {
        let start = Instant::now();
        let mut verdict = Verdict::new(None, start);
        assert_eq!(verdict.step(false, true, start + 100 * PATIENCE), State::NotReady);
        assert_eq!(verdict.step(true, false, start), State::Degraded);
    }
}
