//! Actions: what somebody wants a room to do, and the answer they get.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Act, Kind, Role};
use crate::text::{Body, RemovalReason, RoomName, Topic, Username};
use crate::{At, Nonce, Refusal, RoomId, Seq, UserId};

/// A durable command. Sent again, it carries the same nonce and `again`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// The room it is for. To make a room: the nonce, as the new room's id.
    pub room: RoomId,
    /// Who wants it.
    pub actor: Actor,
    /// Its name, unique per room and person for ever.
    pub nonce: Nonce,
    /// It may have a twin under way: a refusal must then be written into the log.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    /// Whom the `@names` in its words mean, as far as the gateway could tell in time: a hint, no part of the fingerprint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<Named>,
    /// What is wanted.
    pub action: Action,
}

/// Who goes by a username.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The username, without the `@`.
    pub name: Username,
    /// The person.
    pub user: UserId,
}

/// Who acts, as the gateway knows them from the session: never taken from what a browser says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person.
    pub id: UserId,
    /// Their display name, a hint for those who have not met them.
    pub name: String,
    /// Their organisation role in the organisation.
    pub org_role: OrgRole,
}

/// What a person is to the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgRole {
    /// Deactivated: may do nothing.
    Inactive,
    /// A person like any other.
    Member,
    /// Looks after people and rooms.
    Admin,
    /// The first of the admins.
    Owner,
}

/// What is wanted, in the imperative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// Make the room itself, with the actor as its owner.
    Create {
        /// What it is called.
        name: RoomName,
        /// Open to whom.
        #[serde(default = "public", skip_serializing_if = "is_public")]
        kind: Kind,
    },
    /// Say something.
    Post {
        /// The words.
        body: Body,
        /// The message it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<Seq>,
    },
    /// Change one's own message.
    Edit {
        /// The message.
        target: Seq,
        /// Its new words.
        body: Body,
    },
    /// Take a message back: one's own, or as a moderator another's.
    Delete {
        /// The message.
        target: Seq,
    },
    /// Become a member.
    Join,
    /// Stop being a member.
    Leave,
    /// End another's membership.
    Remove {
        /// Whose.
        user: UserId,
        /// For good: they may not come back.
        ban: bool,
        /// Why; the room is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<RemovalReason>,
        /// Their display name, a hint; no part of the fingerprint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Make somebody a member who did not ask; the way into a private room.
    Add {
        /// Whom.
        user: UserId,
        /// Their display name, a hint; no part of the fingerprint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Let somebody come back who was banned. They are no member by that.
    Unban {
        /// Whom.
        user: UserId,
        /// Their display name, a hint; no part of the fingerprint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Give a member another role.
    Appoint {
        /// Whom.
        user: UserId,
        /// To what; inside the room.
        role: Role,
    },
    /// Call the room something else. Its former addresses go on leading to it.
    Rename {
        /// What it is called from now on.
        name: RoomName,
    },
    /// Say what the room is about.
    Describe {
        /// What; empty: nothing is said.
        topic: Topic,
    },
    /// Close the room to new events, so that it can only be read.
    Archive,
    /// Open an archived room again.
    Restore,
    /// Do something as an admin, in a room one need not be in.
    ByAdmin {
        /// What.
        #[serde(flatten)]
        act: Act,
    },
    /// Decide the fate of this nonce: if nothing is in the log under it, nothing ever will be.
    Cancel,
}

impl Action {
    /// The action without hints: what two attempts of the same command have in common.
    pub fn essence(&self) -> Cow<'_, Self> {
        let mut action = Cow::Borrowed(self);
        if let Self::Remove { .. } | Self::Add { .. } | Self::Unban { .. } = self
            && let Self::Remove { whom, .. } | Self::Add { whom, .. } | Self::Unban { whom, .. } =
                action.to_mut()
        {
            whom.clear();
        }
        action
    }
}

fn public() -> Kind {
    Kind::Public
}

fn is_public(kind: &Kind) -> bool {
    *kind == Kind::Public
}

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// It is in the log, committed.
    Done(Done),
    /// A `Cancel` found nothing, or its twin found that it had been cancelled.
    Cancelled,
    /// It is not done. A definite code means it never will be under this nonce's present attempt; see `Code`.
    Refused(Refusal),
}

/// Where a command stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Its event; the head of the room where nothing had to change.
    pub seq: Seq,
    /// When it was committed.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// It was there already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dup: bool,
}
