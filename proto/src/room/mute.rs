//! Somebody may not say anything in a room for a while.

use serde::{Deserialize, Serialize};

use crate::At;
use crate::text::ModerationReason;

/// A mute that is in force, as the one who is muted is told of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mute {
    /// When it ends, by the database's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub until: At,
    /// Why, if that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ModerationReason>,
}
