//! What becomes of an event that cannot be handled: tried again after growing pauses, alone, and skipped in the end. Pure.

use std::time::Duration;

/// How often an event is tried before it is skipped.
pub(super) const TRIES: i32 = 5;
/// The first pause; each is twice as long as the one before.
const PAUSE: Duration = Duration::from_secs(1);

/// What is done after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Tried again after this time.
    Retry(Duration),
    /// Skipped, so that what comes after it goes on.
    Skip,
}

/// After so many failed tries of the same event, this one included.
pub(super) fn after(tries: i32) -> Next {
    if tries >= TRIES {
        return Next::Skip;
    }
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(0);
    Next::Retry(PAUSE * 2u32.pow(doublings))
}

/// How many events are handed over at once: the one that failed before alone.
pub(super) fn batch(tries: i32, most: i64) -> i64 {
    if tries == 0 { most } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_tried_five_times_with_growing_pauses_and_then_skipped() {
        let steps: Vec<Next> = (1..=5).map(after).collect();
        let pauses = [1, 2, 4, 8].map(|seconds| Next::Retry(Duration::from_secs(seconds)));
        assert_eq!(steps, [&pauses[..], &[Next::Skip]].concat());
    }

    #[test]
    fn what_failed_before_is_tried_alone() {
        assert_eq!((batch(0, 200), batch(1, 200)), (200, 1));
    }
}
