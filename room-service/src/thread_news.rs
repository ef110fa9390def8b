//! Whoever follows a thread is told that it goes on, also where they have its room not open. A hint, once a second for all that went on
//! meanwhile; one that is lost costs a number in a sidebar, until the next.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chassis::Bus;
use proto::node::UserHint;
use proto::{RoomId, Seq};
use tokio::time::MissedTickBehavior;

use crate::announce;
use crate::store::{Pool, threads};

/// How often.
const EVERY: Duration = Duration::from_secs(1);
/// The most threads that wait; those beyond are dropped.
const WAITING: usize = 10_000;
/// The most threads whose followers are asked for at once.
const AT_ONCE: usize = 50;

/// Threads that went on. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct ThreadNews(Arc<Mutex<HashSet<(RoomId, Seq)>>>);

impl ThreadNews {
    /// Somebody replied in the thread that begins with `root`.
    pub(crate) fn note(&self, room: RoomId, root: Seq) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < WAITING {
            waiting.insert((room, root));
        }
    }

    /// Tells each second, until dropped.
    pub(crate) async fn run(self, bus: Bus, pool: Pool) {
        let mut pace = tokio::time::interval(EVERY);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            pace.tick().await;
            let some = self.take();
            if some.is_empty() {
                continue;
            }
            match threads::followers(&pool, &some).await {
                Ok(users) => {
                    for user in users {
                        announce::hint_to(&bus, user, &UserHint::Personal).await;
                    }
                }
                Err(error) => tracing::debug!(%error, "followers of threads were not told"),
            }
        }
    }

    fn take(&self) -> Vec<(RoomId, Seq)> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let some: Vec<_> = waiting.iter().take(AT_ONCE).copied().collect();
        some.iter().for_each(|thread| {
            waiting.remove(thread);
        });
        some
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_goes_on_is_told_once_and_what_waits_is_bounded() {
        let (news, room) = (ThreadNews::default(), RoomId::new());
        news.note(room, 4);
        news.note(room, 4);
        assert_eq!(news.take(), [(room, 4)]);
        assert!(news.take().is_empty());
        for root in 0..(WAITING as Seq + 5) {
            news.note(room, root);
        }
        let taken: usize = std::iter::from_fn(|| Some(news.take().len()).filter(|taken| *taken > 0)).sum();
        assert_eq!(taken, WAITING);
    }
}
