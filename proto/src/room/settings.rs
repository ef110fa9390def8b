//! What a room keeps that is small and wanted together with the room.

use serde::{Deserialize, Serialize};

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
    /// The most messages that are pinned at a time.
    pub const PINS: usize = 50;

    /// This message is pinned.
    pub fn is_pinned(&self, seq: Seq) -> bool {
        self.pins.contains(&seq)
    }
}
