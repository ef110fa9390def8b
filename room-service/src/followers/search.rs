//! The index of what was said follows the log: what is posted, changed and deleted, and all of it anew where an operator asks.

use std::collections::BTreeSet;

use proto::room::Event;
use proto::{RoomId, Seq};

use super::{Follower, FollowerError};
use crate::store::Pool;
use crate::store::search::{index, rebuild};

/// Rooms a second of which some are written anew: what is said now comes first.
const REBUILT: i64 = 4;

/// The follower.
pub(crate) struct Search {
    pool: Pool,
}

impl Search {
    /// Writes over these connections.
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool }
    }
}

impl Follower for Search {
    const NAME: &'static str = "search";
    const KINDS: &'static [&'static str] = &["posted", "edited", "deleted"];

    async fn handle(&self, room: RoomId, events: &[Event]) -> Result<(), FollowerError> {
        if events.is_empty() {
            return Ok(rebuild::step(&self.pool, room).await?);
        }
        let seqs: BTreeSet<Seq> = events.iter().filter_map(message).collect();
        let seqs: Vec<Seq> = seqs.into_iter().collect();
        Ok(index::write(&self.pool, room, &seqs).await?)
    }

    async fn due(&self) -> Result<Vec<RoomId>, FollowerError> {
        Ok(rebuild::rooms(&self.pool, REBUILT).await?)
    }
}

/// The message that an event is about.
fn message(event: &Event) -> Option<Seq> {
    event.fact.message().map(|message| message.seq).or(event.fact.target())
}
