//! What a room keeps that is small and wanted together with the room.

use serde::{Deserialize, Serialize};

/// Bounded state of one room: decided by the rules, written whole by the append, read with the room by rules and pages alike.
/// A new field comes with a fact that raises the room's rules, so that no older node writes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomSettings {}
