//! How far somebody has read.

use serde::{Deserialize, Serialize};

use super::PutAway;
use crate::{RoomId, Seq, UserId};

/// How far a person has read a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// Read up to this seq.
    pub read_seq: Seq,
    /// So many messages need no reading any more: those up to `read_seq`, and those after it that were deleted.
    pub read_msg: i64,
    /// How often it was moved back on purpose. Of two positions with the same generation the farther is the later.
    #[serde(default)]
    pub generation: i64,
    /// Mentions of them after it and after what they put away; a hundred is as good as more.
    #[serde(default)]
    pub mentions: i64,
    /// Of these, so many call whoever is here at this moment: they wait nowhere.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub here: i64,
    /// What they put away after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<PutAway>,
}

fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// What is asked about markers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum MarkerQuery {
    /// Move a person's marker forward; never past the head, and back only by `MarkUnread`. → `Marked`
    Mark {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
        /// What they have really seen.
        seq: Seq,
        /// The generation of the marker this was seen under; without it, only what came after the marker was last moved back
        /// counts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        generation: Option<i64>,
    },
    /// Put a person's marker right before a message, on purpose, so that it is unread: a new generation begins. → `Marked`
    MarkUnread {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
        /// The first message that is to be unread.
        seq: Seq,
    },
    /// Where a person's marker stands, with the mentions after it. → `Marked`
    Get {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
    },
    /// Where the markers of some people stand, with the mentions after each. → `Markers`, without those who are not inside
    GetAll {
        /// The room.
        room: RoomId,
        /// Whose.
        users: Vec<UserId>,
        /// As if this message mentioned each of them, unless it is read, their own, or of somebody they have blocked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        calling: Option<Seq>,
    },
}
