//! What owners set for a room: who may do what others may not, and how fast.

use serde::{Deserialize, Serialize};

use super::Role;
use crate::{PictureId, Reason, Refusal};

/// One setting of a room, as it shall be or is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", content = "value", rename_all = "snake_case")]
pub enum RoomSetting {
    /// Who may post in the room: in an announcement room moderators alone. Everyone inside reacts, and replies in threads.
    Posting(LeastRole),
    /// How long everyone but moderators waits between two messages.
    SlowMode(SlowMode),
    /// Whether earlier words of what is said from then on are kept when it is edited. Off, what was kept is erased.
    EditHistory(bool),
    /// Who may call everyone, with `@room` and `@here`.
    Broadcast(LeastRole),
    /// Whether messages show what their links lead to, where the installation has that at all.
    Previews(bool),
    /// What stands for it where a sign stands otherwise; it is in the gateways' store.
    Picture(Option<PictureId>),
}

/// From which role on something may be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeastRole {
    /// By everyone inside.
    #[default]
    Member,
    /// By moderators and owners.
    Moderator,
}

impl LeastRole {
    /// The least role that may.
    pub fn role(self) -> Role {
        match self {
            Self::Member => Role::Member,
            Self::Moderator => Role::Moderator,
        }
    }
}

/// Seconds between two messages of one person, up to six hours; none: as fast as they like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct SlowMode(u32);

impl SlowMode {
    /// The most seconds.
    pub const MAX: u32 = 6 * 60 * 60;

    /// So many seconds.
    ///
    /// # Errors
    /// More than [`SlowMode::MAX`].
    pub fn new(seconds: u32) -> Result<Self, Refusal> {
        if seconds <= Self::MAX {
            Ok(Self(seconds))
        } else {
            Err(Refusal::new(Reason::UnknownDuration).on("seconds"))
        }
    }

    /// Nobody waits.
    pub fn is_off(self) -> bool {
        self.0 == 0
    }

    /// How many seconds.
    pub fn seconds(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for SlowMode {
    type Error = Refusal;

    fn try_from(seconds: u32) -> Result<Self, Refusal> {
        Self::new(seconds)
    }
}

impl From<SlowMode> for u32 {
    fn from(slow: SlowMode) -> Self {
        slow.0
    }
}
