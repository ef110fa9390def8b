//! Runs one follower on one node.
//!
//! Each second it takes the rooms that wait, those that are due, those whose pause is over and, once a minute, all that
//! are behind; of these it does the ones for which this node stands first, spread over the second: rooms done in a row would
//! hold up those who talk meanwhile. Where it keeps up with what is appended here it reads neither events nor cursors, and its
//! cursors are written together, once a second: whatever ends in between has some events handled again.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use chassis::Peers;
use chassis::telemetry::metrics;
use proto::node::NodeKind;
use proto::room::Event;
use proto::{At, NodeId, RoomId, Seq};
use tokio::time::MissedTickBehavior;

use super::held::{Held, ripe};
use super::retry::{self, Next};
use super::wake::Kept;
use super::{Follower, FollowerError, Wake};
use crate::store::cursors::{self, Cursor};
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
/// Rooms whose cursor is remembered.
const REMEMBERED: usize = 100_000;

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
    /// Where it stands in rooms where nothing has failed.
    cursors: HashMap<RoomId, Seq>,
    /// Of these the ones that are still to be written.
    moved: HashMap<RoomId, Seq>,
    /// What is not old enough yet.
    held: Held,
}

impl<F: Follower> Runner<F> {
    /// A follower that is told of rooms from now on, and works once it runs.
    pub(crate) fn new(follower: F, setup: Setup) -> Self {
        setup.wake.register(F::NAME, F::KINDS);
        let (left, pausing) = (HashSet::new(), HashMap::new());
        let (cursors, moved, held) = (HashMap::new(), HashMap::new(), Held::default());
        Self { follower, setup, swept: None, left, pausing, cursors, moved, held }
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
        for room in self.swept().await? {
            rooms.entry(room).or_default();
        }
        metrics::follower_rooms(F::NAME, rooms.len() + self.pausing.len());
        self.left = rooms.keys().copied().collect();
        let (begun, share) =
            (tokio::time::Instant::now(), SPREAD / u32::try_from(rooms.len()).unwrap_or(1).max(1));
        for (place, (room, kept)) in (0..).zip(rooms) {
            if batches == 0 {
                break;
            }
            tokio::time::sleep_until(begun + share * place).await;
            if self.take_kept(room, kept).await? {
                self.left.remove(&room);
                continue;
            }
            while batches > 0 {
                batches -= 1;
                if self.step(room).await?.is_break() {
                    self.left.remove(&room);
                    break;
                }
            }
        }
        self.write_cursors().await
    }

    /// Rooms that were named by a hint, were left over, or have paused long enough; with their events where these are here.
    fn waiting(&mut self) -> HashMap<RoomId, Option<Kept>> {
        let now = Instant::now();
        let woken = self.setup.wake.take(F::NAME);
        let mut woken = self.held.turn(woken, self.follower.patience(), now);
        let mine = self.mine(woken.keys().copied());
        let mut rooms: HashMap<RoomId, Option<Kept>> =
            mine.into_iter().map(|room| (room, woken.remove(&room).flatten())).collect();
        // What is left over comes before what is new.
        rooms.extend(std::mem::take(&mut self.left).into_iter().map(|room| (room, None)));
        rooms.retain(|room, _| !self.pausing.contains_key(room));
        rooms.extend(self.pausing.extract_if(|_, until| *until <= now).map(|(room, _)| (room, None)));
        rooms
    }

    /// Acts on events that are here, if they are all that comes after the cursor. Says whether that was all there was to do.
    async fn take_kept(&mut self, room: RoomId, kept: Option<Kept>) -> Result<bool, FollowerError> {
        let (Some(kept), Some(cursor)) = (kept, self.cursors.get(&room).copied()) else { return Ok(false) };
        if kept.after > cursor {
            return Ok(false);
        }
        let events: Vec<Event> =
            kept.events.iter().filter(|event| event.seq > cursor).map(|event| Event::clone(event)).collect();
        for batch in events.chunks(usize::try_from(BATCH).unwrap_or(1)) {
            if self.follower.handle(room, batch).await.is_err() {
                // From the log, as what fails is told there.
                self.forget(room).await?;
                return Ok(false);
            }
        }
        if let Some(last) = events.last() {
            metrics::follower_handled(F::NAME, events.len(), age(last));
        }
        self.remember(room, kept.upto.max(cursor));
        self.moved.insert(room, kept.upto.max(cursor));
        Ok(true)
    }

    fn remember(&mut self, room: RoomId, seq: Seq) {
        if self.cursors.len() >= REMEMBERED {
            self.cursors.clear();
        }
        self.cursors.insert(room, seq);
    }

    /// What is remembered of a room is written, and asked for again.
    async fn forget(&mut self, room: RoomId) -> Result<(), FollowerError> {
        self.cursors.remove(&room);
        if let Some(seq) = self.moved.remove(&room) {
            cursors::advance(&self.setup.pool, F::NAME, &[(room, seq)]).await?;
        }
        Ok(())
    }

    /// Cursors that were moved since they were written last.
    async fn write_cursors(&mut self) -> Result<(), FollowerError> {
        let moved: Vec<(RoomId, Seq)> = self.moved.iter().map(|(room, seq)| (*room, *seq)).collect();
        if !moved.is_empty() {
            cursors::advance(&self.setup.pool, F::NAME, &moved).await?;
            self.moved.clear();
        }
        Ok(())
    }

    /// Once a minute: rooms that are behind. Cursors of rooms in which nothing of its kinds happened move at once.
    async fn swept(&mut self) -> Result<Vec<RoomId>, StoreError> {
        if self.swept.is_some_and(|last| last.elapsed() < SWEEP) {
            return Ok(Vec::new());
        }
        let sweep = cursors::sweep(&self.setup.pool, F::NAME, F::KINDS, SWEPT).await?;
        // As many as were asked for: there may be more.
        self.swept = (sweep.rooms < SWEPT).then(Instant::now);
        let waits = |room: &RoomId| self.pausing.contains_key(room) || self.held.has(*room);
        Ok(self.mine(sweep.behind).into_iter().filter(|room| !waits(room)).collect())
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
        self.forget(room).await?;
        let pool = &self.setup.pool;
        let cursor = cursors::read(pool, F::NAME, room).await?;
        let most = retry::batch(cursor.tries, BATCH);
        let mut batch = cursors::events(pool, room, cursor.seq, F::KINDS, most).await?;
        let wait = ripe(&mut batch, self.follower.patience(), At::now_utc());
        if let Some(wait) = wait.filter(|_| !self.held.covers(room, batch.upto)) {
            self.pausing.insert(room, Instant::now() + wait);
        }
        let Some(last) = batch.events.last() else {
            self.advance(room, batch.upto).await?;
            return Ok(ControlFlow::Break(()));
        };
        match self.follower.handle(room, &batch.events).await {
            Ok(()) => {
                metrics::follower_handled(F::NAME, batch.events.len(), age(last));
                self.advance(room, batch.upto).await?;
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

    /// What was read up to here is done with.
    async fn advance(&mut self, room: RoomId, upto: Seq) -> Result<(), FollowerError> {
        cursors::advance(&self.setup.pool, F::NAME, &[(room, upto)]).await?;
        self.remember(room, upto);
        Ok(())
    }

    /// Of several events one cannot be handled: those before it are done with, and which one it is becomes known.
    async fn one_by_one(&mut self, room: RoomId, events: &[Event]) -> Result<ControlFlow<()>, FollowerError> {
        for event in events {
            match self.follower.handle(room, std::slice::from_ref(event)).await {
                Ok(()) => cursors::advance(&self.setup.pool, F::NAME, &[(room, event.seq)]).await?,
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

/// How long ago an event was appended.
fn age(event: &Event) -> Duration {
    (At::now_utc() - event.at).try_into().unwrap_or_default()
}
