//! The one table of facts: what each is about, how people see it, what it names.

use super::Fact;
use crate::room::{Kind, Listed, MessageList, Role};
use crate::{Seq, UserId};

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Who is in the room and what they are there: whoever remembers that asks again.
    Membership,
    /// A message.
    Message,
    /// How people react to a message: neither it nor what is unread is anything else by that.
    Reactions,
    /// What a message shows of its links: neither its words nor what is unread are anything else by that.
    Previews,
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
pub(super) struct Class {
    kind: &'static str,
    about: About,
    shown: Shown,
    rules: i32,
    target: Option<Seq>,
    list: Option<(MessageList, Listed)>,
    pub(super) person: Option<UserId>,
    pub(super) role: Option<Role>,
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
    pub(super) fn class(&self) -> Class {
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
            Self::Previewed { target, .. } => {
                class("previewed", About::Previews, Nothing).on(*target).rules(5)
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
}
