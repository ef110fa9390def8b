//! The list of rooms, and what of it is asked for.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::text::Slug;
use crate::{At, PictureId, RoomId};

/// Which rooms are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomFilter {
    /// The public ones that are not archived.
    #[default]
    Public,
    /// Those whoever looks is in, private and archived ones too.
    Joined,
    /// The public ones they are not in.
    Others,
}

impl RoomFilter {
    /// As the wire and addresses spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Joined => "joined",
            Self::Others => "others",
        }
    }
}

/// In which order rooms are listed; where two stand alike, the one that was active last comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomOrder {
    /// Last active first.
    #[default]
    Active,
    /// By name.
    Name,
    /// The one with the most members first.
    Members,
    /// Made last first.
    Newest,
}

impl RoomOrder {
    /// As the wire and addresses spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Name => "name",
            Self::Members => "members",
            Self::Newest => "newest",
        }
    }
}

/// How many rooms match a search, by what may be listed of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomCounts {
    /// Public ones.
    pub public: i64,
    /// Those whoever looks is in.
    pub joined: i64,
    /// Public ones they are not in.
    pub others: i64,
}

/// A line of the list of rooms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// The room.
    pub room: RoomId,
    /// Its address.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub topic: String,
    /// What stands for it; none: a sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<PictureId>,
    /// Open to whom.
    pub kind: Kind,
    /// How many members.
    pub members: i64,
    /// I am one of them.
    pub mine: bool,
    /// When something last happened there.
    #[serde(with = "time::serde::rfc3339")]
    pub active_at: At,
}
