//! How far somebody has read.

use serde::{Deserialize, Serialize};

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
    /// Mentions of them after it; a hundred is as good as more.
    #[serde(default)]
    pub mentions: i64,
}
