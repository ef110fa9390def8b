//! Client → server.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{Nonce, RoomId, Seq};

/// What a client may say. `id` is the client's own number for matching the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum ClientFrame {
    /// First word on every connection, fresh or resumed. → `welcome`, `rooms`, then what was missed
    Hello {
        /// The log the seqs belong to, as last welcomed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        log: Option<uuid::Uuid>,
        /// Rooms to reopen, each with the last seq seen; at most [`super::HELLO_ROOMS`].
        #[serde(default)]
        rooms: HashMap<RoomId, Seq>,
    },
    /// Hear a room. → `opened`, then missed events
    Open {
        /// Matches the answer.
        id: u64,
        /// The room.
        room: RoomId,
        /// Last seq seen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Seq>,
    },
    /// Stop hearing a room.
    Close {
        /// Matches nothing; there is no answer.
        #[serde(default)]
        id: u64,
        /// The room.
        room: RoomId,
    },
    /// Say something. → `ack` or `error`
    Send {
        /// Matches the answer.
        id: u64,
        /// The room.
        room: RoomId,
        /// The command's name for ever.
        nonce: Nonce,
        /// The words, unparsed: a bad one gets an error, not a closed socket.
        body: String,
        /// The message it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<Seq>,
        /// Sent before, outcome unknown.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        again: bool,
    },
    /// Change a message of one's own. → `ack` or `error`
    Edit {
        /// Matches the answer.
        id: u64,
        /// The room.
        room: RoomId,
        /// The command's name for ever.
        nonce: Nonce,
        /// The message.
        target: Seq,
        /// Its new words, unparsed.
        body: String,
        /// The `text_rev` of the words they were made from: refused as `outdated` if it has moved.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text_rev: Option<Seq>,
        /// Sent before, outcome unknown.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        again: bool,
    },
    /// Take a message back: one's own, or as a moderator another's. → `ack` or `error`
    Delete {
        /// Matches the answer.
        id: u64,
        /// The room.
        room: RoomId,
        /// The command's name for ever.
        nonce: Nonce,
        /// The message.
        target: Seq,
        /// Sent before, outcome unknown.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        again: bool,
    },
    /// Keep a message at hand for everyone, as a moderator. → `ack` or `error`
    Pin {
        /// Matches the answer.
        id: u64,
        /// Where.
        room: RoomId,
        /// The command's name for ever.
        nonce: Nonce,
        /// The message.
        target: Seq,
        /// Sent before, outcome unknown.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        again: bool,
    },
    /// Keep it at hand no longer. → `ack` or `error`
    Unpin {
        /// Matches the answer.
        id: u64,
        /// Where.
        room: RoomId,
        /// The command's name for ever.
        nonce: Nonce,
        /// The message.
        target: Seq,
        /// Sent before, outcome unknown.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        again: bool,
    },
    /// Decide what becomes of a nonce. → `ack` with `seq`, or with `cancelled`
    Cancel {
        /// Matches the answer.
        id: u64,
        /// The room.
        room: RoomId,
        /// The command's nonce.
        nonce: Nonce,
    },
    /// Read history. → `page`
    Page {
        /// Matches the answer.
        id: u64,
        /// The room.
        room: RoomId,
        /// Those before this seq.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Seq>,
        /// Those after this seq.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Seq>,
        /// Those around this seq.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        around: Option<Seq>,
        /// At most so many, ≤ 100; 50 if not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<u16>,
    },
    /// I have really seen everything up to here. No answer.
    Read {
        /// The room.
        room: RoomId,
        /// Up to here.
        seq: Seq,
        /// The generation of my marker that I know of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        generation: Option<i64>,
    },
    /// Let this message and what came after it be unread. → `marker`, with a new generation
    Unread {
        /// The room.
        room: RoomId,
        /// From here on.
        seq: Seq,
    },
    /// I am typing. No answer; only for rooms that are open.
    Typing {
        /// The room.
        room: RoomId,
    },
    /// Are you there? → `pong`
    Ping {
        /// Comes back.
        n: u64,
    },
}

/// What a frame is, whichever it is.
struct Class {
    kind: &'static str,
    answered: Option<(u64, RoomId)>,
    durable: bool,
}

impl ClientFrame {
    /// The one match over all frames for what can be asked of each.
    fn class(&self) -> Class {
        let unanswered = |kind| Class { kind, answered: None, durable: false };
        let answered =
            |kind, id: &u64, room: &RoomId| Class { kind, answered: Some((*id, *room)), durable: false };
        let durable = |kind, id: &u64, room: &RoomId| Class { durable: true, ..answered(kind, id, room) };
        match self {
            Self::Hello { .. } => unanswered("hello"),
            Self::Open { id, room, .. } => answered("open", id, room),
            Self::Close { .. } => unanswered("close"),
            Self::Send { id, room, .. } => durable("send", id, room),
            Self::Edit { id, room, .. } => durable("edit", id, room),
            Self::Delete { id, room, .. } => durable("delete", id, room),
            Self::Pin { id, room, .. } => durable("pin", id, room),
            Self::Unpin { id, room, .. } => durable("unpin", id, room),
            Self::Cancel { id, room, .. } => durable("cancel", id, room),
            Self::Page { id, room, .. } => answered("page", id, room),
            Self::Read { .. } => unanswered("read"),
            Self::Unread { .. } => unanswered("unread"),
            Self::Typing { .. } => unanswered("typing"),
            Self::Ping { .. } => unanswered("ping"),
        }
    }

    /// Its name, as the wire spells it.
    pub fn kind(&self) -> &'static str {
        self.class().kind
    }

    /// The number by which the client matches the answer, if the frame has one.
    pub fn id(&self) -> Option<u64> {
        self.class().answered.map(|(id, _)| id)
    }

    /// Which room it is about, if it is about one and wants an answer.
    pub fn room(&self) -> Option<RoomId> {
        self.class().answered.map(|(_, room)| room)
    }

    /// It becomes a command to a room.
    pub fn is_durable(&self) -> bool {
        self.class().durable
    }

    /// It gets exactly one answer.
    pub fn wants_answer(&self) -> bool {
        matches!(self, Self::Hello { .. }) || self.id().is_some()
    }
}
