//! What somebody is up to, for a while.

use serde::{Deserialize, Serialize};

use crate::At;
use crate::text::{StatusEmoji, StatusText};

/// A status. It ends by the clock: nobody has to take it away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// None: there are only words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<StatusEmoji>,
    /// None: there is only an emoji.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<StatusText>,
    /// From then on there is none. None: until it is changed.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub until: Option<At>,
}

impl Status {
    /// A status, unless there is nothing to see in it.
    pub fn of(emoji: Option<StatusEmoji>, text: Option<StatusText>, until: Option<At>) -> Option<Self> {
        (emoji.is_some() || text.is_some()).then_some(Self { emoji, text, until })
    }

    /// Whether it has not ended.
    pub fn holds(&self, now: At) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}
