//! Authors have read what they wrote: their markers follow their own posts.
//!
//! Rooms note who has posted. Once a second the heads publisher has the markers moved, some in one statement, and tells of
//! them beside the heads, so that nobody's own post counts as unread elsewhere. Where the room is open the post itself
//! says it at once. A note that is lost costs a number in somebody's room list, until they read or post again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use proto::node::UserMarker;
use proto::{RoomId, Seq, UserId};

use crate::store::Pool;
use crate::store::markers::{self, Marked, Read};

/// The most notes that wait, and the most markers that nobody has been told of; those beyond are dropped.
const WAITING: usize = 10_000;
/// The most markers of one statement: about a millisecond of the database.
const AT_ONCE: usize = 50;
/// How many times as long as a statement has taken is waited before the next one, so that whoever posts meanwhile does not
/// wait behind the markers of all who did before.
const REST: u32 = 3;

/// Who has posted where. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct AuthorMarkers(Arc<Mutex<Notes>>);

#[derive(Default)]
struct Notes {
    posted: HashMap<(RoomId, UserId), Seq>,
    moved: Vec<UserMarker>,
}

impl AuthorMarkers {
    /// Somebody's post is in the log.
    pub(crate) fn note(&self, room: RoomId, author: UserId, seq: Seq) {
        let posted = &mut self.notes().posted;
        if posted.len() < WAITING || posted.contains_key(&(room, author)) {
            let noted = posted.entry((room, author)).or_insert(seq);
            *noted = seq.max(*noted);
        }
    }

    /// Moves the markers of all that is noted by now, a few at a time and with rests between. What cannot be moved is noted
    /// again.
    pub(crate) async fn flush(self, pool: Pool) {
        self.move_all(&pool, REST).await;
    }

    /// The same without rests, before the end of the process.
    pub(crate) async fn flush_quickly(self, pool: Pool) {
        self.move_all(&pool, 0).await;
    }

    async fn move_all(&self, pool: &Pool, rest: u32) {
        let mut left = self.notes().posted.len();
        while left > 0 {
            let (wanted, since) = (self.take(), Instant::now());
            if wanted.is_empty() || !self.move_some(pool, &wanted).await {
                return;
            }
            left = left.saturating_sub(wanted.len());
            if left > 0 {
                tokio::time::sleep(since.elapsed() * rest).await;
            }
        }
    }

    /// Whether they were moved.
    async fn move_some(&self, pool: &Pool, wanted: &[Read]) -> bool {
        match markers::mark_all(pool, wanted).await {
            Ok(marked) => {
                let moved = marked.into_iter().filter(|marked| marked.moved);
                self.moved(moved.map(|Marked { room, user, marker, .. }| UserMarker { user, room, marker }));
                true
            }
            Err(error) => {
                tracing::debug!(%error, "authors' markers were not moved");
                wanted.iter().for_each(|(room, author, seq, _)| self.note(*room, *author, *seq));
                false
            }
        }
    }

    /// The markers that have moved and nobody has been told of.
    pub(crate) fn take_moved(&self) -> Vec<UserMarker> {
        std::mem::take(&mut self.notes().moved)
    }

    fn moved(&self, markers: impl Iterator<Item = UserMarker>) {
        let moved = &mut self.notes().moved;
        let room = WAITING.saturating_sub(moved.len());
        moved.extend(markers.take(room));
    }

    fn take(&self) -> Vec<Read> {
        let posted = &mut self.notes().posted;
        let keys: Vec<_> = posted.keys().take(AT_ONCE).copied().collect();
        keys.into_iter().filter_map(|key| posted.remove(&key).map(|seq| (key.0, key.1, seq, None))).collect()
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
        // Noted again, after a statement that failed.
        authors.note(room, author, 3);
        assert_eq!(authors.take(), [(room, author, 5, None)]);
        assert!(authors.take().is_empty());
        for _ in 0..WAITING + 5 {
            authors.note(room, UserId::new(), 1);
        }
        assert_eq!(authors.notes().posted.len(), WAITING);
    }

    #[test]
    fn a_statement_takes_a_few_of_many_notes_and_the_others_stay() {
        let (authors, room) = (AuthorMarkers::default(), RoomId::new());
        for _ in 0..AT_ONCE + 5 {
            authors.note(room, UserId::new(), 1);
        }
        assert_eq!([authors.take().len(), authors.take().len(), authors.take().len()], [AT_ONCE, 5, 0]);
    }
}
