//! What processes say to each other about themselves and about who is here: all of it soft, all of it may be lost.

use serde::{Deserialize, Serialize};

use crate::room::{Head, Marker, OrgRole};
use crate::{At, NodeId, RoomId, Seq, SessionId, UserId};

/// The kinds of process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NodeKind {
    /// HTTP, HTML, sockets.
    Gateway,
    /// Rooms.
    Room,
    /// People.
    Auth,
}

impl NodeKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Gateway, Self::Room, Self::Auth];

    /// Its name in subjects, logs and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Room => "room",
            Self::Auth => "auth",
        }
    }
}

/// A sign of life, twice a second on `node.<kind>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// Who; new at each start.
    pub node: NodeId,
    /// What it serves.
    pub kind: NodeKind,
    /// Release.
    pub version: String,
    /// How busy: commands or sockets at hand.
    pub load: u32,
    /// It is about to stop: ask others first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leaving: bool,
    /// Its database answers (always true where it has none).
    pub well: bool,
    /// When it started.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub since: Option<At>,
    /// Why it is not simply ready, for people to read and in at most 300 characters; none if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The hash of the static files it serves, as in their addresses; none where it serves none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<String>,
}

/// On `gateway.files.<node>`: one gateway asks another for the static files of its release, piece by piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesQuery {
    /// Which files; the other may have become another release meanwhile.
    pub hash: String,
    /// How many bytes of the archive are here already.
    pub from: u64,
}

/// A piece of the archive of a gateway's static files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesPiece {
    /// Bytes of the whole; 0: these files are not here.
    pub bytes: u64,
    /// The next bytes, in base64; empty at the end.
    pub piece: String,
}

/// On `gateway.present.<node>`: one gateway asks another who has any of these rooms open there, and who of some people is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresentQuery {
    /// At most 1,000 are looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<RoomId>,
    /// Whether these people are there; at most 1,000.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<UserId>,
}

/// Who that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresentReply {
    /// Each once, at most 200.
    pub users: Vec<SeenPerson>,
    /// Of the people asked about, those who are there and may be seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<SeenPerson>,
    /// As of this change of that gateway's.
    #[serde(default)]
    pub n: u64,
}

/// Whether somebody who is connected uses what they see. Who is not connected, or invisible, has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Availability {
    /// Not for a while.
    Away,
    /// They do: a page of theirs is visible, and was used within the last minutes.
    Here,
}

/// Somebody, as a gateway has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenPerson {
    /// The person.
    pub user: UserId,
    /// By all their sockets there.
    pub availability: Availability,
}

/// On `user.presence.<user>`: a gateway's people come, go, and look away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvailabilityChange {
    /// Which gateway says so.
    pub node: NodeId,
    /// The number of this change among that gateway's: of two, the higher one counts.
    pub n: u64,
    /// None: they are not there any more, or do not want to be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability: Option<Availability>,
}

/// On `room.heads`: where rooms stand that changed within the last two seconds, and their authors' markers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heads {
    /// Which room-service says so.
    pub node: NodeId,
    /// One line a room.
    pub heads: Vec<Head>,
    /// Markers that their people's own posts have moved: to be taken in before the heads, or the post counts as unread.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub markers: Vec<UserMarker>,
}

/// Where somebody's marker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserMarker {
    /// The person.
    pub user: UserId,
    /// The room.
    pub room: RoomId,
    /// To where.
    #[serde(flatten)]
    pub marker: Marker,
}

/// On `room.presence.<room>`: who of a gateway's people has the room open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "presence", rename_all = "snake_case")]
pub enum Presence {
    /// A new hub asks everyone for their full list.
    Request {
        /// Which gateway asks.
        node: NodeId,
    },
    /// The full list; it replaces what was known of that gateway.
    Snapshot {
        /// Whose list.
        node: NodeId,
        /// How many people.
        count: u32,
        /// Who; left empty above 200.
        users: Vec<UserId>,
        /// Who of them is away.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        away: Vec<UserId>,
    },
    /// What changed since.
    Delta {
        /// Whose list.
        node: NodeId,
        /// Who has opened the room, or is away now, or back.
        entered: Vec<UserId>,
        /// Who of them is away.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        away: Vec<UserId>,
        /// Who has closed it.
        left: Vec<UserId>,
    },
}

/// On `room.typing.<room>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typing {
    /// The person.
    pub user: UserId,
    /// Their display name, a hint.
    pub name: String,
}

/// On `user.evt.<user>`: a hint for the gateways where this person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "hint", rename_all = "snake_case")]
pub enum UserHint {
    /// They are a member of this room now.
    MembershipAdded {
        /// The room.
        room: RoomId,
    },
    /// They are not any more, from this seq on.
    MembershipRemoved {
        /// The room.
        room: RoomId,
        /// The last seq they may hear.
        seq: Seq,
    },
    /// Their marker moved, in another tab or on another machine.
    Marker {
        /// The room.
        room: RoomId,
        /// To where.
        #[serde(flatten)]
        marker: Marker,
    },
    /// They are mentioned by a message.
    Mention {
        /// The room.
        room: RoomId,
        /// By which.
        seq: Seq,
    },
    /// Any of their rooms may stand otherwise in their list: what of rooms calls them was chosen anew. Where the subject's person
    /// stands for everyone, an admin chose it for all.
    Rooms,
    /// A message calls those whom the subject's person stands for: everyone in the room, or whoever of them is here.
    Called {
        /// The room.
        room: RoomId,
        /// By which.
        seq: Seq,
        /// Who wrote it, and is not called.
        author: UserId,
    },
    /// What is theirs alone has changed: what they saved, or threads they follow.
    Personal,
    /// A session ended; the feed is the truth.
    SessionEnded {
        /// Which; none for all of them.
        session: Option<SessionId>,
    },
    /// A session has another token, or its password was given again; the feed is the truth.
    SessionChanged {
        /// Which.
        session: SessionId,
    },
    /// Their role in the organisation changed; the feed is the truth.
    OrgRole {
        /// What they are now.
        org_role: OrgRole,
    },
}
