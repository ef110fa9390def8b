//! Publishes `room.heads`: each second, where those rooms stand that changed; each change is said twice.
//!
//! Rooms note where they stand; one task tells. What waits is bounded by the rooms that change within two seconds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chassis::Bus;
use proto::node::Heads;
use proto::room::Head;
use proto::{NodeId, RoomId, subject};
use tokio::time::MissedTickBehavior;

/// How often.
const EVERY: Duration = Duration::from_secs(1);
/// How often each change is said.
const TIMES: u8 = 2;
/// Rooms in one message: some 170 bytes each, so well below 512 KiB.
const CHUNK: usize = 2_000;

/// What is to be told. Clones share it.
#[derive(Clone)]
pub(crate) struct HeadsPublisher {
    node: NodeId,
    changed: Arc<Mutex<HashMap<RoomId, (Head, u8)>>>,
}

impl HeadsPublisher {
    /// Publishes in the name of this process.
    pub(crate) fn new(node: NodeId) -> Self {
        Self { node, changed: Arc::default() }
    }

    /// A room stands here now.
    pub(crate) fn note(&self, head: Head) {
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        let line = changed.entry(head.room).or_insert((head, TIMES));
        if line.0.head <= head.head {
            *line = (head, TIMES);
        }
    }

    /// Publishes each second, until dropped.
    pub(crate) async fn run(self, bus: Bus) {
        let mut pace = tokio::time::interval(EVERY);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            pace.tick().await;
            self.publish(&bus).await;
        }
    }

    /// Publishes once, now.
    pub(crate) async fn publish(&self, bus: &Bus) {
        // While the connection is down the lines wait; the rooms' numbers are the same when it is back.
        if !bus.connection().borrow().up {
            return;
        }
        for chunk in self.take().chunks(CHUNK) {
            bus.publish(subject::ROOM_HEADS, &Heads { node: self.node, heads: chunk.to_vec() }).await;
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
        let (heads, room) = (HeadsPublisher::new(NodeId::new()), RoomId::new());
        heads.note(head(room, 7));
        assert_eq!([heads.take().len(), heads.take().len(), heads.take().len()], [1, 1, 0]);
    }

    #[test]
    fn a_later_change_is_said_twice_too_and_a_head_never_goes_back() {
        let (heads, room) = (HeadsPublisher::new(NodeId::new()), RoomId::new());
        heads.note(head(room, 7));
        heads.take();
        heads.note(head(room, 8));
        heads.note(head(room, 6));
        assert_eq!(heads.take(), [head(room, 8)]);
        assert_eq!(heads.take(), [head(room, 8)]);
        assert!(heads.take().is_empty());
    }
}
