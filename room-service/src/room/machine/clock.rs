//! What the database's clock says by now, at least: what it said when it was last heard, and what has passed here since. The way of
//! its answer is not counted, so it never says less. Pure: the time is given.

use std::time::Instant;

use proto::At;

/// The database's clock, as it was heard.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    said: At,
    heard: Instant,
}

impl Clock {
    /// It was just heard to say this.
    pub(super) fn new(said: At, heard: Instant) -> Self {
        Self { said, heard }
    }

    /// What it says at least.
    pub(super) fn at(&self, now: Instant) -> At {
        self.said + now.saturating_duration_since(self.heard)
    }
}
