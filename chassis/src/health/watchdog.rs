//! Who has made no progress in their time. It counts its own turns, not the clock: while the whole process stood still
//! (SIGSTOP, a laptop asleep) nobody was late.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::Liveness;
use super::liveness::RETIRED;

/// How often it looks.
pub(crate) const TURN: Duration = Duration::from_secs(1);

/// Looks at every part once a turn.
#[derive(Debug)]
pub(crate) struct Watchdog {
    liveness: Liveness,
    /// For each part, in the order in which they were added: its last count, and for how many turns it has been that.
    seen: Vec<(u64, u32)>,
}

impl Watchdog {
    pub(crate) fn new(liveness: Liveness) -> Self {
        Self { liveness, seen: Vec::new() }
    }

    /// Looks at everybody; to be called every [`TURN`].
    pub(crate) fn turn(&mut self) {
        for (at, part) in self.liveness.parts().iter().enumerate() {
            let count = part.count.load(Ordering::Relaxed);
            match self.seen.get_mut(at) {
                Some((last, turns)) if *last == count => *turns += 1,
                Some(seen) => *seen = (count, 0),
                None => self.seen.push((count, 0)),
            }
        }
    }

    /// A sentence for each part that is stuck or lost.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let parts = self.liveness.parts();
        let of = |(at, part): (usize, &std::sync::Arc<super::liveness::Progress>)| {
            let (count, turns) = self.seen.get(at).copied().unwrap_or_default();
            let silent = TURN * turns;
            if part.lost.load(Ordering::Relaxed) {
                Some(format!("{}: has ended", part.name))
            } else if count != RETIRED && silent > part.deadline {
                Some(format!("{}: no progress for {} s", part.name, silent.as_secs()))
            } else {
                None
            }
        };
        parts.iter().enumerate().filter_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(watchdog: &mut Watchdog, count: usize) {
        (0..count).for_each(|_| watchdog.turn());
    }

    #[test]
    fn a_part_that_makes_no_progress_in_its_time_is_named_and_is_well_again_with_its_next_one() {
        let liveness = Liveness::new();
        let mut watchdog = Watchdog::new(liveness.clone());
        let (slow, quick) = (liveness.part("journal 1", TURN * 5), liveness.part("listener", TURN * 2));
        turns(&mut watchdog, 3);
        quick.progress();
        turns(&mut watchdog, 3);
        assert_eq!(watchdog.complaints(), Vec::<String>::new());
        turns(&mut watchdog, 1);
        assert_eq!(
            watchdog.complaints(),
            ["journal 1: no progress for 6 s", "listener: no progress for 3 s"]
        );
        slow.progress();
        quick.progress();
        turns(&mut watchdog, 1);
        assert!(watchdog.complaints().is_empty());
    }

    #[test]
    fn who_is_lost_is_told_at_once_and_who_has_ended_as_it_should_never() {
        let liveness = Liveness::new();
        let mut watchdog = Watchdog::new(liveness.clone());
        let (lost, retired) = (liveness.part("follower", TURN), liveness.part("listener", TURN));
        retired.retire();
        drop(lost);
        turns(&mut watchdog, 10);
        assert_eq!(watchdog.complaints(), ["follower: has ended"]);
    }
}
