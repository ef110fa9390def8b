//! Emoji that an installation has of its own.

use serde::{Deserialize, Serialize};

use crate::text::EmojiName;
use crate::{PictureId, UserId};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emoji {
    /// How it is called.
    pub name: EmojiName,
    /// How it looks.
    pub picture: PictureId,
    /// Who added it.
    pub by: UserId,
}

impl Emoji {
    /// The most of an installation.
    pub const MAX: usize = 500;
}

/// All there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmojiList {
    /// Rises whenever one comes or goes.
    pub version: i64,
    /// By name.
    pub emoji: Vec<Emoji>,
}
