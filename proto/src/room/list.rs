//! Lists of messages that a room keeps for everyone in it.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

/// A list of messages that a room keeps for everyone in it. Each is a field of [`RoomSettings`](super::RoomSettings) of the same name, and has a
/// page of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MessageList {
    /// Pinned messages.
    Pins,
}

impl MessageList {
    /// The most messages of one list.
    pub const MAX: usize = 50;

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as strum::IntoEnumIterator>::iter()
    }

    /// Its name, as addresses and the wire spell it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads such a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|list| list.as_str() == name)
    }
}

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Into a list.
    In,
    /// Out of it.
    Out,
}
