//! Facts: what can happen in a room, and what each of them is to those who hear of it, said once.

use serde::{Deserialize, Serialize};

use super::{Kind, Listed, Message, MessageList, Role, RoomSetting};
use crate::id::SYSTEM;
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

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Who is in the room and what they are there: whoever remembers that asks again.
    Membership,
    /// A message.
    Message,
    /// How people react to a message: neither it nor what is unread is anything else by that.
    Reactions,
    /// What the room is called or about, or whether it is open.
    Settings,
    /// Whether somebody inside may say something.
    Voice,
    /// Nothing that is remembered.
    Nothing,
}

/// How people see a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As its message.
    Message,
    /// As a quiet line among the messages.
    Line,
    /// By what it changes, or not at all.
    Nothing,
}

/// What a fact is, and what it names.
struct Class {
    kind: &'static str,
    about: About,
    shown: Shown,
    rules: i32,
    target: Option<Seq>,
    list: Option<(MessageList, Listed)>,
    person: Option<UserId>,
    role: Option<Role>,
}

impl Class {
    fn of(kind: &'static str, about: About, shown: Shown) -> Self {
        Self { kind, about, shown, rules: 1, target: None, list: None, person: None, role: None }
    }

    fn on(self, target: Seq) -> Self {
        Self { target: Some(target), ..self }
    }

    /// The message is in this list from here on, or not any more.
    fn list(self, list: MessageList, listed: Listed) -> Self {
        Self { list: Some((list, listed)), ..self }
    }

    /// Done to this person; else to the actor.
    fn to(self, person: UserId) -> Self {
        Self { person: Some(person), ..self }
    }

    /// What they are in the room since then.
    fn role(self, role: Role) -> Self {
        Self { role: Some(role), ..self }
    }

    fn rules(self, rules: i32) -> Self {
        Self { rules, ..self }
    }
}

impl Fact {
    /// The newest rules this release knows. A room whose log needs newer ones is left to newer nodes.
    pub const RULES: i32 = 5;

    /// The one table of facts. A fact whose meaning older releases do not know raises the room's rules for good.
    fn class(&self) -> Class {
        use About::{Membership, Settings};
        use MessageList::Pins;
        use Shown::{Line, Nothing};
        let class = Class::of;
        match self {
            Self::Created { room_kind: Kind::Direct, .. } => {
                class("created", Membership, Nothing).role(Role::Member)
            }
            Self::Created { .. } => class("created", Membership, Nothing).role(Role::Owner),
            Self::Posted { message } if message.root().is_some() => {
                class("posted", About::Message, Shown::Message).rules(4)
            }
            Self::Posted { .. } => class("posted", About::Message, Shown::Message),
            Self::Edited { message } => class("edited", About::Message, Shown::Message).on(message.seq),
            // The room is told why; without a reason the place where it stood says enough.
            Self::Deleted { target, reason: Some(_), author: Some(author), .. } => {
                class("deleted", About::Message, Line).on(*target).to(*author)
            }
            Self::Deleted { target, .. } => class("deleted", About::Message, Nothing).on(*target),
            Self::Pinned { target } => {
                class("pinned", Settings, Line).on(*target).list(Pins, Listed::In).rules(3)
            }
            Self::Unpinned { target } => {
                class("unpinned", Settings, Line).on(*target).list(Pins, Listed::Out).rules(3)
            }
            Self::Reacted { target, .. } => class("reacted", About::Reactions, Nothing).on(*target).rules(4),
            Self::Unreacted { target, .. } => {
                class("unreacted", About::Reactions, Nothing).on(*target).rules(4)
            }
            Self::Joined => class("joined", Membership, Line).role(Role::Member),
            Self::Left => class("left", Membership, Line).role(Role::Former),
            Self::Removed { user, banned, until, .. } => {
                let role = if *banned { Role::Banned } else { Role::Former };
                let rules = if until.is_some() { 5 } else { 1 };
                class("removed", Membership, Line).to(*user).role(role).rules(rules)
            }
            Self::Muted { user, .. } => class("muted", About::Voice, Line).to(*user).rules(5),
            Self::Unmuted { user, .. } => class("unmuted", About::Voice, Line).to(*user).rules(5),
            Self::Added { user, .. } => class("added", Membership, Line).to(*user).role(Role::Member),
            Self::Unbanned { user, .. } => class("unbanned", Membership, Line).to(*user).role(Role::Former),
            Self::Appointed { user, role } => class("appointed", Membership, Nothing).to(*user).role(*role),
            Self::Renamed { .. } => class("renamed", Settings, Line),
            Self::Described { .. } => class("described", Settings, Line),
            Self::Configured { .. } => class("configured", Settings, Line).rules(5),
            Self::Archived => class("archived", Settings, Line),
            Self::Restored => class("restored", Settings, Line),
            Self::Blocked => class("blocked", About::Nothing, Nothing).rules(5),
            Self::Unblocked => class("unblocked", About::Nothing, Nothing).rules(5),
            Self::Inspected => class("inspected", About::Nothing, Line).rules(2),
            Self::RoomDeleted => class("room_deleted", Membership, Nothing).rules(2),
            Self::Void => class("void", About::Nothing, Nothing),
        }
    }

    /// Its name in the log.
    pub fn kind(&self) -> &'static str {
        self.class().kind
    }

    /// Nobody is told what happened, nor who did it.
    pub fn is_secret(&self) -> bool {
        matches!(self, Self::Blocked | Self::Unblocked | Self::Void)
    }

    /// What it is about.
    pub fn about(&self) -> About {
        self.class().about
    }

    /// How people see it.
    pub fn shown(&self) -> Shown {
        self.class().shown
    }

    /// The rules that a node must know to go on after it.
    pub fn rules(&self) -> i32 {
        self.class().rules
    }

    /// The earlier message it changes, if it changes one.
    pub fn target(&self) -> Option<Seq> {
        self.class().target
    }

    /// Which list of the room's that message was put into or taken out of.
    pub fn list(&self) -> Option<(MessageList, Seq, Listed)> {
        let Class { list, target, .. } = self.class();
        list.zip(target).map(|((list, listed), target)| (list, target, listed))
    }

    /// Whom it was done to, if to one person.
    pub fn person(&self) -> Option<UserId> {
        self.class().person
    }

    /// Who is or was in the room is something else from here on.
    pub fn changes_membership(&self) -> bool {
        self.about() == About::Membership
    }

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

    /// Whose membership it changes, and what they are since then. The installation's own room has no owner; that
    /// everyone is out of a deleted room is said of no one in particular.
    pub fn membership(&self, actor: UserId) -> Option<(UserId, Role)> {
        let Class { person, role, .. } = self.class();
        let user = person.unwrap_or(actor);
        role.filter(|_| user != SYSTEM).map(|role| (user, role))
    }

    /// Who is out of the room from here on, if anyone.
    pub fn ends(&self, actor: UserId) -> Ends {
        match self {
            Self::RoomDeleted => Ends::Everyone,
            // They were out before.
            Self::Unbanned { .. } => Ends::Nobody,
            fact => match fact.membership(actor) {
                Some((user, role)) if !role.is_inside() => Ends::One(user),
                Some(_) | None => Ends::Nobody,
            },
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
