//! Looking for the files of a room.

use serde::{Deserialize, Serialize};

use super::File;
use crate::{At, Seq, UserId};

/// Which files of a room are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileSearch {
    /// Part of their name.
    pub name: String,
    /// Of what kind they are.
    pub kind: Option<FileKind>,
    /// Who sent them.
    pub author: Option<UserId>,
    /// Sent at this moment or later.
    #[serde(with = "time::serde::rfc3339::option")]
    pub from: Option<At>,
    /// Sent before this moment.
    #[serde(with = "time::serde::rfc3339::option")]
    pub before: Option<At>,
    /// Those behind this one: the message that has it, and its place among the files of it.
    pub after: Option<(Seq, i32)>,
}

/// Of what kind a file is, by its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A picture.
    Picture,
    /// To be listened to.
    Audio,
    /// To be watched.
    Video,
    /// Anything else.
    Other,
}

impl FileKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Picture, Self::Video, Self::Audio, Self::Other];

    /// What it is called in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Other => "other",
        }
    }

    /// What the media types begin with that are of this kind; of others none.
    pub fn family(self) -> Option<&'static str> {
        match self {
            Self::Picture => Some("image/"),
            Self::Audio => Some("audio/"),
            Self::Video => Some("video/"),
            Self::Other => None,
        }
    }
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundFile {
    /// What is known of it.
    pub file: File,
    /// The message that has it.
    pub seq: Seq,
    /// Its place among the files of the message.
    pub place: i32,
    /// Who sent it.
    pub author: UserId,
    /// What they were called then.
    pub name: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
}

/// The latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundFiles {
    /// Some of them.
    pub files: Vec<FoundFile>,
    /// There are more behind them.
    pub more: bool,
    /// Whoever has sent files to the room.
    pub authors: Vec<UserId>,
}
