//! What a message said before it was edited, in rooms that keep it.

use serde::{Deserialize, Serialize};

use crate::{At, Seq};

/// Earlier words of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The event that they came with.
    pub rev: Seq,
    /// When that was.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// The words, rendered and made safe then.
    pub html: String,
}

/// Some of the earlier words of a message, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revisions {
    /// As many as fit an answer.
    pub revisions: Vec<Revision>,
    /// There are older ones.
    pub more: bool,
}
