//! Threads that go on: how an order leaves each, what is said in it, and who follows it from here on.

use std::collections::{BTreeMap, BTreeSet};

use proto::room::{Fact, Message, Thread, ThreadFace};
use proto::{Seq, UserId};
use serde::Serialize;

use crate::room::Draft;

/// One thread of one room.
#[derive(Debug, Serialize)]
pub(super) struct ThreadRow<'a> {
    root: Seq,
    replies: i64,
    /// The first and the last reply of the order.
    first: Seq,
    seq: Seq,
    faces: &'a [ThreadFace],
    /// What is said in it.
    posts: Vec<Seq>,
    /// Who says that, and the last that each says: they follow it, and have read so far.
    authors: Vec<UserId>,
    said: Vec<Seq>,
    /// Who is mentioned there, and follows it unless they do not want to.
    mentioned: BTreeSet<UserId>,
}

/// The threads of one order.
#[derive(Default)]
pub(super) struct Threads<'a>(BTreeMap<Seq, (ThreadRow<'a>, BTreeMap<UserId, Seq>)>);

impl<'a> Threads<'a> {
    /// What is later in an order stays.
    pub(super) fn take(&mut self, draft: &'a Draft) {
        let Fact::Posted { message } = &draft.event.fact else { return };
        let Some((root, thread)) = said_in(message) else { return };
        let new = || {
            let (seq, faces) = (message.seq, thread.faces.as_slice());
            let row = ThreadRow {
                root,
                replies: 0,
                first: seq,
                seq,
                faces,
                posts: Vec::new(),
                authors: Vec::new(),
                said: Vec::new(),
                mentioned: BTreeSet::new(),
            };
            (row, BTreeMap::new())
        };
        let (row, authors) = self.0.entry(root).or_insert_with(new);
        (row.replies, row.seq, row.faces) = (thread.replies, message.seq, &thread.faces);
        row.posts.push(message.seq);
        row.mentioned.extend(draft.people());
        authors.insert(message.author, message.seq);
    }

    pub(super) fn into_rows(self) -> impl Iterator<Item = ThreadRow<'a>> {
        self.0.into_values().map(|(row, authors)| {
            let (authors, said) = authors.into_iter().unzip();
            ThreadRow { authors, said, ..row }
        })
    }
}

fn said_in(message: &Message) -> Option<(Seq, &Thread)> {
    Some((message.root()?, message.thread.as_deref()?))
}

/// The thread whose mentions are read there, not in the room.
pub(super) fn aside_in(message: &Message) -> Option<Seq> {
    message.root().filter(|_| message.msg_no.is_none())
}
