//! How people came back whose sockets had been cut.

use std::time::Duration;

use super::histogram::Times;

/// All of them. Times run from when the socket was cut.
#[derive(Debug, Default)]
pub(super) struct Returns {
    /// How many have heard what they missed.
    pub(super) back: usize,
    /// Attempts that failed.
    pub(super) failed: u64,
    /// Rooms that the gateway could not open at once, and opened later.
    pub(super) put_off: u64,
    pub(super) welcomed: Times,
    pub(super) caught_up: Times,
}

impl Returns {
    /// One more has.
    pub(super) fn came_back(&mut self, welcomed: Duration, caught_up: Duration) {
        self.back += 1;
        self.welcomed.record_duration(welcomed);
        self.caught_up.record_duration(caught_up);
    }
}
