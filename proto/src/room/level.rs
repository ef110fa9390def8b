//! What of a room its member is told about.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use super::Kind;

/// What of a room somebody is told about. What is unread is counted all the same: a level says what of it calls them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Level {
    /// Every message.
    Everything,
    /// What mentions them.
    Mentions,
    /// Nothing; it stands in their list as before.
    Nothing,
    /// Nothing, and it leaves their list until something in it mentions them.
    Hidden,
}

/// Who chose a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LevelBy {
    /// They did, for this room.
    Room,
    /// They did, for all rooms with a name.
    Person,
    /// An admin did, for everyone.
    Installation,
    /// Nobody did.
    Nobody,
}

impl LevelBy {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as strum::IntoEnumIterator>::iter()
    }
}

impl Level {
    /// That of somebody who has chosen none: what is said in a direct conversation is said to everyone in it.
    pub fn unless_chosen(kind: Kind) -> Self {
        match kind {
            Kind::Direct => Self::Everything,
            Kind::Public | Kind::Private => Self::Mentions,
        }
    }

    /// Something said there may call its member.
    pub fn calls(self) -> bool {
        matches!(self, Self::Everything | Self::Mentions)
    }

    /// All of them, the loudest first.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as strum::IntoEnumIterator>::iter()
    }

    /// Its name, as the wire, the database and forms spell it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads such a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|level| level.as_str() == name)
    }
}
