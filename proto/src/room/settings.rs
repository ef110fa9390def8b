//! What a room keeps that is small and wanted together with the room.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use super::Fact;
use super::permissions::Listed;
use crate::Seq;

/// Bounded state of one room: decided by the rules, written whole by the append, read with the room by rules and pages alike.
/// A new field comes with a fact that raises the room's rules, so that no older node writes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomSettings {
    /// Pinned messages, in the order in which they were pinned.
    pub pins: Vec<Seq>,
}

/// A list of messages that a room keeps for everyone in it. Each is a field of [`RoomSettings`] of the same name, and has a
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

impl RoomSettings {
    /// The messages of a list, the last added last.
    pub fn list(&self, list: MessageList) -> &[Seq] {
        match list {
            MessageList::Pins => &self.pins,
        }
    }

    /// Takes in what a fact changes. A deleted message is in no list.
    pub fn apply(&mut self, fact: &Fact) {
        match (fact, fact.list()) {
            (_, Some((list, target, Listed::In))) => self.list_mut(list).push(target),
            (_, Some((list, target, Listed::Out))) => self.list_mut(list).retain(|seq| *seq != target),
            (Fact::Deleted { target }, None) => {
                MessageList::all().for_each(|list| self.list_mut(list).retain(|seq| seq != target));
            }
            (_, None) => {}
        }
    }

    /// The same, to be filled.
    pub fn list_mut(&mut self, list: MessageList) -> &mut Vec<Seq> {
        match list {
            MessageList::Pins => &mut self.pins,
        }
    }
}
