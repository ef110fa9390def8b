//! How a socket behaves: malformed and too fast are counted, and forgiven with time. Plain values; the clock is given.

use std::time::Instant;

use proto::frame::Close;

/// So much malformed ends a socket.
const MALFORMED_MAX: u32 = 20;
/// So many frames beyond the limits end it.
const RATE_VIOLATIONS_MAX: f64 = 200.0;
/// So many of those are forgiven a second.
const FORGIVEN_PER_SECOND: f64 = 5.0;

/// What a socket has done wrong so far.
#[derive(Debug)]
pub(super) struct Violations {
    malformed: u32,
    too_fast: f64,
    since: Instant,
}

impl Violations {
    /// Nothing yet.
    pub(super) fn new(now: Instant) -> Self {
        Self { malformed: 0, too_fast: 0.0, since: now }
    }

    /// A frame that is none.
    pub(super) fn malformed(&mut self) -> Option<Close> {
        self.malformed += 1;
        (self.malformed >= MALFORMED_MAX).then_some(Close::Malformed)
    }

    /// A frame beyond the limits.
    pub(super) fn too_fast(&mut self, now: Instant) -> Option<Close> {
        let calm = now.saturating_duration_since(self.since).as_secs_f64() * FORGIVEN_PER_SECOND;
        (self.too_fast, self.since) = ((self.too_fast - calm).max(0.0) + 1.0, now);
        (self.too_fast >= RATE_VIOLATIONS_MAX).then_some(Close::Flood)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_flood_ends_a_socket_and_a_hasty_hand_does_not() {
        let start = Instant::now();
        let mut flood = Violations::new(start);
        assert_eq!((0..200).find_map(|_| flood.too_fast(start)), Some(Close::Flood));
        let mut hasty = Violations::new(start);
        let calmly = |n: u64| start + Duration::from_millis(250 * n);
        assert_eq!((0..2_000).find_map(|n| hasty.too_fast(calmly(n))), None);
    }

    #[test]
    fn nonsense_ends_a_socket_at_the_twentieth() {
        let mut violations = Violations::new(Instant::now());
        assert_eq!((0..19).find_map(|_| violations.malformed()), None);
        assert_eq!(violations.malformed(), Some(Close::Malformed));
    }
}
