//! Messages that somebody saves to come back to.

use serde::{Deserialize, Serialize};

use super::{Excerpt, Kind, RoomAddress, Viewer};
use crate::{At, RoomId, Seq, UserId};

/// The most messages a person keeps saved.
pub const SAVED_MAX: usize = 500;

/// How a message is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// When it is to come up again; none: whenever they look.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub remind_at: Option<At>,
}

/// A saved message, where its reader may still read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedMessage {
    /// The address of its room.
    pub address: RoomAddress,
    /// What that is called; empty if it is direct.
    pub name: String,
    /// Open to whom.
    pub kind: Kind,
    /// The beginning of it.
    pub message: Excerpt,
    /// How it is saved.
    #[serde(flatten)]
    pub saved: Saved,
    /// Its reminder is due.
    #[serde(default)]
    pub due: bool,
}

/// What is asked about messages that somebody saves to come back to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum SavedQuery {
    /// Save a message, to come back to it. → `Saved`
    Save {
        /// The room.
        room: RoomId,
        /// Who saves it; they must be able to read it.
        viewer: Viewer,
        /// The message.
        seq: Seq,
    },
    /// The same, and let it come up again at a moment, or not at all any more. → `Saved`
    Remind {
        /// The room.
        room: RoomId,
        /// Who saves it; they must be able to read it.
        viewer: Viewer,
        /// The message.
        seq: Seq,
        /// When.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
        at: Option<At>,
    },
    /// Keep it no longer. → `Saved`, which is none
    Remove {
        /// The room.
        room: RoomId,
        /// Whose list.
        user: UserId,
        /// The message.
        seq: Seq,
    },
    /// Whether and how somebody saved a message that they may read. → `Saved`
    Get {
        /// The room.
        room: RoomId,
        /// Who.
        viewer: Viewer,
        /// The message.
        seq: Seq,
    },
    /// What somebody saved and may still read: those that are due, then what was saved last. → `SavedMessages`
    List {
        /// Who.
        viewer: Viewer,
        /// Skip so many.
        offset: u32,
        /// At most so many, ≤ 50.
        limit: u16,
    },
}
