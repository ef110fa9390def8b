//! How a socket behaves: nonsense and haste are counted, and forgiven with time. Plain values; the clock is given.

use std::time::Instant;

use proto::frame::Close;

/// So much nonsense ends a socket.
const NONSENSE: u32 = 20;
/// So many frames beyond the limits end it.
const HASTE: f64 = 200.0;
/// So many of those are forgiven a second.
const FORGIVEN: f64 = 5.0;

/// What a socket has done wrong so far.
#[derive(Debug)]
pub(super) struct Strikes {
    nonsense: u32,
    haste: f64,
    since: Instant,
}

impl Strikes {
    /// Nothing yet.
    pub(super) fn new(now: Instant) -> Self {
        Self { nonsense: 0, haste: 0.0, since: now }
    }

    /// A frame that is none.
    pub(super) fn nonsense(&mut self) -> Option<Close> {
        self.nonsense += 1;
        (self.nonsense >= NONSENSE).then_some(Close::Malformed)
    }

    /// A frame beyond the limits.
    pub(super) fn haste(&mut self, now: Instant) -> Option<Close> {
        let calm = now.saturating_duration_since(self.since).as_secs_f64() * FORGIVEN;
        (self.haste, self.since) = ((self.haste - calm).max(0.0) + 1.0, now);
        (self.haste >= HASTE).then_some(Close::Flood)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_flood_ends_a_socket_and_a_hasty_hand_does_not() {
        let start = Instant::now();
        let mut flood = Strikes::new(start);
        assert_eq!((0..200).find_map(|_| flood.haste(start)), Some(Close::Flood));
        let mut hasty = Strikes::new(start);
        let calmly = |n: u64| start + Duration::from_millis(250 * n);
        assert_eq!((0..2_000).find_map(|n| hasty.haste(calmly(n))), None);
    }

    #[test]
    fn nonsense_ends_a_socket_at_the_twentieth() {
        let mut strikes = Strikes::new(Instant::now());
        assert_eq!((0..19).find_map(|_| strikes.nonsense()), None);
        assert_eq!(strikes.nonsense(), Some(Close::Malformed));
    }
}
