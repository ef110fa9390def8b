//! The index of what was said follows the log: blocks of messages once they are full or the room rests, those in which something
//! is changed or deleted, and all of it anew where an operator asks. What is not in it yet is read by whoever searches.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use proto::room::Event;
use proto::{RoomId, Seq};

use super::{Follower, FollowerError};
use crate::store::Pool;
use crate::store::search::{index, rebuild};

/// Rooms a second of which some are written anew: what is said now comes first.
const REBUILT: i64 = 4;
/// How often rooms are looked for that rest and are not in the index to their end.
const LOOK: Duration = Duration::from_secs(30);
/// So many of them at once.
const RESTING: i64 = 200;
/// Rooms of which it is remembered how far they are in the index.
const REMEMBERED: usize = 100_000;

/// The follower.
pub(crate) struct Search {
    pool: Pool,
    /// Up to where rooms are in the index, at least.
    upto: Mutex<HashMap<RoomId, Seq>>,
    looked: Mutex<Option<Instant>>,
}

impl Search {
    /// Writes over these connections.
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool, upto: Mutex::default(), looked: Mutex::default() }
    }

    async fn upto(&self, room: RoomId) -> Result<Seq, FollowerError> {
        let remembered = self.upto.lock().unwrap_or_else(PoisonError::into_inner).get(&room).copied();
        match remembered {
            Some(upto) => Ok(upto),
            None => Ok(index::upto(&self.pool, room).await?),
        }
    }

    fn remember(&self, room: RoomId, upto: Seq) {
        let mut rooms = self.upto.lock().unwrap_or_else(PoisonError::into_inner);
        if rooms.len() >= REMEMBERED {
            rooms.clear();
        }
        rooms.insert(room, upto);
    }

    fn is_time_to_look(&self) -> bool {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = looked.is_none_or(|last| last.elapsed() >= LOOK);
        if is_time {
            *looked = Some(Instant::now());
        }
        is_time
    }
}

impl Follower for Search {
    const NAME: &'static str = "search";
    const KINDS: &'static [&'static str] = &["posted", "edited", "deleted"];

    async fn handle(&self, room: RoomId, events: &[Event]) -> Result<(), FollowerError> {
        let Some(last) = events.last() else {
            rebuild::step(&self.pool, room).await?;
            return Ok(index::finish(&self.pool, room).await?);
        };
        let upto = self.upto(room).await?;
        for blocks in index::stale(upto, last.seq, events.iter().filter_map(message)) {
            index::write(&self.pool, room, blocks).await?;
        }
        self.remember(room, upto.max(index::full_upto(last.seq)));
        Ok(())
    }

    async fn due(&self) -> Result<Vec<RoomId>, FollowerError> {
        let mut rooms = rebuild::rooms(&self.pool, REBUILT).await?;
        if self.is_time_to_look() {
            rooms.extend(index::resting(&self.pool, RESTING).await?);
        }
        Ok(rooms)
    }
}

/// The message that an event is about.
fn message(event: &Event) -> Option<Seq> {
    event.fact.message().map(|message| message.seq).or(event.fact.target())
}
