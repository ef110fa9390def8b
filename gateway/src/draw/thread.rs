//! The page of a thread, and that of those with something new.

use std::collections::HashMap;

use proto::auth::{Person, Session};
use proto::room::permissions::Asker;
use proto::room::{ActionKind, Kind, MyThread, RoomView};
use proto::{At, Seq, UserId};
use serde::Serialize;

use super::blocked::{folded_in, is_pair};
use super::home::Said;
use super::room::Composer;
use super::{Page, Sidebar, Timeline};

/// `GET /r/{slug}/t/{root}`, and its `POST` gone wrong: a thread.
#[derive(Clone, Debug, Serialize)]
pub struct ThreadPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// Where it begins.
    pub root: Seq,
    /// How many replies there are.
    pub replies: i64,
    /// Replies: the last 50, or those asked for.
    pub timeline: Timeline,
    /// The form to reply with.
    pub composer: Composer,
    /// What is typed is to be said in the room, too.
    pub also_in_room: bool,
    /// They wait between two messages.
    pub waits: bool,
    /// Who looks may reply.
    pub replies_allowed: bool,
    /// Files can be sent.
    pub files: bool,
    /// They follow it.
    pub following: bool,
    /// What those say whom they have blocked is folded.
    pub folds: bool,
    /// They have read up to this seq.
    pub read_seq: Seq,
    /// What is offered to be done to messages.
    pub offers: super::Offers,
}

impl ThreadPage {
    /// The page of a thread.
    pub fn new(
        session: &Session,
        sidebar: Sidebar,
        room: RoomView,
        thread: &proto::room::ThreadPage,
        composer: Composer,
    ) -> Self {
        let read_seq = thread.mine.map_or(0, |mine| mine.read_seq);
        let mut timeline =
            Timeline::of_thread(&thread.root, &thread.page, thread.mine.map(|mine| mine.read_seq));
        timeline.name(session.person.id);
        timeline.fold(folded_in(&room, &sidebar.blocked));
        let asker = Asker::viewing(session.org_role, &room);
        Self {
            sidebar,
            root: thread.root.seq,
            folds: !is_pair(room.kind, room.others.len()),
            replies: thread.root.thread.as_ref().map_or(0, |line| line.replies),
            timeline,
            composer,
            also_in_room: false,
            waits: super::room::waits(session, &room),
            replies_allowed: asker.may(ActionKind::PostInThread),
            files: false,
            following: thread.mine.is_some_and(|mine| mine.following),
            read_seq,
            offers: super::Offers::of(session, &room).in_thread(),
            room,
        }
    }

    /// The same, about one of its messages, if that is on the page.
    #[must_use]
    pub fn chosen(mut self, seq: Option<Seq>) -> Self {
        if let Some(seq) = seq {
            self.timeline.choose(seq);
        }
        self
    }
}

impl Page for ThreadPage {
    const TEMPLATE: &'static str = "rooms/thread.html";

    fn timeline(&self) -> Option<&Timeline> {
        Some(&self.timeline)
    }
}

/// `GET /threads`: threads of one's own with something new.
#[derive(Clone, Debug, Serialize)]
pub struct MyThreadsPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The one with the latest reply first.
    pub threads: Vec<MyThreadRow>,
}

/// One of them.
#[derive(Clone, Debug, Serialize)]
pub struct MyThreadRow {
    /// Where it is.
    pub address: String,
    /// What its room is called.
    pub room: String,
    /// Only members know of the room.
    pub private: bool,
    /// How it began.
    pub root: Said,
    /// The last reply.
    pub last: Said,
    /// How many replies are unread.
    pub unread: i64,
}

impl MyThreadsPage {
    /// Threads, by people called as these are.
    pub fn new(sidebar: Sidebar, threads: &[MyThread], people: &HashMap<UserId, Person>, now: At) -> Self {
        let me = sidebar.me.id;
        let row = |thread: &MyThread| MyThreadRow {
            address: format!("{}/t/{}", thread.address, thread.root.seq),
            room: thread.name.clone(),
            private: thread.kind == Kind::Private,
            root: Said::of(&thread.root, people, me, now).hiding(&sidebar.blocked),
            last: Said::of(&thread.last, people, me, now).hiding(&sidebar.blocked),
            unread: thread.unread,
        };
        Self { threads: threads.iter().map(row).collect(), sidebar }
    }
}

impl Page for MyThreadsPage {
    const TEMPLATE: &'static str = "rooms/threads.html";
}
