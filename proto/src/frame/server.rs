//! Server → client.

use serde::{Deserialize, Serialize};

use super::{EventFrame, MyRoomFrame, PresentPerson, ShownPerson};
use crate::room::{Edge, Marker, Message, OrgRole, OwnReactions, Personal, ReactedMessage};
use crate::{At, Code, Nonce, RoomId, Seq, SessionId, UserId};

/// What a client may hear.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum ServerFrame {
    /// The connection stands.
    Welcome {
        /// Who you are.
        user: UserId,
        /// What you are to the organisation.
        org_role: OrgRole,
        /// Your session's public handle.
        session: SessionId,
        /// The log; another than before means: drop everything.
        log: uuid::Uuid,
        /// Ping at least this often.
        heartbeat_ms: u64,
        /// Reconnect after a random time in this range.
        retry_ms: [u64; 2],
        /// What is allowed.
        limits: Limits,
    },
    /// All rooms you are in, or some of them and the rest in frames that follow.
    Rooms {
        /// One line each, at most [`ROOMS_OF_FRAME`](super::ROOMS_OF_FRAME).
        rooms: Vec<MyRoomFrame>,
        /// There are further ones.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        more: bool,
    },
    /// You are something else to the organisation now.
    OrgRole {
        /// What you are.
        org_role: OrgRole,
    },
    /// A room you are in, new or changed.
    Room {
        /// The line.
        #[serde(flatten)]
        room: MyRoomFrame,
    },
    /// You are not in this room any more.
    RoomGone {
        /// The room.
        room: RoomId,
    },
    /// A room is open; missed events follow.
    Opened {
        /// The `open` it answers; 0 for a reopening by `hello`.
        id: u64,
        /// The room.
        room: RoomId,
        /// It stands here.
        head: Seq,
        /// Too much was missed: drop what you have and take a page.
        reset: bool,
    },
    /// Something happened.
    Event(Box<EventFrame>),
    /// Part of what was missed: nothing but reactions happened from `from` to `upto`. How they stand now is in the first of these
    /// frames.
    Reactions {
        /// The room.
        room: RoomId,
        /// The first seq.
        from: Seq,
        /// The last.
        upto: Seq,
        /// The messages that were reacted to, in all that was missed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        messages: Vec<ReactedMessage>,
    },
    /// It is in the log.
    Ack {
        /// The frame it answers.
        id: u64,
        /// The room.
        room: RoomId,
        /// The command's nonce.
        nonce: Nonce,
        /// Its place; none if `cancelled`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seq: Option<Seq>,
        /// When it was committed.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
        at: Option<At>,
        /// It was there already.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        dup: bool,
        /// It is not in the log and never will be.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        cancelled: bool,
    },
    /// A polite no.
    Error {
        /// The frame it answers, where it had an `id`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<u64>,
        /// The room that is not open. If `code` says to try again it will be, without being asked: `opened` comes with the
        /// id 0, or another `error`. None where the no is about something else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<RoomId>,
        /// What a program acts on.
        code: Code,
        /// What a person reads.
        message: String,
        /// When to try again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_ms: Option<u64>,
    },
    /// You missed something: open the room again from your last seq.
    Gap {
        /// The room.
        room: RoomId,
    },
    /// A room you are in but do not have open moved on. The same bytes for everyone.
    Head {
        /// The room.
        room: RoomId,
        /// It stands here.
        head: Seq,
        /// Number of messages so far.
        last_msg: i64,
    },
    /// History.
    Page {
        /// The `page` it answers.
        id: u64,
        /// The room.
        room: RoomId,
        /// It stood here when the page was read.
        head: Seq,
        /// The messages, in the `json` form.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        messages: Option<Vec<Message>>,
        /// The messages drawn, in the `html` form: one string, in order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        html: Option<String>,
        /// What you have reacted to them with.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mine: Vec<OwnReactions>,
        /// Is there more?
        more: Edge,
    },
    /// Somebody is typing.
    Typing {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
        /// Their display name.
        name: String,
    },
    /// Who has the room open, whenever it changes.
    Presence {
        /// The room.
        room: RoomId,
        /// How many people.
        count: u32,
        /// Who; empty above 200.
        people: Vec<PresentPerson>,
    },
    /// What people are up to who stand in your list of direct conversations, and you yourself, and who of them is here.
    People {
        /// Those who are told of.
        people: Vec<ShownPerson>,
        /// It is everyone who is here or up to anything; else others are as they were.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        all: bool,
    },
    /// Your marker moved, here or elsewhere.
    Marker {
        /// The room.
        room: RoomId,
        /// To where.
        #[serde(flatten)]
        marker: Marker,
    },
    /// You are mentioned.
    Mention {
        /// The room.
        room: RoomId,
        /// By which message.
        seq: Seq,
        /// Where your marker stands, and how many mentions come after it.
        #[serde(flatten)]
        marker: Marker,
    },
    /// What is yours alone, whole: after `welcome`, and whenever something of it changes.
    Personal(Personal),
    /// What works at the moment.
    State {
        /// Messages can be sent.
        sending: bool,
        /// Messages can be received; `false` while the gateway is frozen.
        receiving: bool,
    },
    /// This gateway is about to stop: connect anew within this time, then close.
    Goaway {
        /// Within so many milliseconds.
        in_ms: u64,
    },
    /// Here I am.
    Pong {
        /// What you sent.
        n: u64,
    },
}

/// What is allowed on this connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of a message's body.
    pub body: usize,
    /// Bytes of a frame.
    pub frame: usize,
    /// Durable commands a second, a person.
    pub commands_per_s: u32,
    /// Durable commands at once, a person.
    pub burst: u32,
}
