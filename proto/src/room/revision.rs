//! What a message said before it was edited, in rooms that keep it.

use serde::{Deserialize, Serialize};

use super::Viewer;
use crate::{At, RoomId, Seq, UserId};

/// Earlier words of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The event that they came with.
    pub rev: Seq,
    /// When that was.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// The words, rendered and made safe then.
    pub html: String,
}

/// Some of the earlier words of a message, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revisions {
    /// As many as fit an answer.
    pub revisions: Vec<Revision>,
    /// There are older ones.
    pub more: bool,
}

/// What is asked about earlier words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum RevisionQuery {
    /// What a message said before it was edited, where the room keeps that; to members. → `Revisions`
    List {
        /// The room.
        room: RoomId,
        /// The member.
        user: UserId,
        /// The message.
        seq: Seq,
        /// Those before this one; none: the latest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Seq>,
    },
    /// Keep nothing of what their message said before. To its author, as long as they may read it. → `Erased`
    Erase {
        /// The room.
        room: RoomId,
        /// The author.
        viewer: Viewer,
        /// The message.
        seq: Seq,
    },
}
