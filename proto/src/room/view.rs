//! Rooms and their people as somebody sees them.

use serde::{Deserialize, Serialize};

use super::{Kind, Level, Mute, PutAway, Role, RoomAddress, RoomSettings};
use crate::text::{ModerationReason, Slug};
use crate::{At, RoomId, Seq, UserId};

/// A room as one person sees it from outside or inside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomView {
    /// The room.
    pub room: RoomId,
    /// Its present address.
    pub address: RoomAddress,
    /// Its name; empty if it is direct.
    pub name: String,
    /// If it is direct: the others in it, in order of their ids; nobody where one is alone with oneself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<UserId>,
    /// What it is about; may be empty.
    pub topic: String,
    /// Open to whom.
    pub kind: Kind,
    /// Closed to new events.
    pub archived: bool,
    /// How many members.
    pub members: i64,
    /// Where it stands.
    pub head: Seq,
    /// Number of messages so far.
    pub last_msg: i64,
    /// What it keeps besides.
    #[serde(default)]
    pub settings: RoomSettings,
    /// The asker's membership, if they are inside.
    pub mine: Option<Membership>,
    /// The asker may say nothing for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muted: Option<Mute>,
    /// In slow mode: so many seconds until the asker may post again, from when this was read; 0 if they may.
    #[serde(default)]
    pub wait_seconds: u32,
    /// A conversation of two, of whom one has blocked the other: nothing new is said in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub blocked: bool,
}

/// A person's membership of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// What they are.
    pub role: Role,
    /// Since which event.
    pub since: Seq,
    /// Read up to this seq.
    pub read_seq: Seq,
    /// So many messages need no reading any more: those up to `read_seq`, and those after it that were deleted.
    pub read_msg: i64,
    /// What of it they are told about.
    pub level: Level,
    /// It stands at the top of their list.
    pub starred: bool,
}

/// A line of "my rooms".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyRoom {
    /// The room.
    pub room: RoomId,
    /// Its address.
    pub address: RoomAddress,
    /// Its name; empty if it is direct.
    pub name: String,
    /// If it is direct: the others in it, in order of their ids; nobody where one is alone with oneself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<UserId>,
    /// If it is direct: how many messages there were when I took it off my list. It is listed with the next one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub hidden_msg: i64,
    /// Open to whom.
    pub kind: Kind,
    /// What I am there.
    pub role: Role,
    /// Where it stands.
    pub head: Seq,
    /// Number of messages so far.
    pub last_msg: i64,
    /// Seq of the last membership event.
    pub acl: Seq,
    /// Read up to this seq.
    pub read_seq: Seq,
    /// So many messages need no reading any more: those up to `read_seq`, and those after it that were deleted.
    pub read_msg: i64,
    /// How often the marker was moved back on purpose.
    #[serde(default)]
    pub generation: i64,
    /// Unread mentions of me that I did not put away.
    pub mentions: i64,
    /// What I put away unread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<PutAway>,
    /// What of it I am told about.
    pub level: Level,
    /// It stands at the top of my list.
    pub starred: bool,
    /// When something last happened there.
    pub active_at: At,
}

impl MyRoom {
    /// Stands in the list of its member: a direct conversation does once something was said in it, and not while hidden; and what is to
    /// be hidden until it mentions them, when it does.
    pub fn is_listed(&self) -> bool {
        let is_shown = self.kind != Kind::Direct || self.last_msg > self.hidden_msg;
        is_shown && (self.level != Level::Hidden || self.mentions > 0)
    }

    /// How many messages there wait for its member: what is unread and not put away, as far as it calls them. The page counts alike
    /// (`static/js/models/rooms.js`).
    pub fn waiting(&self) -> i64 {
        match self.level {
            Level::Everything => self.open(),
            Level::Mentions => self.mentions,
            Level::Nothing | Level::Hidden => 0,
        }
    }

    /// What is unread there and not put away, whatever calls.
    pub fn open(&self) -> i64 {
        let done = self.away.map_or(0, |away| away.msg);
        (self.last_msg - self.read_msg.max(done)).max(0)
    }

    /// What is unread there is counted among what calls its member.
    pub fn is_counted(&self) -> bool {
        self.level.calls()
    }
}

fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// A room with a name that two people are in together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommonRoom {
    /// Its address.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Open to whom.
    pub kind: Kind,
}

/// A line of the people of a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberLine {
    /// The person.
    pub user: UserId,
    /// What they are.
    pub role: Role,
    /// When they came, or were banned.
    #[serde(with = "time::serde::rfc3339")]
    pub since: At,
    /// Who is inside is muted until then; who is banned may come back then.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub until: Option<At>,
    /// Why they are muted or banned, if that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ModerationReason>,
}
