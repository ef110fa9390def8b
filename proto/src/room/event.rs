//! Facts: what has happened in a room, numbered and never changed.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Action, Kind, Role};
use crate::text::{RemovalReason, Slug, Topic};
use crate::{At, Nonce, RoomId, Seq, UserId};

/// One numbered fact of a room, as announced on `room.evt.<room>` and as read from the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Which room.
    pub room: RoomId,
    /// Its place: 1, 2, 3 … without holes.
    pub seq: Seq,
    /// When it was committed, by the database's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// Who did it.
    pub actor: UserId,
    /// Their display name then, a hint.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The nonce of the command.
    pub nonce: Nonce,
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
}

/// What happened, in the past tense. `kind` on every wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// The room was made; its actor is the owner.
    Created {
        /// What it was called.
        room_name: String,
        /// Open to whom.
        room_kind: Kind,
    },
    /// Something was said. The message is as it stands now, not as it stood then.
    Posted {
        /// The message.
        message: Box<Message>,
    },
    /// A message was changed.
    Edited {
        /// The message as it stands now.
        message: Box<Message>,
    },
    /// A message was taken back.
    Deleted {
        /// Which.
        target: Seq,
    },
    /// The actor became a member.
    Joined,
    /// The actor left.
    Left,
    /// Someone's membership was ended by the actor. The last thing they hear of the room.
    Removed {
        /// Whose.
        user: UserId,
        /// They may not come back.
        banned: bool,
        /// Why, if that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<RemovalReason>,
        /// Their display name then, a hint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Someone was made a member by the actor.
    Added {
        /// Who.
        user: UserId,
        /// Their display name then, a hint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Someone who was banned may come back.
    Unbanned {
        /// Who.
        user: UserId,
        /// Their display name then, a hint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Someone was given another role by the actor.
    Appointed {
        /// Who.
        user: UserId,
        /// The role.
        role: Role,
    },
    /// The room is called something else now.
    Renamed {
        /// What.
        room_name: String,
        /// Its address now; the former ones go on leading to it.
        slug: Slug,
        /// What it was called.
        before: String,
    },
    /// It was said what the room is about.
    Described {
        /// What; empty: nothing is said.
        topic: Topic,
    },
    /// The room was closed to new events.
    Archived,
    /// The room was opened again.
    Restored,
    /// An admin who is not inside looked into the room.
    Inspected,
    /// The room was deleted, with everything said in it. The last event of its log, and the last anyone hears of it.
    RoomDeleted,
    /// Nothing that anyone sees: a nonce is taken so that no twin can use it.
    Void,
}

impl Fact {
    /// Its name in the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Created { .. } => "created",
            Self::Posted { .. } => "posted",
            Self::Edited { .. } => "edited",
            Self::Deleted { .. } => "deleted",
            Self::Joined => "joined",
            Self::Left => "left",
            Self::Removed { .. } => "removed",
            Self::Appointed { .. } => "appointed",
            Self::Added { .. } => "added",
            Self::Unbanned { .. } => "unbanned",
            Self::Renamed { .. } => "renamed",
            Self::Described { .. } => "described",
            Self::Archived => "archived",
            Self::Restored => "restored",
            Self::Inspected => "inspected",
            Self::RoomDeleted => "room_deleted",
            Self::Void => "void",
        }
    }

    /// Who is out of the room from here on, if anyone.
    pub fn ends(&self, actor: UserId) -> Ends {
        match self {
            Self::Left => Ends::One(actor),
            Self::Removed { user, .. } => Ends::One(*user),
            Self::RoomDeleted => Ends::Everyone,
            _ => Ends::Nobody,
        }
    }
}

/// Whose membership a fact ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ends {
    /// Nobody's.
    #[default]
    Nobody,
    /// One person's.
    One(UserId),
    /// Everyone's: there is no room any more.
    Everyone,
}

impl Ends {
    /// Whether it ends this person's.
    pub fn concerns(self, user: UserId) -> bool {
        match self {
            Self::Nobody => false,
            Self::One(one) => one == user,
            Self::Everyone => true,
        }
    }
}

/// A message as it stands now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Its place in the log and its name in addresses.
    pub seq: Seq,
    /// Its number among the room's messages, for counting unread ones.
    pub msg_no: i64,
    /// The seq of its last change; equal to `seq` when new. A higher one always wins.
    pub rev: Seq,
    /// Who said it.
    pub author: UserId,
    /// Their display name, a hint.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// When it was said.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// What was typed; empty once deleted.
    pub body: String,
    /// The same, rendered and made safe when it was written; empty once deleted.
    pub html: String,
    /// The message it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub edited_at: Option<At>,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub deleted_at: Option<At>,
    /// The nonce it was posted under: a page drawn without the event can still resolve the author's pending row.
    pub nonce: Nonce,
}

/// A 64-bit hash of what a command wants, kept with its event: the same nonce with another fingerprint is another command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub i64);

impl Fingerprint {
    /// The fingerprint of a action: the first 8 bytes of the SHA-256 of its JSON, hints left out. `Cancel` matches every fingerprint.
    pub fn of(action: &Action) -> Self {
        let json = serde_json::to_vec(&action.essence()).unwrap_or_default();
        let digest = Sha256::digest(&json);
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        Self(i64::from_be_bytes(first))
    }
}
