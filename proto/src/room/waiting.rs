//! What waits for somebody, for their home.

use serde::{Deserialize, Serialize};

use crate::{At, RoomId, Seq, UserId};

/// What waits for a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// The last messages of the rooms that were asked about, as far as there is one.
    pub last: Vec<Excerpt>,
    /// Unread messages that mention them, the latest first, at most 20.
    pub mentions: Vec<Excerpt>,
}

/// The beginning of a message, for a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Excerpt {
    /// Where it was said.
    pub room: RoomId,
    /// Which it is.
    pub seq: Seq,
    /// Who said it.
    pub author: UserId,
    /// What they were called then.
    pub name: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// The first 1,500 characters of what it was rendered to.
    pub html: String,
    /// How many files it has, where it has no words.
    #[serde(default)]
    pub files: i64,
}
