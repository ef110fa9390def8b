//! Reports: a message that somebody shows to those who keep order. A report is a copy of that one message, by consent of whoever
//! reports it, and no event: it opens no room, and neither the room nor the author hears of it.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use super::{Kind, RoomAddress};
use crate::text::ReportNote;
use crate::{At, RoomId, Seq, UserId};

/// The most reports of one person that nobody has dealt with yet.
pub const REPORTS_OPEN_MAX: usize = 20;
/// The most reports of one person within an hour.
pub const REPORTS_HOURLY_MAX: usize = 10;

/// What is wrong with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReportReason {
    /// It hurts or threatens somebody.
    Harassment,
    /// It advertises, or says the same over and over.
    Spam,
    /// It tells what is private about somebody.
    Private,
    /// Something else, which the note says.
    Other,
}

impl ReportReason {
    /// All of them, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as strum::IntoEnumIterator>::iter()
    }

    /// Its name, as the wire, the database and forms spell it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads such a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|reason| reason.as_str() == name)
    }
}

/// What came of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReportOutcome {
    /// Nothing was done.
    Dismissed,
    /// The message was deleted.
    Deleted,
    /// Its author was muted in the room.
    Muted,
    /// Its author was banned from the room.
    Banned,
}

impl ReportOutcome {
    /// Its name, as the wire and the database spell it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A message as it stood when it was reported: what was reported of the same words is dealt with together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reported {
    /// The room.
    pub room: RoomId,
    /// The message.
    pub seq: Seq,
    /// The seq of the last change of its words.
    pub text_rev: Seq,
}

/// Whose reports: those that somebody may deal with. Nobody deals with reports of their own messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportScope {
    /// Of rooms they moderate.
    Moderated,
    /// Of everything, direct conversations too: for admins.
    All,
}

/// What a gateway asks about reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum ReportQuery {
    /// Report a message; whoever may read it may, the author excepted, and once. → `Filed`
    File {
        /// The room.
        room: RoomId,
        /// The message.
        seq: Seq,
        /// What is wrong with it.
        reason: ReportReason,
        /// What else there is to say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<ReportNote>,
    },
    /// What was reported, with how much there is of either: open cases the longest waiting first, closed ones the last closed first.
    /// → `Cases`
    List {
        /// Which of them.
        scope: ReportScope,
        /// Of this room alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<RoomId>,
        /// Those that are closed instead.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        closed: bool,
        /// Skip so many.
        offset: u32,
        /// At most so many, ≤ 25.
        limit: u16,
    },
    /// One open case. → `Case`
    Get {
        /// By what right.
        scope: ReportScope,
        /// Which.
        of: Reported,
    },
    /// It is dealt with. → `Closed`
    Close {
        /// By what right.
        scope: ReportScope,
        /// Which. With `Deleted`, whatever was reported of that message.
        of: Reported,
        /// What came of it.
        outcome: ReportOutcome,
        /// What whoever closes it is called, a hint.
        name: String,
    },
    /// How many open cases there are. → `Count`
    Count {
        /// Of which.
        scope: ReportScope,
    },
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportReply {
    /// To `File`.
    Filed,
    /// To `List`.
    Cases {
        /// This part of them.
        cases: Vec<ReportCase>,
        /// There are further ones.
        more: bool,
        /// How many are open, and how many closed.
        counts: (i64, i64),
    },
    /// To `Get`.
    Case(Box<ReportCase>),
    /// To `Close`.
    Closed,
    /// To `Count`.
    Count(i64),
}

/// What was reported of the same words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportCase {
    /// Which message, and which words of it.
    #[serde(flatten)]
    pub of: Reported,
    /// The address of its room.
    pub address: RoomAddress,
    /// What that is called; empty if it is direct.
    pub room_name: String,
    /// Open to whom that is.
    pub kind: Kind,
    /// Who wrote the message.
    pub author: UserId,
    /// Their display name then, a hint.
    pub author_name: String,
    /// When it was written.
    #[serde(with = "time::serde::rfc3339")]
    pub said_at: At,
    /// What it said.
    pub body: String,
    /// What its files were called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// Since then, it was deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// How many people reported it.
    pub people: i64,
    /// The first of their reports, the earliest first.
    pub reports: Vec<Report>,
    /// Closed cases of the author's in the room.
    pub earlier: i64,
    /// How it ended, if it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<ReportClosed>,
}

/// What one person said of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Who.
    pub reporter: UserId,
    /// What is wrong.
    pub reason: ReportReason,
    /// What else there is to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportClosed {
    /// By whom.
    pub by: UserId,
    /// With what.
    pub outcome: ReportOutcome,
    /// When; it is erased 30 days later.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
}
