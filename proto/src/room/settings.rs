//! What a room keeps that is small and wanted together with the room.

use serde::{Deserialize, Serialize};

use super::{Fact, Listed, MessageList};
use crate::Seq;

/// Bounded state of one room: decided by the rules, written whole by the append, read with the room by rules and pages alike.
/// A new field comes with a fact that raises the room's rules, so that no older node writes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomSettings {
    /// Pinned messages, in the order in which they were pinned.
    pub pins: Vec<Seq>,
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
            (Fact::Deleted { target, .. }, None) => {
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
