//! Publishes `room.heads`: each second, where those rooms stand that changed; each change is said twice. The markers of those
//! who have posted go with them, once.
//!
//! Rooms note where they stand; one task tells. What waits is bounded by the rooms that change within two seconds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chassis::Bus;
use proto::node::Heads;
use proto::room::Head;
use proto::{NodeId, RoomId, Seq, subject};
use tokio::time::MissedTickBehavior;

use crate::author_markers::AuthorMarkers;
use crate::store::Pool;
use crate::thread_news::ThreadNews;

/// How often.
const EVERY: Duration = Duration::from_secs(1);
/// How often each change is said.
const TIMES: u8 = 2;
/// Rooms, and markers, in one message: some 170 and 230 bytes each, so below 512 KiB.
const CHUNK: usize = 1_000;
/// How long heads wait for the markers that go with them. The markers of a database that answers later go a second later.
const PATIENCE: Duration = Duration::from_millis(250);

/// What is to be told. Clones share it.
#[derive(Clone)]
pub(crate) struct HeadsPublisher {
    node: NodeId,
    authors: AuthorMarkers,
    threads: ThreadNews,
    changed: Arc<Mutex<HashMap<RoomId, (Head, u8)>>>,
}

impl HeadsPublisher {
    /// Publishes in the name of this process, with the markers of these authors.
    pub(crate) fn new(node: NodeId, authors: AuthorMarkers) -> Self {
        Self { node, authors, threads: ThreadNews::default(), changed: Arc::default() }
    }

    /// A room stands here now.
    pub(crate) fn note(&self, head: Head) {
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        let line = changed.entry(head.room).or_insert((head, TIMES));
        if line.0.head <= head.head {
            *line = (head, TIMES);
        }
    }

    /// A thread of a room goes on, or is less than it was; it is named by any of its messages.
    pub(crate) fn note_thread(&self, room: RoomId, root: Seq) {
        self.threads.note(room, root);
    }

    /// Publishes each second, until dropped; and what is told of threads, which nothing waits for.
    pub(crate) async fn run(self, bus: Bus, pool: Pool) {
        let threads = self.threads.clone().run(bus.clone(), pool.clone());
        tokio::join!(self.publish_all(bus, pool), threads);
    }

    async fn publish_all(self, bus: Bus, pool: Pool) {
        let mut flush = None;
        let mut pace = tokio::time::interval(EVERY);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            pace.tick().await;
            // One flush at a time, and never cancelled.
            let moving = flush.get_or_insert_with(|| tokio::spawn(self.authors.clone().flush(pool.clone())));
            if tokio::time::timeout(PATIENCE, moving).await.is_ok() {
                flush = None;
            }
            self.publish(&bus).await;
        }
    }

    /// Publishes once, now.
    pub(crate) async fn publish(&self, bus: &Bus) {
        // While the connection is down the lines wait; the rooms' numbers are the same when it is back.
        if !bus.connection().borrow().up {
            return;
        }
        let (heads, markers) = (self.take(), self.authors.take_moved());
        let (mut heads, mut markers) = (heads.chunks(CHUNK), markers.chunks(CHUNK));
        loop {
            let (heads, markers) = match (heads.next(), markers.next()) {
                (None, None) => return,
                (heads, markers) => {
                    (heads.unwrap_or_default().to_vec(), markers.unwrap_or_default().to_vec())
                }
            };
            bus.publish(subject::ROOM_HEADS, &Heads { node: self.node, heads, markers }).await;
        }
    }

    fn take(&self) -> Vec<Head> {
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        let heads = changed.values().map(|(head, _)| *head).collect();
        changed.retain(|_, (_, times)| {
            *times -= 1;
            *times > 0
        });
        heads
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(room: RoomId, head: i64) -> Head {
        Head { room, head, last_msg: 0, acl: 0, revised: 0 }
    }

    #[test]
    fn each_change_is_said_twice_and_no_more() {
        let (heads, room) = (HeadsPublisher::new(NodeId::new(), AuthorMarkers::default()), RoomId::new());
        heads.note(head(room, 7));
        assert_eq!([heads.take().len(), heads.take().len(), heads.take().len()], [1, 1, 0]);
    }

    #[test]
    fn a_later_change_is_said_twice_too_and_a_head_never_goes_back() {
        let (heads, room) = (HeadsPublisher::new(NodeId::new(), AuthorMarkers::default()), RoomId::new());
        heads.note(head(room, 7));
        heads.take();
        heads.note(head(room, 8));
        heads.note(head(room, 6));
        assert_eq!(heads.take(), [head(room, 8)]);
        assert_eq!(heads.take(), [head(room, 8)]);
        assert!(heads.take().is_empty());
    }
}
