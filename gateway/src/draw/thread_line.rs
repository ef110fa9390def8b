//! The line of a thread, under the message it began with.

use proto::Seq;
use proto::room::{Following, Thread};
use serde::Serialize;

use super::Face;
use super::when::iso;

/// What the component `ThreadLine` is given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub(super) struct DrawnThread {
    root: Seq,
    replies: i64,
    last_at: String,
    /// In the order in which they replied.
    faces: Vec<Face>,
    /// Who looks follows it.
    following: bool,
    /// Replies that are unread to them.
    unread: i64,
}

impl DrawnThread {
    pub(super) fn of(thread: &Thread) -> Self {
        Self {
            root: thread.root,
            replies: thread.replies,
            last_at: iso(thread.last_at),
            faces: thread
                .faces
                .iter()
                .rev()
                .map(|face| Face::shown(face.user, &face.name, face.avatar))
                .collect(),
            following: false,
            unread: 0,
        }
    }

    pub(super) fn follow(&mut self, mine: Following) {
        (self.following, self.unread) = (true, mine.unread);
    }

    /// Bytes of text in it.
    pub(super) fn len(&self) -> usize {
        self.faces.iter().map(|face| face.name.len()).sum()
    }
}
