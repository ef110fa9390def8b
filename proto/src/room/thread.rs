//! Threads: what is said about one message, beside the room.

use serde::{Deserialize, Serialize};

use super::{Around, Excerpt, Kind, RoomAddress, Viewer};
use crate::{At, PictureId, RoomId, Seq, UserId};

/// A thread as the line under the message it began with shows it: as it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The message it began with.
    pub root: Seq,
    /// How many replies, those that were taken back included.
    pub replies: i64,
    /// The last of them.
    pub last_seq: Seq,
    /// When that was said.
    #[serde(with = "time::serde::rfc3339")]
    pub last_at: At,
    /// Who replied last, the latest first; at most [`Thread::FACES`].
    pub faces: Vec<ThreadFace>,
}

/// Somebody who replied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadFace {
    /// Who.
    pub user: UserId,
    /// Their display name, a hint.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Their picture, which gateways fill in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<PictureId>,
}

impl Thread {
    /// The most people that its line shows.
    pub const FACES: usize = 3;

    /// The thread of this message, as it was before if there was one, one reply further.
    pub fn replied(root: Seq, before: Option<&Self>, seq: Seq, user: UserId, name: &str) -> Self {
        let (replies, before) = before.map_or((0, [].as_slice()), |it| (it.replies, &it.faces));
        let others = before.iter().filter(|face| face.user != user).take(Self::FACES - 1).cloned();
        let faces =
            std::iter::once(ThreadFace { user, name: name.to_owned(), avatar: None }).chain(others).collect();
        Self { root, replies: replies + 1, last_seq: seq, last_at: At::UNIX_EPOCH, faces }
    }
}

/// A thread that somebody follows, as far as a page needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Following {
    /// The message it began with.
    pub root: Seq,
    /// Replies of others that they have not read; a hundred is as good as more.
    pub unread: i64,
}

/// Whether somebody follows a thread, and how far they have read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follow {
    /// Read up to this seq.
    pub read_seq: Seq,
    /// It is among their threads when somebody replies.
    pub following: bool,
}

/// A thread that somebody follows and has not read to its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyThread {
    /// The address of its room.
    pub address: RoomAddress,
    /// What that is called; empty if it is direct.
    pub name: String,
    /// Open to whom.
    pub kind: Kind,
    /// The message it began with.
    pub root: Excerpt,
    /// The last reply.
    pub last: Excerpt,
    /// Unread replies; a hundred is as good as more.
    pub unread: i64,
}

/// What is asked about threads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum ThreadQuery {
    /// A thread: the message it began with, and replies. → `Thread`
    Page {
        /// The room.
        room: RoomId,
        /// Who is looking.
        viewer: Viewer,
        /// The message it begins with.
        root: Seq,
        /// Which part of the replies.
        part: Around,
        /// At most so many, ≤ 100.
        limit: u16,
    },
    /// The threads a person follows and has not read to their end, those with the latest reply first, at most 50. → `MyThreads`
    Mine {
        /// The person.
        user: UserId,
    },
    /// Follow a thread, or do not any more. → `Follow`
    Follow {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
        /// The message it begins with.
        root: Seq,
        /// Whether.
        follow: bool,
    },
    /// Move a person's marker of a thread they have to do with forward. → `Follow`
    Read {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
        /// The message it begins with.
        root: Seq,
        /// What they have really seen.
        seq: Seq,
    },
}
