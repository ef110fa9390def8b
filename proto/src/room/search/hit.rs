//! What a room-service is asked to find, and what it finds.

use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator;

use super::Term;
use crate::room::{Excerpt, File, Kind, MessageCursor, RoomAddress};
use crate::{At, RoomId, Seq, UserId};

/// Messages that somebody looks for; what is empty does not matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// All of these are in them.
    pub terms: Vec<Term>,
    /// By one of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<UserId>,
    /// In one of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<RoomId>,
    /// In direct conversations alone.
    pub direct: bool,
    /// They have all of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub has: Vec<Has>,
    /// They are all of these to who looks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<Is>,
    /// Said then or later.
    #[serde(skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub from: Option<At>,
    /// Said before then.
    #[serde(skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub until: Option<At>,
    /// In which order.
    pub order: SearchOrder,
    /// Those older than this one: the newest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<MessageCursor>,
    /// Skip so many: the most relevant first.
    pub offset: u32,
    /// At most so many, ≤ 50.
    pub limit: u16,
}

/// In which order messages are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchOrder {
    /// What was said last comes first.
    #[default]
    Newest,
    /// What the words fit best, among the newest 2,000 at most.
    Relevance,
}

/// What a message has.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Has {
    /// A link to a page elsewhere.
    Link,
    /// A file.
    File,
    /// A picture among its files.
    Image,
    /// A reaction.
    Reaction,
    /// A thread that begins with it.
    Thread,
}

/// What a message is to who looks.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Is {
    /// They saved it.
    Saved,
    /// It is pinned in its room.
    Pinned,
    /// They wrote it.
    Mine,
    /// They have not read it.
    Unread,
    /// It was said in a thread.
    Thread,
}

impl Has {
    /// What stands after `has:`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::iter().map(Into::into)
    }
}

impl Is {
    /// What stands after `is:`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::iter().map(Into::into)
    }
}

/// A message that was found, as it stands now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchHit {
    /// The address of its room.
    pub address: RoomAddress,
    /// What that is called; empty if it is direct.
    pub name: String,
    /// Open to whom.
    pub kind: Kind,
    /// The message in whose thread it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Seq>,
    /// What it says, in at most 16,000 characters of HTML.
    pub message: Excerpt,
    /// Its files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
}
