//! What a room has of a person.

use proto::room::Role;
use proto::{At, Seq, UserId};

/// A person's row in a room: present, former or banned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Member {
    /// What they are.
    pub role: Role,
    /// The event that let them in or out.
    pub since: Seq,
    /// How many messages there were then: what came before is not unread.
    pub since_msg: i64,
    /// Who is banned may come back then; none: not before they are let.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub banned_until: Option<At>,
    /// They may say nothing until then, inside or not.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub muted_until: Option<At>,
    /// The event that muted them.
    #[serde(default)]
    pub muted_seq: Option<Seq>,
    /// When they last said something in slow mode.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub spoke_at: Option<At>,
    /// They want to hear nothing from the other in this conversation of two.
    #[serde(default)]
    pub blocks: bool,
}

impl Member {
    /// Somebody who is this since an event, and neither muted nor banned for a while.
    pub fn new(role: Role, since: Seq, since_msg: i64) -> Self {
        Self {
            role,
            since,
            since_msg,
            banned_until: None,
            muted_until: None,
            muted_seq: None,
            spoke_at: None,
            blocks: false,
        }
    }

    /// What they are at this moment: a ban may have ended by itself.
    pub fn role_at(&self, now: At) -> Role {
        let is_over = self.role == Role::Banned && self.banned_until.is_some_and(|until| until <= now);
        if is_over { Role::Former } else { self.role }
    }
}

/// One person's row as an event leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The person.
    pub user: UserId,
    /// The row.
    pub row: Member,
}
