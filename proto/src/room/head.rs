//! Where rooms stand, and stretches of their logs.

use serde::{Deserialize, Serialize};

use super::Event;
use crate::{RoomId, Seq};

/// Where a room stands: an entry of `room.heads`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The room.
    pub room: RoomId,
    /// Its last seq.
    pub head: Seq,
    /// Number of messages so far.
    pub last_msg: i64,
    /// Seq of the last membership event.
    pub acl: Seq,
    /// Seq of the last event that changed or deleted a message: less may be unread since.
    #[serde(default)]
    pub revised: Seq,
}

/// A stretch of one room's log without holes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// The room.
    pub room: RoomId,
    /// Where it stood.
    pub head: Seq,
    /// The events after what was asked, lowest first.
    pub events: Vec<Event>,
    /// It was cut; ask again from the last.
    pub more: bool,
}
