//! Whether somebody is told of a message, and why or why not: one function for pages, for the answer to "why was I told?", and for
//! whatever sends notifications. It takes in plain values; whoever asks reads them where they stand.
//!
//! The page decides by numbers (`static/js/models/calls.js`). `proto/tests/cases/notifications.json` has what both must answer.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use super::{Kind, Level};

/// A message as it concerns one person at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    /// They are in its room.
    pub is_member: bool,
    /// The room is open to whom.
    pub kind: Kind,
    /// What of the room they want to be told about.
    pub level: Level,
    /// They wrote it themselves, and did not mark it unread since.
    pub is_own: bool,
    /// It was deleted.
    pub is_deleted: bool,
    /// It was said before they came in.
    pub is_before: bool,
    /// They have blocked its author.
    pub is_blocked: bool,
    /// It mentions them by name.
    pub is_mentioned: bool,
    /// It uses one of their keywords.
    pub has_keyword: bool,
    /// Where it is said.
    pub place: Place,
    /// What they have done about it in the room, if it is said there.
    pub in_room: Handled,
    /// The same in the thread, if it is said in one.
    pub in_thread: Handled,
    /// They do not want to be disturbed now.
    pub is_quiet: bool,
    /// They look at a page of theirs now.
    pub is_looking: bool,
}

/// Where a message is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In the room alone.
    Room,
    /// In a thread, and in the room too.
    Both(Following),
    /// In a thread alone.
    Thread(Following),
}

/// What somebody has done about a message in a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Handled {
    /// Nothing.
    #[default]
    Open,
    /// They put it away for a while that is not over.
    Snoozed,
    /// They are done with it.
    Done,
    /// Their marker stands at it or after it.
    Read,
}

/// What a thread is to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Following {
    /// They follow it.
    Followed,
    /// They have said that they do not.
    Left,
    /// They have nothing to do with it; a mention in it lets them follow it.
    Neither,
}

/// What follows for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It waits for them until it is read, and they are told so.
    Waits(Why, Told),
    /// It is nothing to them.
    Nothing(WhyNot),
}

/// When they are told of what waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Told {
    /// At once.
    Now,
    /// It is before their eyes: only if it stays unread.
    Later,
    /// Not while they do not want to be disturbed; it waits all the same.
    Quiet,
}

/// Why a message waits for somebody, the most personal reason first: of several that one is told.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Why {
    /// It mentions them.
    Mentioned,
    /// It is said in a direct conversation.
    Direct,
    /// It is said in a thread they follow.
    Thread,
    /// It uses a keyword of theirs.
    Keyword,
    /// They want to be told of everything in this room.
    Everything,
}

/// Why a message is nothing to somebody. What holds first is told; where it holds for the room and the thread, the last of both.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum WhyNot {
    /// They are not in the room.
    NotMember,
    /// It was deleted.
    Deleted,
    /// They wrote it themselves.
    Own,
    /// It was said before they came in.
    Before,
    /// They want to be told of nothing in this room.
    Level,
    /// They have said that they do not follow its thread.
    ThreadLeft,
    /// They have blocked its author.
    Blocked,
    /// Nothing in it is for them, at the level they have chosen.
    NotForYou,
    /// They put it away for a while.
    Snoozed,
    /// They are done with it.
    Done,
    /// They have read it.
    Read,
}

impl Concern {
    /// What follows from it.
    pub fn decide(&self) -> Decision {
        let why = match self.why() {
            Ok(why) => why,
            Err(why_not) => return Decision::Nothing(why_not),
        };
        Decision::Waits(
            why,
            match self {
                Self { is_quiet: true, .. } => Told::Quiet,
                Self { is_looking: true, .. } => Told::Later,
                _ => Told::Now,
            },
        )
    }

    fn why(&self) -> Result<Why, WhyNot> {
        match (self.place, self.waits_in_room(), self.waits_in_thread()) {
            (Place::Room, room, _) => room,
            (Place::Thread(_), _, thread) => thread,
            (Place::Both(_), Ok(room), Ok(thread)) => Ok(room.min(thread)),
            (Place::Both(_), Ok(why), _) | (Place::Both(_), _, Ok(why)) => Ok(why),
            (Place::Both(_), Err(room), Err(thread)) => Err(room.max(thread)),
        }
    }

    /// Why it waits among what is said in the room, or why it does not.
    ///
    /// # Errors
    /// It does not.
    pub fn waits_in_room(&self) -> Result<Why, WhyNot> {
        let is_there = !matches!(self.place, Place::Thread(_));
        // A block takes away what is aimed at one person. Where somebody wants everything, what is said by those they have blocked is
        // counted with the rest: nobody counts it apart. The conversation of the two is closed anyhow.
        let (is_heard, is_any) = (is_there && !self.is_blocked, is_there && self.level == Level::Everything);
        let reasons = [
            (is_heard && self.is_mentioned, Why::Mentioned),
            (is_any && self.kind == Kind::Direct, Why::Direct),
            (is_heard && self.has_keyword, Why::Keyword),
            (is_any, Why::Everything),
        ];
        self.unless_never().and_then(|()| self.open(&reasons, self.in_room))
    }

    /// Why it waits among the replies of its thread, or why it does not. What is said in the room, too, calls by name there.
    ///
    /// # Errors
    /// It does not.
    pub fn waits_in_thread(&self) -> Result<Why, WhyNot> {
        self.unless_never()?;
        let (following, is_alone) = match self.place {
            Place::Thread(Following::Left) => return Err(WhyNot::ThreadLeft),
            Place::Thread(following) => (following, true),
            Place::Both(following) => (following, false),
            Place::Room => return Err(WhyNot::NotForYou),
        };
        let is_heard = !self.is_blocked;
        let reasons = [
            (is_heard && is_alone && self.is_mentioned, Why::Mentioned),
            (is_heard && following == Following::Followed, Why::Thread),
            (is_heard && is_alone && self.has_keyword, Why::Keyword),
        ];
        self.open(&reasons, self.in_thread)
    }

    fn unless_never(&self) -> Result<(), WhyNot> {
        let never = [
            (!self.is_member, WhyNot::NotMember),
            (self.is_deleted, WhyNot::Deleted),
            (self.is_own, WhyNot::Own),
            (self.is_before, WhyNot::Before),
            (!self.level.calls(), WhyNot::Level),
        ];
        never.into_iter().find(|(holds, _)| *holds).map_or(Ok(()), |(_, why_not)| Err(why_not))
    }

    /// The first reason that holds, unless they have dealt with it.
    fn open(&self, reasons: &[(bool, Why)], handled: Handled) -> Result<Why, WhyNot> {
        let none = if self.is_blocked { WhyNot::Blocked } else { WhyNot::NotForYou };
        let why = reasons.iter().find(|(holds, _)| *holds).map(|(_, why)| *why).ok_or(none)?;
        match handled {
            Handled::Open => Ok(why),
            Handled::Snoozed => Err(WhyNot::Snoozed),
            Handled::Done => Err(WhyNot::Done),
            Handled::Read => Err(WhyNot::Read),
        }
    }
}

impl Why {
    /// All of them, the most personal one first.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as strum::IntoEnumIterator>::iter()
    }
}

impl WhyNot {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as strum::IntoEnumIterator>::iter()
    }
}

#[cfg(test)]
mod tests;
