//! What can be wanted of a room.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::json;
use strum::{EnumDiscriminants, EnumIter, IntoStaticStr};

use super::{Kind, LinkPreview, Minutes, Role, RoomSetting};
use crate::text::{Body, ModerationReason, Reaction, RoomName, Topic};
use crate::{FileId, Seq, UserId};

/// What is wanted, in the imperative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, EnumDiscriminants)]
#[serde(tag = "action", rename_all = "snake_case")]
#[strum_discriminants(
    name(ActionKind),
    doc = "What kind of action, whatever it is about.",
    derive(Hash, EnumIter, IntoStaticStr),
    strum(serialize_all = "snake_case")
)]
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
        /// The words; none only with files.
        #[serde(default = "Body::none", skip_serializing_if = "Body::is_none")]
        body: Body,
        /// The message it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<Seq>,
        /// Files that the actor has uploaded for the room, at most [`File::MAX`](super::File::MAX).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileId>,
    },
    /// Say something in the thread of a message.
    PostInThread {
        /// The message that the thread began with, or begins with now.
        root: Seq,
        /// The words; none only with files.
        #[serde(default = "Body::none", skip_serializing_if = "Body::is_none")]
        body: Body,
        /// They are said in the room, too.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        also_in_room: bool,
        /// Files that the actor has uploaded for the room, at most [`File::MAX`](super::File::MAX).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileId>,
    },
    /// Change one's own message.
    Edit {
        /// The message.
        target: Seq,
        /// Its new words; none only where files are left.
        #[serde(default = "Body::none", skip_serializing_if = "Body::is_none")]
        body: Body,
        /// The `text_rev` of the words they were made from: refused if it has moved. Without it, whatever it says now is
        /// replaced.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text_rev: Option<Seq>,
        /// Files of it that it is to have no longer.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        without: Vec<FileId>,
    },
    /// Take a message back: one's own, or as a moderator another's.
    Delete {
        /// The message.
        target: Seq,
        /// Why, of another's; the room is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<ModerationReason>,
    },
    /// Keep a message at hand for everyone in the room.
    Pin {
        /// The message.
        target: Seq,
    },
    /// Keep it at hand no longer.
    Unpin {
        /// The message.
        target: Seq,
    },
    /// Show what the links of a message lead to: Hubbub's own, once gateways have found it out.
    Preview {
        /// The message.
        target: Seq,
        /// The `text_rev` of the words with these links: refused if it has moved.
        text_rev: Seq,
        /// At most [`LinkPreview::MAX`].
        links: Vec<LinkPreview>,
    },
    /// Show nothing of the links of a message, for good.
    RemovePreviews {
        /// The message.
        target: Seq,
    },
    /// Say with an emoji or a word what one thinks of a message.
    React {
        /// The message.
        target: Seq,
        /// What.
        reaction: Reaction,
    },
    /// Take that back.
    Unreact {
        /// The message.
        target: Seq,
        /// What, in any tone of skin.
        reaction: Reaction,
    },
    /// Become a member.
    Join,
    /// Stop being a member.
    Leave,
    /// End another's membership.
    Remove {
        /// The person.
        user: UserId,
        /// They may not come back.
        ban: bool,
        /// How long they may not; for good if nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<Minutes>,
        /// Why; the room is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<ModerationReason>,
        /// Their display name, a hint; no part of the fingerprint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Let a member say nothing for a while.
    Mute {
        /// The person.
        user: UserId,
        /// How long.
        minutes: Minutes,
        /// Why; the room is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<ModerationReason>,
        /// Their display name, a hint; no part of the fingerprint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// End that before its time.
    Unmute {
        /// The person.
        user: UserId,
        /// Their display name, a hint; no part of the fingerprint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Make somebody a member who did not ask; the way into a private room.
    Add {
        /// The person.
        user: UserId,
        /// Their display name, a hint; no part of the fingerprint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Let somebody come back who was banned. They are no member by that.
    Unban {
        /// The person.
        user: UserId,
        /// Their display name, a hint; no part of the fingerprint.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        whom: String,
    },
    /// Give a member another role.
    Appoint {
        /// The person.
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
    /// Set who may do what in the room, or how fast.
    Configure {
        /// What.
        setting: RoomSetting,
    },
    /// Close the room to new events, so that it can only be read.
    Archive,
    /// Open an archived room again.
    Restore,
    /// Hear nothing more from the other in a conversation of two.
    Block,
    /// Let them write again.
    Unblock,
    /// Look into a private room one is not in. The room is told, and for a while the one who looked may read it.
    Inspect,
    /// Delete the room, with everything said in it. The last event of its log.
    DeleteRoom,
    /// Resolve this nonce: if nothing is in the log under it, nothing ever will be.
    Cancel,
}

/// What an action names, whatever it is.
#[derive(Default)]
struct Parts<'a> {
    target: Option<Seq>,
    person: Option<UserId>,
    body: Option<&'a Body>,
}

impl ActionKind {
    /// All of them, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as strum::IntoEnumIterator>::iter()
    }

    /// Its name, as the wire spells it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads such a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|kind| kind.as_str() == name)
    }
}

impl Action {
    /// The action of this name on this message, where it needs nothing but the message.
    pub fn on_message(name: &str, target: Seq) -> Option<Self> {
        let action = serde_json::from_value(json!({ "action": name, "target": target })).ok();
        action.filter(|action: &Self| action.target() == Some(target) && action.body().is_none())
    }

    /// The one match over all actions for what each of them names.
    fn parts(&self) -> Parts<'_> {
        let on = |target: &Seq| Parts { target: Some(*target), ..Parts::default() };
        let to = |person: &UserId| Parts { person: Some(*person), ..Parts::default() };
        match self {
            Self::Post { body, reply_to, .. } => {
                Parts { target: *reply_to, body: Some(body), ..Parts::default() }
            }
            Self::Edit { target, body, .. } | Self::PostInThread { root: target, body, .. } => {
                Parts { body: Some(body), ..on(target) }
            }
            Self::Delete { target, .. } | Self::Pin { target } | Self::Unpin { target } => on(target),
            Self::React { target, .. } | Self::Unreact { target, .. } => on(target),
            Self::Preview { target, .. } | Self::RemovePreviews { target } => on(target),
            Self::Remove { user, .. }
            | Self::Mute { user, .. }
            | Self::Unmute { user, .. }
            | Self::Add { user, .. }
            | Self::Unban { user, .. }
            | Self::Appoint { user, .. } => to(user),
            Self::Create { .. }
            | Self::Join
            | Self::Leave
            | Self::Rename { .. }
            | Self::Describe { .. }
            | Self::Configure { .. }
            | Self::Archive
            | Self::Restore
            | Self::Block
            | Self::Unblock
            | Self::Inspect
            | Self::DeleteRoom
            | Self::Cancel => Parts::default(),
        }
    }

    /// What kind of action it is.
    pub fn kind(&self) -> ActionKind {
        self.into()
    }

    /// The message it is about, if it is about one.
    pub fn target(&self) -> Option<Seq> {
        self.parts().target
    }

    /// The person it is done to, if to one.
    pub fn person(&self) -> Option<UserId> {
        self.parts().person
    }

    /// Its words, if it says something in the room.
    pub fn body(&self) -> Option<&Body> {
        self.parts().body
    }

    /// The files that it posts.
    pub fn files(&self) -> &[FileId] {
        match self {
            Self::Post { files, .. } | Self::PostInThread { files, .. } => files,
            _ => &[],
        }
    }

    /// The message whose reactions it adds to or takes from, if that is what is wanted.
    pub fn reacts_to(&self) -> Option<Seq> {
        if let Self::React { target, .. } | Self::Unreact { target, .. } = self {
            Some(*target)
        } else {
            None
        }
    }

    /// The display name it carries of the person it is done to.
    pub fn whom_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Remove { whom, .. }
            | Self::Mute { whom, .. }
            | Self::Unmute { whom, .. }
            | Self::Add { whom, .. }
            | Self::Unban { whom, .. } => Some(whom),
            _ => None,
        }
    }

    /// The action without hints: what two attempts of the same command have in common.
    pub fn essence(&self) -> Cow<'_, Self> {
        let mut essence = Cow::Borrowed(self);
        if self.person().is_some()
            && let Some(whom) = essence.to_mut().whom_mut()
        {
            whom.clear();
        }
        essence
    }

    /// What the room is to be called, if that is what is wanted.
    pub fn renames(&self) -> Option<&RoomName> {
        if let Self::Rename { name } = self { Some(name) } else { None }
    }
}

fn public() -> Kind {
    Kind::Public
}

fn is_public(kind: &Kind) -> bool {
    *kind == Kind::Public
}
