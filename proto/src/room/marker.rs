//! How far somebody has read.

use serde::{Deserialize, Serialize};

use super::PutAway;
use crate::Seq;

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
