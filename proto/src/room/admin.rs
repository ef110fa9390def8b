//! What admins ask about rooms they need not be in, and the records they get.
//!
//! What they do there is an action like any other, under another authority, which stands with its event in the room's log: the
//! log is the record of it. Queries carry who asks, as the gateway knows them from the session.

use serde::{Deserialize, Serialize};

use super::{Kind, Level, Message, OrgRole, Role, RoomAddress};
use crate::{At, PictureId, RoomId, Seq, UserId};

/// Who asks as an admin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminActor {
    /// The person.
    pub id: UserId,
    /// Their role in the organisation.
    pub org_role: OrgRole,
}

/// What an admin asks about rooms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum AdminQuery {
    /// All rooms with a name but the deleted ones, latest first. → `Rooms`
    Rooms {
        /// Part of a name or topic, in any case; empty: all.
        search: String,
        /// Skip so many.
        offset: u32,
        /// At most so many, ≤ 100.
        limit: u16,
    },
    /// One room. → `Room`
    Room {
        /// The room.
        room: RoomId,
    },
    /// How many rooms and messages there are. → `Totals`
    Totals,
    /// What of rooms with a name those are told about who chose nothing. → `DefaultLevel`
    DefaultLevel,
    /// Let those be told of this. → `DefaultLevel`
    SetDefaultLevel {
        /// Not `Hidden`.
        level: Level,
        /// The asker's display name, for the audit.
        name: String,
    },
    /// Whether messages show what their links lead to. → `Previews`
    Previews,
    /// Let them, or not any more. → `Previews`
    SetPreviews {
        /// They do.
        shown: bool,
        /// The asker's display name, for the audit.
        name: String,
    },
    /// How far the work behind the log has come. → `Followers`
    Followers,
    /// Messages, newest first. Of private rooms only those of one room that the asker is in or has just looked into. → `Found`
    Search {
        /// Part of what was said, in any case; empty: anything.
        words: String,
        /// By whom.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        author: Option<UserId>,
        /// Where; none: in all public rooms.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<RoomId>,
        /// Said then or later.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
        from: Option<At>,
        /// Older than this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<MessageCursor>,
        /// At most so many, ≤ 100.
        limit: u16,
    },
    /// What was done as an admin, and by moderators to others, newest first. → `AdminEvents`
    AdminEvents {
        /// By whom.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
        /// To whom, or to whose message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<UserId>,
        /// The kind of event; empty: any.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        action: String,
        /// Done before then.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
        until: Option<At>,
        /// At most so many, ≤ 200.
        limit: u16,
    },
}

/// The answer to an [`AdminQuery`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "told", content = "of", rename_all = "snake_case")]
pub enum AdminReply {
    /// To `Rooms`.
    Rooms {
        /// This part of them.
        rooms: Vec<RoomRecord>,
        /// How many are found in all.
        total: i64,
    },
    /// To `Room`.
    Room(Box<RoomRecord>),
    /// To `Totals`.
    Totals(Totals),
    /// To `DefaultLevel` and `SetDefaultLevel`.
    DefaultLevel(Level),
    /// To `Previews` and `SetPreviews`.
    Previews(bool),
    /// To `Followers`.
    Followers(Vec<FollowerStatus>),
    /// To `Found`.
    Found {
        /// Newest first.
        messages: Vec<FoundMessage>,
        /// There are older ones.
        more: bool,
    },
    /// To `AdminEvents`.
    AdminEvents {
        /// Newest first.
        admin_events: Vec<AdminEvent>,
        /// There are older ones.
        more: bool,
    },
}

/// A position among the messages of all rooms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageCursor {
    /// When it was said.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// The room.
    pub room: RoomId,
    /// Its seq there.
    pub seq: Seq,
}

/// A room as admins see it: everything but what is said in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomRecord {
    /// The room.
    pub room: RoomId,
    /// Its address.
    pub address: RoomAddress,
    /// Its name; empty if it is direct.
    pub name: String,
    /// What it is about; may be empty.
    pub topic: String,
    /// What stands for it; none: a sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<PictureId>,
    /// Open to whom.
    pub kind: Kind,
    /// Closed to new events.
    pub archived: bool,
    /// How many people are inside.
    pub members: i64,
    /// How many of them own it.
    pub owners: i64,
    /// Number of messages so far.
    pub messages: i64,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub made_at: At,
    /// When something last happened there.
    #[serde(with = "time::serde::rfc3339")]
    pub active_at: At,
    /// Who made it; the installation itself made the first one.
    pub creator: UserId,
    /// Their display name then, a hint.
    pub creator_name: String,
    /// What the asker is there, if they are inside.
    pub mine: Option<Role>,
    /// The asker looked into it a little while ago, and may still read it.
    pub looked: bool,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Public rooms that are open.
    pub public: i64,
    /// Private rooms that are open.
    pub private: i64,
    /// Archived rooms.
    pub archived: i64,
    /// Direct conversations in which something was said.
    pub direct: i64,
    /// Messages ever written in rooms that are there.
    pub messages: i64,
}

/// How far a follower has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowerStatus {
    /// What it is called.
    pub name: String,
    /// Rooms in which something waits for it.
    pub rooms: i64,
    /// When the oldest event that waits for it was appended; none if nothing waits.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub waiting_since: Option<At>,
    /// Events it has given up since the beginning.
    pub skipped: i64,
    /// Why it could not go on in a room, if there is one where it cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A message, and where it was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundMessage {
    /// The room.
    pub room: RoomId,
    /// What that room is called; empty if it is direct.
    pub room_name: String,
    /// Its address.
    pub address: RoomAddress,
    /// The message.
    pub message: Message,
}

/// Something done as an admin, or by moderators to others, read from a room's log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdminEvent {
    /// The room.
    pub room: RoomId,
    /// What that room is called, or was when it was deleted; empty if it is direct.
    pub room_name: String,
    /// The event's place in its log.
    pub seq: Seq,
    /// When it was committed.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// Who did it.
    pub actor: UserId,
    /// Their display name then, a hint.
    pub actor_name: String,
    /// What: the kind of the event.
    pub action: String,
    /// To whom, or to whose message.
    pub target: Option<UserId>,
    /// How it was, in a word or two.
    pub before: Option<String>,
    /// How it is since.
    pub after: Option<String>,
    /// Who was removed may not come back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub banned: bool,
    /// Why, if that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it ends, or ended, by itself.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub until: Option<At>,
    /// It is in force, and can be undone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_force: bool,
}
