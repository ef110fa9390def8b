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
    /// They wrote it themselves.
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
    /// Their marker, of the room or of the thread, stands at it or after it.
    pub is_read: bool,
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

/// Why a message is nothing to somebody. What holds first is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr)]
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
        let never = [
            (!self.is_member, WhyNot::NotMember),
            (self.is_deleted, WhyNot::Deleted),
            (self.is_own, WhyNot::Own),
            (self.is_before, WhyNot::Before),
            (!self.level.calls(), WhyNot::Level),
            (self.place == Place::Thread(Following::Left), WhyNot::ThreadLeft),
        ];
        if let Some((_, why_not)) = never.into_iter().find(|(holds, _)| *holds) {
            return Err(why_not);
        }
        let why = self.reason().ok_or(if self.is_blocked { WhyNot::Blocked } else { WhyNot::NotForYou })?;
        if self.is_read { Err(WhyNot::Read) } else { Ok(why) }
    }

    /// A block takes away what is aimed at one person. Where somebody wants everything, what is said by those they have blocked is
    /// counted with the rest: nobody counts it apart. The conversation of the two is closed anyhow.
    fn reason(&self) -> Option<Why> {
        let is_followed =
            matches!(self.place, Place::Both(Following::Followed) | Place::Thread(Following::Followed));
        let is_in_room = !matches!(self.place, Place::Thread(_));
        let (is_heard, is_any) = (!self.is_blocked, self.level == Level::Everything && is_in_room);
        let reasons = [
            (is_heard && self.is_mentioned, Why::Mentioned),
            (is_any && self.kind == Kind::Direct, Why::Direct),
            (is_heard && is_followed, Why::Thread),
            (is_heard && self.has_keyword, Why::Keyword),
            (is_any, Why::Everything),
        ];
        reasons.into_iter().find(|(holds, _)| *holds).map(|(_, why)| why)
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
