//! Facts: what can happen in a room. What each is to those who hear of it is said once, in `class`.

mod class;
mod membership;

pub use class::{About, Shown};
pub use membership::Ends;
use serde::{Deserialize, Serialize};

use super::{Kind, Message, Previews, Role, RoomSetting};
use crate::text::{ModerationReason, Reaction, Slug, Topic};
use crate::{At, Seq, UserId};

/// What happened, in the past tense. `kind` on every wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// The room was made; its actor is the owner, unless it is direct: there everyone is as good as another.
    Created {
        /// What it was called.
        room_name: String,
        /// Open to whom.
        room_kind: Kind,
        /// If it is direct: everyone in it, for good.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        participants: Vec<UserId>,
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
        /// The message, by its seq.
        target: Seq,
        /// Whose it was, if it was another's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        author: Option<UserId>,
        /// Why, if that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<ModerationReason>,
        /// The author's display name then, a hint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// A message was pinned: it is at hand for everyone in the room.
    Pinned {
        /// Which.
        target: Seq,
    },
    /// It is at hand no longer.
    Unpinned {
        /// Which.
        target: Seq,
    },
    /// It was found out what the links of a message lead to, or somebody wants to see nothing of it.
    Previewed {
        /// Which.
        target: Seq,
        /// What it shows of its links now, not what it showed then.
        #[serde(default, skip_serializing_if = "Previews::is_none")]
        previews: Box<Previews>,
    },
    /// The actor reacted to a message.
    Reacted {
        /// Which.
        target: Seq,
        /// With what; what counts is its token.
        reaction: Reaction,
        /// So many people have reacted like this now.
        count: u32,
    },
    /// The actor took a reaction back.
    Unreacted {
        /// To which message.
        target: Seq,
        /// What; what counts is its token.
        reaction: Reaction,
        /// So many people still react like this.
        count: u32,
    },
    /// The actor became a member.
    Joined,
    /// The actor left.
    Left,
    /// Someone's membership was ended by the actor. The last thing they hear of the room.
    Removed {
        /// The person.
        user: UserId,
        /// They may not come back.
        banned: bool,
        /// When they may again; none: not before they are let.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
        until: Option<At>,
        /// Why, if that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<ModerationReason>,
        /// Their display name then, a hint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Someone may say nothing for a while. A later mute takes the place of an earlier one.
    Muted {
        /// The person.
        user: UserId,
        /// When they may again, by the database's clock.
        #[serde(with = "time::serde::rfc3339")]
        until: At,
        /// Why, if that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<ModerationReason>,
        /// Their display name then, a hint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// They may say something again, before the time was over.
    Unmuted {
        /// The person.
        user: UserId,
        /// Their display name then, a hint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Someone was made a member by the actor.
    Added {
        /// The person.
        user: UserId,
        /// Their display name then, a hint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Someone who was banned may come back.
    Unbanned {
        /// The person.
        user: UserId,
        /// Their display name then, a hint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Someone was given another role by the actor.
    Appointed {
        /// The person.
        user: UserId,
        /// The role.
        role: Role,
    },
    /// The room is called something else now.
    Renamed {
        /// Its name now.
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
    /// It was set who may do what in the room, or how fast.
    Configured {
        /// What.
        setting: RoomSetting,
    },
    /// The room was closed to new events.
    Archived,
    /// The room was opened again.
    Restored,
    /// The actor does not want to hear from the other in a conversation of two. To everyone else it is a `void`.
    Blocked,
    /// They do again. The same.
    Unblocked,
    /// An admin who is not inside looked into the room.
    Inspected,
    /// The room was deleted, with everything said in it. The last event of its log, and the last anyone hears of it.
    RoomDeleted,
    /// Nothing that anyone sees: a nonce is taken so that no twin can use it.
    Void,
}

impl Fact {
    /// The message it carries, as it stands now.
    pub fn message(&self) -> Option<&Message> {
        if let Self::Posted { message } | Self::Edited { message } = self { Some(message) } else { None }
    }

    /// The same, to be completed.
    pub fn message_mut(&mut self) -> Option<&mut Message> {
        if let Self::Posted { message } | Self::Edited { message } = self { Some(message) } else { None }
    }

    /// How many people react to a message like this from here on: which message, what is counted, and how many.
    pub fn reacted(&self) -> Option<(Seq, &str, u32)> {
        if let Self::Reacted { target, reaction, count } | Self::Unreacted { target, reaction, count } = self
        {
            Some((*target, reaction.token(), *count))
        } else {
            None
        }
    }

    /// The name it carries of the person it was done to.
    pub fn whom(&self) -> Option<&str> {
        match self {
            Self::Removed { whom, .. }
            | Self::Muted { whom, .. }
            | Self::Unmuted { whom, .. }
            | Self::Added { whom, .. }
            | Self::Unbanned { whom, .. }
            | Self::Deleted { whom, .. } => Some(whom),
            _ => None,
        }
    }

    /// The same, to be brought up to date.
    pub fn whom_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Removed { whom, .. }
            | Self::Muted { whom, .. }
            | Self::Unmuted { whom, .. }
            | Self::Added { whom, .. }
            | Self::Unbanned { whom, .. }
            | Self::Deleted { whom, .. } => Some(whom),
            _ => None,
        }
    }
}
