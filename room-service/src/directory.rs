//! The directory: which rooms are awake in this process.
//!
//! Born:  with the app; starts the journal.
//! Owns:  the rooms it wakes, how many commands wait for each, and when each was last used.
//! Hears: commands from the command listener, in order of arrival; that a room may rest; the end of its children.
//! Says:  commands to their rooms; `busy` where too many wait.
//! Dies:  with the process, after it has put every room to sleep. Should it fail, the process ends.
//!
//! A room is put to sleep by draining it: it carries out what it was handed and ends. A command that comes meanwhile
//! wakes another actor of the same room, and two of them are no worse than two nodes: Postgres decides.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chassis::health::{self, Part};
use chassis::postgres::Settings;
use chassis::telemetry::metrics;
use chassis::{Bus, Liveness};
use futures_util::future::join_all;
use proto::{Refusal, RoomId};
use ractor::{Actor, ActorCell, ActorId, ActorProcessingErr, ActorRef, SupervisionEvent};
use tokio::sync::{Semaphore, oneshot};

use crate::author_markers::AuthorMarkers;
use crate::config::Limits;
use crate::delivery::Delivery;
use crate::followers::wake::Wake;
use crate::heads_publisher::HeadsPublisher;
use crate::journal::{Journal, JournalHandle, JournalMessage, Writers};
use crate::room::actor::{RoomActor, RoomMessage};
use crate::store::Pool;

/// How long a round waits for what it reads before it decides: rows by their keys.
const READING: Duration = Duration::from_secs(2);

/// What a process gives to each of its rooms. Clones share it.
#[derive(Clone)]
pub(crate) struct RoomContext {
    pub(crate) pool: Pool,
    pub(crate) bus: Bus,
    pub(crate) heads: HeadsPublisher,
    pub(crate) authors: AuthorMarkers,
    pub(crate) wake: Wake,
    pub(crate) journal: JournalHandle,
}

/// What the directory hears.
#[expect(clippy::large_enum_variant, reason = "almost every message is the large one")]
pub(crate) enum DirectoryMessage {
    /// A command for a room.
    Deliver(Delivery),
    /// A room has nothing to do here.
    Rest(RoomId),
    /// Put those to sleep that have been idle.
    Look,
    /// Report that messages are still handled.
    Beat,
    /// Put everyone to sleep and say when they are.
    Sleep(oneshot::Sender<()>),
}

/// What it is born with.
pub(crate) struct DirectoryArgs {
    pub(crate) pool: Pool,
    pub(crate) bus: Bus,
    pub(crate) heads: HeadsPublisher,
    pub(crate) authors: AuthorMarkers,
    pub(crate) wake: Wake,
    pub(crate) writing: Settings,
    pub(crate) journals: usize,
    pub(crate) writers: Writers,
    pub(crate) liveness: Liveness,
}

/// The actor.
pub(crate) struct Directory {
    pub(crate) args: DirectoryArgs,
    pub(crate) limits: Limits,
}

/// What changes.
pub(crate) struct State {
    context: RoomContext,
    awake: HashMap<RoomId, Awake>,
    names: HashMap<ActorId, RoomId>,
    /// The process is stopping.
    asleep: bool,
    alive: Part,
    journal_alive: Arc<Part>,
}

struct Awake {
    room: ActorRef<RoomMessage>,
    permits: Arc<Semaphore>,
    used: Instant,
}

impl Actor for Directory {
    type Msg = DirectoryMessage;
    type State = State;
    type Arguments = ();

    async fn pre_start(&self, myself: ActorRef<Self::Msg>, (): ()) -> Result<State, ActorProcessingErr> {
        let journal_alive = Arc::new(self.args.liveness.part("journal", health::MAILBOX));
        let journal = JournalHandle::new(self.journal(&myself, journal_alive.clone()).await?);
        myself.send_interval(self.limits.idle / 4, || DirectoryMessage::Look);
        myself.send_interval(health::BEAT, || DirectoryMessage::Beat);
        let DirectoryArgs { pool, bus, heads, authors, wake, liveness, .. } = &self.args;
        let context = RoomContext {
            pool: pool.within(READING),
            bus: bus.clone(),
            heads: heads.clone(),
            authors: authors.clone(),
            wake: wake.clone(),
            journal,
        };
        let alive = liveness.part("directory", health::MAILBOX);
        Ok(State {
            context,
            awake: HashMap::new(),
            names: HashMap::new(),
            asleep: false,
            alive,
            journal_alive,
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        message: DirectoryMessage,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            DirectoryMessage::Deliver(delivery) => self.deliver(&myself, delivery, state).await,
            DirectoryMessage::Rest(room) => state.rest(room),
            DirectoryMessage::Look => state.rest_idle(self.limits.idle),
            DirectoryMessage::Beat => state.alive.progress(),
            DirectoryMessage::Sleep(asleep) => state.sleep(asleep).await,
        }
        metrics::rooms_awake(state.awake.len());
        Ok(())
    }

    /// The default would end the directory with the first of its rooms.
    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<Self::Msg>,
        event: SupervisionEvent,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match event {
            SupervisionEvent::ActorTerminated(child, _, reason) => {
                self.mend(&myself, &child, reason.as_deref().unwrap_or_default(), state).await?;
            }
            SupervisionEvent::ActorFailed(child, error) => {
                tracing::error!(%error, room.id = state.names.get(&child.get_id()).map(tracing::field::display), "an actor failed");
                self.mend(&myself, &child, "failed", state).await?;
            }
            SupervisionEvent::ActorStarted(_) | SupervisionEvent::ProcessGroupChanged(_) => {}
        }
        metrics::rooms_awake(state.awake.len());
        Ok(())
    }
}

impl Directory {
    async fn journal(
        &self,
        myself: &ActorRef<DirectoryMessage>,
        alive: Arc<Part>,
    ) -> Result<ActorRef<JournalMessage>, ActorProcessingErr> {
        let journal = Journal { alive, writers: self.args.writers.clone() };
        let args = (self.args.writing.clone(), self.args.journals);
        Ok(Actor::spawn_linked(None, journal, args, myself.get_cell()).await?.0)
    }

    async fn deliver(&self, myself: &ActorRef<DirectoryMessage>, delivery: Delivery, state: &mut State) {
        let id = delivery.room();
        if !state.awake.contains_key(&id) && !self.wake(myself, id, state).await {
            return delivery.refuse(Refusal::unavailable());
        }
        let Some(awake) = state.awake.get_mut(&id) else { return };
        let Ok(permit) = awake.permits.clone().try_acquire_owned() else {
            return delivery.refuse(Refusal::busy());
        };
        awake.used = Instant::now();
        // Refused only by a room that has just failed: its askers are told to try again, and find it awake anew.
        if awake.room.cast(RoomMessage::Command(Box::new(delivery.permitted(permit)))).is_err() {
            state.awake.remove(&id);
        }
    }

    async fn wake(&self, myself: &ActorRef<DirectoryMessage>, id: RoomId, state: &mut State) -> bool {
        if state.awake.len() >= self.limits.awake {
            state.rest_oldest();
        }
        let room = RoomActor { id, context: state.context.clone(), directory: myself.clone() };
        match Actor::spawn_linked(None, room, (), myself.get_cell()).await {
            Ok((room, _)) => {
                let permits = Arc::new(Semaphore::new(self.limits.waiting));
                state.names.insert(room.get_id(), id);
                state.awake.insert(id, Awake { room, permits, used: Instant::now() });
                true
            }
            Err(error) => {
                tracing::error!(room.id = %id, %error, "a room could not be woken");
                false
            }
        }
    }

    async fn mend(
        &self,
        myself: &ActorRef<DirectoryMessage>,
        child: &ActorCell,
        reason: &str,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        if state.context.journal.is(child.get_id()) && !state.asleep {
            tracing::error!(reason, "the journal has ended and is started anew");
            let fresh = self.journal(myself, state.journal_alive.clone()).await?;
            state.context.journal.replace(fresh);
        } else {
            state.forget(child);
        }
        Ok(())
    }
}

impl State {
    /// A room has ended. Another actor of the same room may be awake already: that one stays.
    fn forget(&mut self, child: &ActorCell) {
        let id = child.get_id();
        if let Some(room) = self.names.remove(&id)
            && self.awake.get(&room).is_some_and(|awake| awake.room.get_id() == id)
        {
            self.awake.remove(&room);
        }
    }

    fn rest(&mut self, room: RoomId) {
        if let Some(awake) = self.awake.remove(&room) {
            // Refused only if it has ended by itself.
            let _ = awake.room.drain();
        }
    }

    fn rest_idle(&mut self, idle: Duration) {
        let resting: Vec<RoomId> =
            self.awake.iter().filter(|(_, awake)| awake.used.elapsed() >= idle).map(|(id, _)| *id).collect();
        resting.into_iter().for_each(|room| self.rest(room));
    }

    /// Makes room for others: one in thirty-two goes to sleep, so that waking stays cheap where as many as may be are awake.
    fn rest_oldest(&mut self) {
        let mut rooms: Vec<(Instant, RoomId)> =
            self.awake.iter().map(|(id, awake)| (awake.used, *id)).collect();
        let count = (rooms.len() / 32).max(1);
        rooms.sort_unstable();
        rooms.into_iter().take(count).for_each(|(_, room)| self.rest(room));
    }

    async fn sleep(&mut self, asleep: oneshot::Sender<()>) {
        self.asleep = true;
        self.names.clear();
        let rooms: Vec<Awake> = self.awake.drain().map(|(_, awake)| awake).collect();
        join_all(rooms.iter().map(|awake| awake.room.drain_and_wait(None))).await;
        self.context.journal.stop();
        let _ = asleep.send(());
    }
}

#[cfg(test)]
mod tests;
