//! Everything that happens because something happened: durable work behind the log, off the hot path.
//!
//! A [`Follower`] acts on events of some kinds. How far it has come in each room is its cursor in `chat.cursor`; it gets the
//! events of a room in order, at least once, and must be idempotent by (room, seq). It is woken by what was appended here
//! and by heads that other nodes publish, and sweeps `room.head > cursor` at its start and every minute, so that nothing
//! depends on a hint. A room's work is done by the node that stands first for the room; two doing it at once is harmless.
//!
//! What is current state elsewhere (who is deactivated) is read as state, through [`Follower::due`], never replayed.
//! A follower decides and writes. It speaks neither HTTP nor SMTP.

mod deactivated;
mod held;
mod keywords;
mod link_previews;
mod notifier;
mod retry;
mod runner;
mod search;
pub(crate) mod wake;

use std::future::Future;
use std::time::Duration;

use chassis::Bus;
use proto::RoomId;
use proto::room::Event;
use ractor::ActorRef;

use deactivated::Deactivated;
use keywords::Keywords;
use link_previews::LinkPreviews;
use notifier::Notifier;
use runner::Runner;
pub(crate) use runner::Setup;
use search::Search;
use wake::Wake;

use crate::directory::DirectoryMessage;
use crate::store::StoreError;

/// Every follower of this release, with the kinds of event it acts on: for the overview.
pub(crate) const ALL: [(&str, &[&str]); 5] = [
    (Deactivated::NAME, Deactivated::KINDS),
    (Keywords::NAME, Keywords::KINDS),
    (LinkPreviews::NAME, LinkPreviews::KINDS),
    (Notifier::NAME, Notifier::KINDS),
    (Search::NAME, Search::KINDS),
];

/// All followers of a node, until dropped. People have so long to read what is said before their devices are told.
pub(crate) async fn run(setup: Setup, bus: Bus, directory: ActorRef<DirectoryMessage>, patience: Duration) {
    let deactivated = Runner::new(Deactivated::new(setup.pool.clone(), directory.clone()), setup.clone());
    let search = Runner::new(Search::new(setup.pool.clone()), setup.clone());
    let notifier = Notifier::new(setup.pool.clone(), bus.clone(), setup.peers.clone(), patience);
    let keywords = Keywords::new(setup.pool.clone(), bus.clone(), notifier.clone());
    let keywords = Runner::new(keywords, setup.clone());
    let previews = LinkPreviews::new(setup.pool.clone(), bus.clone(), setup.peers.clone(), directory);
    let previews = Runner::new(previews, setup.clone());
    let notifier = Runner::new(notifier, setup.clone());
    let listening = wake::listen(setup.wake, bus, setup.node);
    tokio::join!(listening, deactivated.run(), keywords.run(), previews.run(), notifier.run(), search.run());
}

/// Work behind the log.
pub(crate) trait Follower: Send + Sync + 'static {
    /// What it is called in `chat.cursor`, in metrics and on the overview.
    const NAME: &'static str;
    /// The kinds of event it acts on, as [`proto::room::Fact::kind`] names them. Others only move its cursor.
    const KINDS: &'static [&'static str];

    /// Acts on events of one room, in order; none: the room was `due`.
    fn handle(
        &self,
        room: RoomId,
        events: &[Event],
    ) -> impl Future<Output = Result<(), FollowerError>> + Send;

    /// How old an event must be before it is handled.
    fn patience(&self) -> Duration {
        Duration::ZERO
    }

    /// Rooms that need it although nothing happened in their logs. Asked every second; cheap when there is no news.
    fn due(&self) -> impl Future<Output = Result<Vec<RoomId>, FollowerError>> + Send {
        std::future::ready(Ok(Vec::new()))
    }
}

/// Why a follower could not go on in a room.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FollowerError {
    /// Something it needs is away. No event is to blame, so none is skipped for it.
    #[error("{0}")]
    Away(String),
    /// The event cannot be handled. After a few tries it is skipped, and the overview says so.
    #[error("{0}")]
    Event(String),
}

impl From<StoreError> for FollowerError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Away | StoreError::NoSlot | StoreError::TooSlow => Self::Away(error.to_string()),
            StoreError::Failed(_) | StoreError::Unreadable(_) => Self::Event(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests;
