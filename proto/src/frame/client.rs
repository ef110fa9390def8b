//! Client → server.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::room::ActionKind;
use crate::{FileId, Nonce, RoomId, Seq};

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
    /// Have something done in a room: an action, by its name. → `ack` or `error`
    Command {
        /// Matches the answer.
        id: u64,
        /// The room.
        room: RoomId,
        /// The command's name for ever; for `cancel`, that of the command to give up.
        nonce: Nonce,
        /// Sent before, outcome unknown.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        again: bool,
        /// What.
        #[serde(flatten)]
        action: ActionFrame,
    },
    /// Read history. → `page`
    Page {
        /// Matches the answer.
        id: u64,
        /// The room.
        room: RoomId,
        /// Of the thread that begins with this message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        thread: Option<Seq>,
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
    /// I have really seen everything of this thread up to here. No answer.
    ReadThread {
        /// The room.
        room: RoomId,
        /// The message it begins with.
        root: Seq,
        /// Up to here.
        seq: Seq,
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
    /// Whether this page is looked at and in use; it is until it says otherwise. No answer.
    Attention {
        /// It is visible, and was used within the last five minutes.
        here: bool,
    },
    /// Are you there? → `pong`
    Ping {
        /// Comes back.
        n: u64,
    },
}

/// What a command wants: an action by its name, with what that takes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ActionFrame {
    /// As [`ActionKind`] names it: `post`, `post_in_thread`, `edit`, `cancel`, or whatever needs nothing but its message.
    pub action: String,
    /// The message it is done to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Seq>,
    /// The message that a `post` answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
    /// A `post_in_thread`, whose target is where the thread begins, is said in the room, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub also_in_room: bool,
    /// The words of `post`, `post_in_thread` and `edit`, unparsed: bad ones get an error, not a closed socket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// What `react` and `unreact` are about, unparsed like the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<String>,
    /// Why, of a `delete` of another's message, unparsed like the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The `text_rev` of the words that an `edit` was made from: refused as `outdated` if it has moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_rev: Option<Seq>,
    /// The uploads that `post` and `post_in_thread` post.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileId>,
}

/// What a frame is, whichever it is.
struct Class {
    kind: &'static str,
    answered: Option<(u64, RoomId)>,
    durable: bool,
}

impl ClientFrame {
    /// Says something in a room.
    pub fn post(id: u64, room: RoomId, nonce: Nonce, body: String, again: bool) -> Self {
        let action = ActionFrame { action: "post".into(), body: Some(body), ..ActionFrame::default() };
        Self::Command { id, room, nonce, again, action }
    }

    /// The one match over all frames for what can be asked of each.
    fn class(&self) -> Class {
        let unanswered = |kind| Class { kind, answered: None, durable: false };
        let answered =
            |kind, id: &u64, room: &RoomId| Class { kind, answered: Some((*id, *room)), durable: false };
        match self {
            Self::Hello { .. } => unanswered("hello"),
            Self::Open { id, room, .. } => answered("open", id, room),
            Self::Close { .. } => unanswered("close"),
            Self::Command { id, room, .. } => Class { durable: true, ..answered("command", id, room) },
            Self::Page { id, room, .. } => answered("page", id, room),
            Self::Read { .. } => unanswered("read"),
            Self::ReadThread { .. } => unanswered("read_thread"),
            Self::Unread { .. } => unanswered("unread"),
            Self::Typing { .. } => unanswered("typing"),
            Self::Attention { .. } => unanswered("attention"),
            Self::Ping { .. } => unanswered("ping"),
        }
    }

    /// Its name, as the wire spells it.
    pub fn kind(&self) -> &'static str {
        self.class().kind
    }

    /// What it asks for, for spans and metrics: the action of a command, if there is such an action; else its name.
    pub fn label(&self) -> &'static str {
        let action =
            if let Self::Command { action, .. } = self { ActionKind::parse(&action.action) } else { None };
        action.map_or_else(|| self.kind(), ActionKind::as_str)
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
