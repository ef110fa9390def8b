//! What waits for somebody, conversation by conversation: a room, or a thread beside one. What of it they put away calls them no more,
//! until something new is said or, where they snoozed it, until its time.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use super::Excerpt;
use super::notification::Why;
use crate::{At, RoomId, Seq, UserId};

/// The most rooms, and the most threads, that are looked at for one person: those where something happened last.
pub const INBOX_MAX: usize = 200;

/// The most conversations that are listed on a page.
pub const INBOX_PAGE: u16 = 30;

/// The most conversations that one person has snoozed at once.
pub const SNOOZED_MAX: usize = 100;

/// What of a room its member put away unread, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutAway {
    /// So many messages need no attention any more: those up to where it was put away, and those after that were deleted.
    pub msg: i64,
    /// It waits again from then on, by the database's clock; none: it was done with.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub until: Option<At>,
    /// So many mentions of them wait then; a hundred is as good as more.
    #[serde(default)]
    pub mentions: i64,
}

/// Which conversations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum InboxPart {
    /// Those in which something waits.
    #[default]
    Waiting,
    /// Those that are put away for a while.
    Snoozed,
    /// Those that are done with, as far as they are unread.
    Done,
}

/// A part of the list, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Inbox {
    /// At most [`INBOX_PAGE`].
    pub items: Vec<InboxItem>,
    /// There are further ones.
    pub more: bool,
    /// How many there are of each reason, with those on other pages.
    pub counts: Vec<(Why, i64)>,
}

/// A conversation in which something waits for somebody, or was put away by them and is still unread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InboxItem {
    /// Its room.
    pub room: RoomId,
    /// The message that its thread began with; none: the room itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Excerpt>,
    /// The message that calls: one that is for them by name, else the latest.
    pub said: Excerpt,
    /// Why it does.
    pub why: Why,
    /// The keyword of theirs that it uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyword: Option<String>,
    /// So many messages call; a hundred is as good as more.
    pub count: i64,
    /// The conversation stands here: what is put away is put away up to it.
    pub upto: Seq,
    /// When it waits again.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub until: Option<At>,
}

/// A conversation of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// The room.
    pub room: RoomId,
    /// The message that its thread began with; none: the room itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Seq>,
}

impl InboxPart {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as strum::IntoEnumIterator>::iter()
    }

    /// Its name, as the wire and addresses spell it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What is asked about what waits for somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum InboxQuery {
    /// What waits for a person, or what they put away and did not read, the latest first. → `Inbox`
    List {
        /// The person.
        user: UserId,
        /// Which of it.
        part: InboxPart,
        /// Only what is there for this reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
        /// Skip so many.
        offset: u32,
    },
    /// Put a conversation of a person away: what waits there up to a seq calls them no more. → `PutAway`
    PutAway {
        /// The person.
        user: UserId,
        /// Which.
        conversation: Conversation,
        /// Up to this seq.
        seq: Seq,
        /// Until then; none: for good.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
        until: Option<At>,
    },
    /// Put everything away that waits for a person and was said until a moment. → `PutAway`
    PutAllAway {
        /// The person.
        user: UserId,
        /// What was said later stays.
        #[serde(with = "time::serde::rfc3339")]
        said_until: At,
    },
    /// What a person put away of a conversation waits again. → `PutAway`
    BringBack {
        /// The person.
        user: UserId,
        /// Which.
        conversation: Conversation,
    },
}
