//! Authors have read what they wrote: their markers follow their own posts.
//!
//! Rooms note who has posted; one task moves the markers, many in one statement, beside the appends and never before
//! them. While a statement is under way the next one fills. A note that is lost costs a number in somebody's room list.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chassis::Bus;
use proto::node::UserHint;
use proto::{RoomId, Seq, UserId};
use tokio::sync::Notify;

use crate::announce;
use crate::store::Pool;
use crate::store::markers::{self, Read};

/// The most notes that wait; those beyond are dropped.
const WAITING: usize = 10_000;
/// The most markers of one statement.
const AT_ONCE: usize = 500;

/// Who has posted where. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct AuthorMarkers {
    posted: Arc<Mutex<HashMap<(RoomId, UserId), Seq>>>,
    stirred: Arc<Notify>,
}

impl AuthorMarkers {
    /// Somebody's post is in the log.
    pub(crate) fn note(&self, room: RoomId, author: UserId, seq: Seq) {
        let mut posted = self.posted.lock().unwrap_or_else(PoisonError::into_inner);
        if posted.len() < WAITING || posted.contains_key(&(room, author)) {
            posted.insert((room, author), seq);
            self.stirred.notify_one();
        }
    }

    /// Moves markers until dropped.
    pub(crate) async fn keep_up(self, pool: Pool, bus: Bus) {
        loop {
            let wanted = self.take();
            if wanted.is_empty() {
                self.stirred.notified().await;
                continue;
            }
            match markers::mark_all(&pool, &wanted).await {
                Ok(moved) => {
                    for marker in moved.into_iter().filter(|marker| marker.moved) {
                        let hint = UserHint::Marker { room: marker.room, marker: marker.marker };
                        announce::hint_to(&bus, marker.user, &hint).await;
                    }
                }
                Err(error) => tracing::debug!(%error, "authors' markers were not moved"),
            }
        }
    }

    fn take(&self) -> Vec<Read> {
        let mut posted = self.posted.lock().unwrap_or_else(PoisonError::into_inner);
        let keys: Vec<_> = posted.keys().take(AT_ONCE).copied().collect();
        keys.into_iter().filter_map(|key| posted.remove(&key).map(|seq| (key.0, key.1, seq, None))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_post_of_an_author_counts_and_notes_are_bounded() {
        let (authors, room, author) = (AuthorMarkers::default(), RoomId::new(), UserId::new());
        authors.note(room, author, 3);
        authors.note(room, author, 5);
        assert_eq!(authors.take(), [(room, author, 5, None)]);
        assert!(authors.take().is_empty());
        for _ in 0..WAITING + 5 {
            authors.note(room, UserId::new(), 1);
        }
        assert_eq!(authors.posted.lock().expect("unpoisoned").len(), WAITING);
    }
}
