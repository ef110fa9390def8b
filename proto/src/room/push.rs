//! Web push: the devices on which people are told while no page of theirs is open, what is to be told there, and what became of it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::notification::Why;
use super::{Kind, RoomAddress};
use crate::{At, RoomId, Seq, SessionId, UserId};

/// The most devices of one person: of more, the one that was used longest ago goes.
pub const DEVICES_MAX: usize = 20;
/// The most orders that are taken at once.
pub const ORDERS_MAX: usize = 50;

/// A browser that wants to be told, as its push service knows it (RFC 8030).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushTarget {
    /// Where its push service takes messages for it.
    pub endpoint: String,
    /// Its public key: a point of P-256, uncompressed, in base64url.
    pub key: String,
    /// Its secret for authentication: 16 bytes, in base64url.
    pub auth: String,
}

/// What a device is told, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDevice {
    /// The session that it belongs to: it is told for as long as that lasts.
    pub session: SessionId,
    /// Where.
    pub target: PushTarget,
    /// What its browser calls itself, at most 200 characters.
    pub agent: String,
    /// The tag of the language in which it is told.
    pub language: String,
    /// Who wrote and what is told; else only where, and how much.
    pub words: bool,
}

/// A device that is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Which.
    pub id: Uuid,
    /// Its session.
    pub session: SessionId,
    /// What its browser calls itself.
    pub agent: String,
    /// When something was delivered last; none yet: when it was added.
    #[serde(with = "time::serde::rfc3339")]
    pub used_at: At,
}

/// What is asked about web push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "push", content = "with", rename_all = "snake_case")]
pub enum PushQuery {
    /// A person's devices. → `Devices`
    Devices {
        /// Whose.
        user: UserId,
    },
    /// Tell a device, too; one that is known already is told as is said now. → `Devices`
    Add {
        /// Whose.
        user: UserId,
        /// Which.
        device: NewDevice,
    },
    /// Tell a device no more. → `Devices`
    Remove {
        /// Whose.
        user: UserId,
        /// Which.
        device: Uuid,
    },
    /// What is due, to be sent by who asks: nobody else is given it for a while. → `Orders`
    Take {
        /// At most so many, ≤ [`ORDERS_MAX`].
        most: u16,
    },
    /// What became of it. → `Settled`
    Settle {
        /// Of each.
        outcomes: Vec<PushOutcome>,
    },
}

/// The answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "push", content = "with", rename_all = "snake_case")]
pub enum PushReply {
    /// Those used last first.
    Devices(Vec<Device>),
    /// To be sent.
    Orders {
        /// What.
        orders: Vec<PushOrder>,
        /// There are further ones.
        more: bool,
    },
    /// It is noted.
    Settled,
}

/// What of a device is told about together: a room, or a thread that is not in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PushTopic {
    /// The device.
    pub device: Uuid,
    /// The room.
    pub room: RoomId,
    /// The message its thread began with; 0: what is said in the room.
    pub root: Seq,
}

/// One notification for one device, as its person may read it at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushOrder {
    /// Which it is.
    pub topic: PushTopic,
    /// Where to.
    pub target: PushTarget,
    /// Whom it is for.
    pub user: UserId,
    /// The tag of the language in which they are told.
    pub language: String,
    /// Who wrote and what is told.
    pub words: bool,
    /// How often it was tried before.
    pub tries: u16,
    /// The last message of it.
    pub seq: Seq,
    /// Why they are told of it.
    pub why: Why,
    /// How many messages wait for them there.
    pub count: i64,
    /// The room is open to whom.
    pub kind: Kind,
    /// The name of the room; empty of a direct conversation.
    pub name: String,
    /// Its page.
    pub address: RoomAddress,
    /// Who is in a direct conversation besides them.
    pub others: Vec<UserId>,
    /// Who said the last message.
    pub author: UserId,
    /// What they were called then.
    pub author_name: String,
    /// They have blocked who said it, and are not shown what.
    pub blocked: bool,
    /// The first characters of what it was rendered to.
    pub html: String,
    /// How many files it has, where it has no words.
    pub files: i64,
}

/// What became of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushOutcome {
    /// Of which.
    pub topic: PushTopic,
    /// The last message of it.
    pub seq: Seq,
    /// What.
    pub sent: Sent,
}

/// What a push service made of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sent {
    /// It has it.
    Delivered,
    /// It will have nothing for this device any more.
    Gone,
    /// It will never have this one.
    Refused,
    /// Not now: to be tried again.
    Later {
        /// After so many seconds.
        seconds: u32,
    },
}
