//! Server → client.

use serde::{Deserialize, Serialize};

use crate::auth::{Quiet, Status};
use crate::node::Availability;
use crate::room::{
    Edge, Kind, Level, Marker, Message, OrgRole, OwnReactions, Personal, ReactedMessage, Role, RoomAddress,
};
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

/// One numbered event, drawn once for each form and the same bytes for everyone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventFrame {
    /// The room.
    pub room: RoomId,
    /// Its place.
    pub seq: Seq,
    /// What kind of fact; see `proto::room::Fact`.
    pub kind: String,
    /// When it was committed.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// Who did it; of a `void` nobody is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<UserId>,
    /// How they are called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The command's name: resolves the author's pending row. Of a `void` nobody is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Nonce>,
    /// The message it is about, where the event does not carry it: `deleted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Seq>,
    /// The person it is about: `removed`, `appointed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// What is said of the room itself was changed: `renamed`, `described`, `archived`, `restored`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<SettingsFrame>,
    /// How many people react to the message at `target` like this now: `reacted`, `unreacted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<ReactionFrame>,
    /// The message as it stands now, in the `json` form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// The thread that it is said in: `posted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<ThreadFrame>,
    /// The message or line drawn, in the `html` form; absent for what nobody sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
}

/// A thread that goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadFrame {
    /// The message it began with.
    pub root: Seq,
    /// The line under that message as it is now, drawn, in the `html` form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
}

/// How many people react to a message alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionFrame {
    /// The emoji, without a tone of skin, or the words.
    pub token: String,
    /// How many; 0: nobody any more.
    pub count: u32,
}

/// What was changed about a room; whoever shows it need not ask. Empty: it was closed or opened, see its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsFrame {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address, which changes with the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<RoomAddress>,
    /// What it is about; empty: nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
}

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
    /// Unread mentions of me.
    pub mentions: i64,
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
    pub quiet: Option<Quiet>,
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
