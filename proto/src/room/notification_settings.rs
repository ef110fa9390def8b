//! What somebody chooses of what they are told, wherever they chose nothing for a room.

use serde::{Deserialize, Serialize};

use super::{Keyword, Level};
use crate::UserId;

/// The most keywords of one person.
pub const KEYWORDS_MAX: usize = 20;

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationSettings {
    /// What of rooms with a name; none: as it is for everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// What it is for everyone who chose nothing; none: no admin has said, and it is what mentions them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_everyone: Option<Level>,
    /// Words that call them, those first that were chosen first; at most [`KEYWORDS_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<Keyword>,
}

/// What is asked about what somebody is told, wherever they chose nothing for a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum NotificationQuery {
    /// What somebody chose of what they are told, wherever they chose nothing for a room. → `NotificationSettings`
    Settings {
        /// The person.
        user: UserId,
    },
    /// What of rooms with a name somebody is told about, where they chose nothing for one. → `NotificationSettings`
    SetDefaultLevel {
        /// The person.
        user: UserId,
        /// Not `Hidden`; none: as it is for everyone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<Level>,
    },
    /// Let a word call somebody, from now on. → `NotificationSettings`
    AddKeyword {
        /// The person.
        user: UserId,
        /// The word.
        keyword: Keyword,
    },
    /// Let a word call them no more. → `NotificationSettings`
    RemoveKeyword {
        /// The person.
        user: UserId,
        /// The word.
        keyword: Keyword,
    },
}
