//! Who may begin a direct conversation with somebody.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

/// Who may write to a person first. Whoever is in a conversation with them already goes on in it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FirstContact {
    /// Everybody; guests of the organisation only if they share a room with them.
    #[default]
    Everybody,
    /// People they share a room with.
    SharedRoom,
    /// Nobody.
    Nobody,
}

impl FirstContact {
    /// All of them, the most open one first.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as strum::IntoEnumIterator>::iter()
    }

    /// Its name, as the wire, the database and forms spell it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads such a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|choice| choice.as_str() == name)
    }
}
