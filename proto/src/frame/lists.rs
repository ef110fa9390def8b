//! Lines of the lists beside a room: rooms, and people.

use serde::{Deserialize, Serialize};

use crate::auth::{Quiet, Status};
use crate::node::Availability;
use crate::room::{Kind, Level, PutAway, Role, RoomAddress};
use crate::{RoomId, Seq, UserId};

/// A line of the room list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyRoomFrame {
    /// The room.
    pub room: RoomId,
    /// Its address.
    pub address: RoomAddress,
    /// Its name; of a direct conversation, how the others in it are called.
    pub name: String,
    /// Of a direct conversation: the others in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<UserId>,
    /// Of a direct conversation: so many messages were there when I took it off my list; it stands there when there are more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden_msg: Option<i64>,
    /// Open to whom.
    pub kind: Kind,
    /// What I am there.
    pub role: Role,
    /// Where it stands.
    pub head: Seq,
    /// Number of messages so far.
    pub last_msg: i64,
    /// Read up to this seq.
    pub read_seq: Seq,
    /// So many messages need no reading any more: those up to `read_seq`, and those after it that were deleted.
    pub read_msg: i64,
    /// How often my marker was moved back on purpose.
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
}

/// Somebody who is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresentPerson {
    /// The person.
    pub id: UserId,
    /// Their display name.
    pub name: String,
    /// They have not used what they see for a while.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub away: bool,
}

/// Somebody in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownPerson {
    /// The person.
    pub id: UserId,
    /// What they are up to; none: nothing in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Whether they are here; none: they are not, or do not want to be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability: Option<Availability>,
    /// Others do not see whether they are here. Told to nobody but themselves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub invisible: bool,
    /// When they do not want to be disturbed. Told to nobody but themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Box<Quiet>>,
}
