//! Runs one follower on one node.
//!
//! Each second it takes the rooms that wait, those that are due, those whose pause is over and, once a minute, all that
//! are behind; of these it does the ones for which this node stands first, spread over the second: rooms done in a row would
//! hold up those who talk meanwhile.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use chassis::Peers;
use chassis::telemetry::metrics;
use proto::node::NodeKind;
use proto::room::Event;
use proto::{At, NodeId, RoomId, Seq};
use tokio::time::MissedTickBehavior;

use super::retry::{self, Next};
use super::{Follower, FollowerError, Wake};
use crate::store::cursors::{self, Batch, Cursor};
use crate::store::{Pool, StoreError};

/// How often it looks what there is to do.
const EVERY: Duration = Duration::from_secs(1);
/// Of that, how long the rooms are spread over. Together with the wait for the next look it is less than two seconds.
const SPREAD: Duration = Duration::from_millis(800);
/// How often it looks for rooms that no hint has told of.
const SWEEP: Duration = Duration::from_secs(60);
/// Rooms of one sweep.
const SWEPT: i64 = 1_000;
/// Events handed over at once.
const BATCH: i64 = 200;
/// Batches a second: what is behind catches up without crowding out those who talk.
const RATE: usize = 100;

/// What every follower of a node shares.
#[derive(Clone)]
pub(crate) struct Setup {
    /// This process.
    pub(crate) node: NodeId,
    /// Who else lives.
    pub(crate) peers: Peers,
    /// Connections for followers alone.
    pub(crate) pool: Pool,
    /// Where rooms wait.
    pub(crate) wake: Wake,
}

/// A follower at work.
pub(crate) struct Runner<F> {
    follower: F,
    setup: Setup,
    swept: Option<Instant>,
    /// Rooms with more to do than there was time for.
    left: HashSet<RoomId>,
    /// Rooms that pause after a failure.
    pausing: HashMap<RoomId, Instant>,
}

impl<F: Follower> Runner<F> {
    /// A follower that is told of rooms from now on, and works once it runs.
    pub(crate) fn new(follower: F, setup: Setup) -> Self {
        setup.wake.register(F::NAME, F::KINDS);
        Self { follower, setup, swept: None, left: HashSet::new(), pausing: HashMap::new() }
    }

    /// Works until dropped.
    pub(crate) async fn run(mut self) {
        let mut pace = tokio::time::interval(EVERY);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            pace.tick().await;
            if let Err(error) = self.work().await {
                tracing::debug!(follower = F::NAME, %error, "a follower waits for the database");
            }
        }
    }

    /// One second's work.
    pub(super) async fn work(&mut self) -> Result<(), FollowerError> {
        let mut batches = RATE;
        for room in self.mine(self.follower.due().await?) {
            if batches == 0 {
                break;
            }
            batches -= 1;
            if let Err(error) = self.follower.handle(room, &[]).await {
                tracing::warn!(follower = F::NAME, room.id = %room, %error, "a room that is due was not handled");
            }
        }
        let mut rooms = self.waiting();
        rooms.extend(self.swept().await?);
        metrics::follower_rooms(F::NAME, rooms.len() + self.pausing.len());
        self.left = rooms.clone();
        let (begun, share) =
            (tokio::time::Instant::now(), SPREAD / u32::try_from(rooms.len()).unwrap_or(1).max(1));
        for (place, room) in (0..).zip(rooms) {
            if batches > 0 {
                tokio::time::sleep_until(begun + share * place).await;
            }
            while batches > 0 {
                batches -= 1;
                if self.step(room).await?.is_break() {
                    self.left.remove(&room);
                    break;
                }
            }
        }
        Ok(())
    }

    /// Rooms that were named by a hint, were left over, or have paused long enough.
    fn waiting(&mut self) -> HashSet<RoomId> {
        let mut rooms = std::mem::take(&mut self.left);
        let (named, now) = (self.mine(self.setup.wake.take(F::NAME)), Instant::now());
        match self.follower.patience() {
            Duration::ZERO => rooms.extend(named),
            // What they were named for is not old enough yet.
            patience => {
                for room in named {
                    self.pausing.entry(room).or_insert(now + patience);
                }
            }
        }
        rooms.retain(|room| !self.pausing.contains_key(room));
        rooms.extend(self.pausing.extract_if(|_, until| *until <= now).map(|(room, _)| room));
        rooms
    }

    /// Once a minute: rooms that are behind. Cursors of rooms in which nothing of its kinds happened move at once.
    async fn swept(&mut self) -> Result<Vec<RoomId>, StoreError> {
        if self.swept.is_some_and(|last| last.elapsed() < SWEEP) {
            return Ok(Vec::new());
        }
        let sweep = cursors::sweep(&self.setup.pool, F::NAME, F::KINDS, SWEPT).await?;
        // As many as were asked for: there may be more.
        self.swept = (sweep.rooms < SWEPT).then(Instant::now);
        Ok(self.mine(sweep.behind).into_iter().filter(|room| !self.pausing.contains_key(room)).collect())
    }

    /// Those for which this node stands first.
    fn mine(&self, rooms: impl IntoIterator<Item = RoomId>) -> Vec<RoomId> {
        let Setup { node, peers, .. } = &self.setup;
        let is_first =
            |room: &RoomId| peers.rank(NodeKind::Room, room.0).first().is_none_or(|peer| peer.node == *node);
        rooms.into_iter().filter(is_first).collect()
    }

    /// The next batch of a room. Breaks when nothing is left to do there for now.
    async fn step(&mut self, room: RoomId) -> Result<ControlFlow<()>, FollowerError> {
        let pool = &self.setup.pool;
        let cursor = cursors::read(pool, F::NAME, room).await?;
        let most = retry::batch(cursor.tries, BATCH);
        let mut batch = cursors::events(pool, room, cursor.seq, F::KINDS, most).await?;
        if let Some(pause) = ripe(&mut batch, self.follower.patience(), At::now_utc()) {
            self.pausing.insert(room, Instant::now() + pause);
        }
        let Some(last) = batch.events.last() else {
            if batch.upto > cursor.seq {
                cursors::advance(pool, F::NAME, room, batch.upto).await?;
            }
            return Ok(ControlFlow::Break(()));
        };
        match self.follower.handle(room, &batch.events).await {
            Ok(()) => {
                metrics::follower_handled(F::NAME, batch.events.len(), age(last));
                cursors::advance(pool, F::NAME, room, batch.upto).await?;
                Ok(if batch.more { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
            }
            Err(FollowerError::Away(why)) => {
                tracing::debug!(follower = F::NAME, room.id = %room, why, "a follower waits");
                self.pausing.insert(room, Instant::now() + EVERY);
                Ok(ControlFlow::Break(()))
            }
            Err(FollowerError::Event(_)) if batch.events.len() > 1 => {
                self.one_by_one(room, &batch.events).await
            }
            Err(FollowerError::Event(why)) => self.failed(room, cursor, last.seq, &why).await,
        }
    }

    /// Of several events one cannot be handled: those before it are done with, and which one it is becomes known.
    async fn one_by_one(&mut self, room: RoomId, events: &[Event]) -> Result<ControlFlow<()>, FollowerError> {
        for event in events {
            match self.follower.handle(room, std::slice::from_ref(event)).await {
                Ok(()) => cursors::advance(&self.setup.pool, F::NAME, room, event.seq).await?,
                Err(FollowerError::Event(why)) => {
                    let cursor = cursors::read(&self.setup.pool, F::NAME, room).await?;
                    return self.failed(room, cursor, event.seq, &why).await;
                }
                Err(away) => return Err(away),
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The event at `seq`, which comes next after the cursor, could not be handled.
    async fn failed(
        &mut self,
        room: RoomId,
        cursor: Cursor,
        seq: Seq,
        why: &str,
    ) -> Result<ControlFlow<()>, FollowerError> {
        let (pool, tries) = (&self.setup.pool, cursor.tries + 1);
        match retry::after(tries) {
            Next::Skip => {
                tracing::error!(follower = F::NAME, room.id = %room, seq, why, "an event was skipped");
                metrics::follower_skipped(F::NAME);
                cursors::skip(pool, F::NAME, room, seq, why).await?;
                Ok(ControlFlow::Continue(()))
            }
            Next::Retry(pause) => {
                tracing::warn!(follower = F::NAME, room.id = %room, seq, tries, why, "a follower could not go on");
                cursors::failed(pool, F::NAME, room, cursor.seq, tries, why).await?;
                self.pausing.insert(room, Instant::now() + pause);
                Ok(ControlFlow::Break(()))
            }
        }
    }

    /// Every pause is over.
    #[cfg(test)]
    pub(super) fn end_pauses(&mut self) {
        self.pausing.values_mut().for_each(|until| *until = Instant::now());
    }
}

/// Leaves in a batch what is old enough. Answers how long to wait for the rest, if there is any: half of the patience at least, so that
/// what goes on and on is handled a few times a minute and not at every event.
fn ripe(batch: &mut Batch, patience: Duration, now: At) -> Option<Duration> {
    let young = |event: &Event| now - event.at < patience;
    let first = batch.events.iter().position(young)?;
    let wait = (batch.events[first].at + patience - now).try_into().unwrap_or(patience);
    batch.upto = batch.events[first].seq - 1;
    batch.events.truncate(first);
    batch.more = false;
    Some(wait.clamp(patience / 2, patience))
}

/// How long ago an event was appended.
fn age(event: &Event) -> Duration {
    (At::now_utc() - event.at).try_into().unwrap_or_default()
}
