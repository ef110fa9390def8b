//! A journal: gathers the appends of the rooms that are ready into one call of the append.
//!
//! Born:  a few per process, from the directory, at its start.
//! Owns:  one connection to Postgres, and what waits for it.
//! Hears: orders of rooms, one at a time from each.
//! Says:  to each order, what came of it.
//! Dies:  with the process. Should it fail, what waited is `Unknown` to its rooms and the directory starts it anew.
//!
//! While a call is under way the next batch fills; there is no timer, so an idle room commits at once. What waits is
//! bounded by the number of awake rooms, each of which has at most one order here.

mod batch;
mod connection;

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};

use chassis::health::{self, Part};
use chassis::telemetry::{Wait, spans};
use proto::RoomId;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::oneshot;
use tracing::{Instrument, Span};

pub use connection::AppendConnection;

use crate::room::{Order, Outcome};

/// What a journal hears.
pub(crate) enum JournalMessage {
    /// Append this, and say what came of it.
    Append(Entry),
    /// A call has ended; here is the connection again.
    Ended(AppendConnection),
    /// Report that messages are still handled.
    Beat,
}

/// An order and who waits for it.
pub(crate) struct Entry {
    order: Arc<Order>,
    outcome: oneshot::Sender<Outcome>,
    /// One span for each message in it.
    appends: Vec<Span>,
    wait: Wait,
}

/// The actor.
pub(crate) struct Journal {
    /// Outlives it: the one that is started anew reports to it too.
    pub(crate) alive: Arc<Part>,
}

/// Its state.
pub(crate) struct State {
    /// The connection; away while a call is under way.
    connection: Option<AppendConnection>,
    waiting: VecDeque<Entry>,
}

impl Actor for Journal {
    type Msg = JournalMessage;
    type State = State;
    type Arguments = AppendConnection;

    async fn pre_start(
        &self,
        myself: ActorRef<Self::Msg>,
        connection: AppendConnection,
    ) -> Result<State, ActorProcessingErr> {
        myself.send_interval(health::BEAT, || JournalMessage::Beat);
        Ok(State { connection: Some(connection), waiting: VecDeque::new() })
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        message: JournalMessage,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            JournalMessage::Append(entry) => state.waiting.push_back(entry),
            JournalMessage::Ended(connection) => state.connection = Some(connection),
            JournalMessage::Beat => self.alive.progress(),
        }
        state.call_if_free(&myself);
        Ok(())
    }
}

impl State {
    fn call_if_free(&mut self, myself: &ActorRef<JournalMessage>) {
        if self.waiting.is_empty() {
            return;
        }
        let Some(connection) = self.connection.take() else { return };
        let batch = batch::gather(&mut self.waiting, |entry| &*entry.order);
        let myself = myself.clone();
        tokio::spawn(async move {
            let connection = run(connection, batch).await;
            // Refused only when the journal is gone, and the connection with it.
            let _ = myself.cast(JournalMessage::Ended(connection));
        });
    }
}

/// Runs one batch on the connection and hands the connection back. Should this panic, the connection comes back
/// closed and each order is `Unknown`.
async fn run(mut connection: AppendConnection, batch: Vec<Entry>) -> AppendConnection {
    let spare = connection.closed();
    for entry in &batch {
        entry.wait.over("journal");
    }
    let events = batch.iter().map(|entry| entry.order.drafts.len()).sum();
    let span = spans::append_call(batch.iter().flat_map(|entry| &entry.appends), batch.len(), events);
    let work = async move {
        let orders: Vec<&Order> = batch.iter().map(|entry| &*entry.order).collect();
        let outcomes = connection.append(&orders).await;
        for (entry, outcome) in batch.into_iter().zip(outcomes) {
            // The room may be gone meanwhile; the log knows.
            let _ = entry.outcome.send(outcome);
        }
        connection
    };
    tokio::spawn(work.instrument(span)).await.unwrap_or(spare)
}

/// The journals of this process: each room has its own among them, so that its order holds.
#[derive(Clone)]
pub(crate) struct Journals(Arc<[Slot]>);

/// One journal after the other, and how they report that they are alive.
struct Slot {
    journal: RwLock<ActorRef<JournalMessage>>,
    alive: Arc<Part>,
}

impl Journals {
    pub(crate) fn new(journals: Vec<(ActorRef<JournalMessage>, Arc<Part>)>) -> Self {
        let slot = |(journal, alive)| Slot { journal: RwLock::new(journal), alive };
        Self(journals.into_iter().map(slot).collect())
    }

    /// Appends, however long it takes: a commit is never cancelled.
    pub(crate) async fn append(&self, order: Arc<Order>, appends: Vec<Span>) -> Outcome {
        let (outcome, came) = oneshot::channel();
        let journal = self.of(order.room);
        let entry = Entry { order, outcome, appends, wait: Wait::begin(Span::none()) };
        if journal.cast(JournalMessage::Append(entry)).is_err() {
            return Outcome::Away;
        }
        came.await.unwrap_or(Outcome::Unknown)
    }

    /// Puts a new one where one has failed.
    pub(crate) fn replace(&self, failed: ractor::ActorId, fresh: &ActorRef<JournalMessage>) {
        for slot in self.0.iter() {
            let mut journal = slot.journal.write().unwrap_or_else(PoisonError::into_inner);
            if journal.get_id() == failed {
                *journal = fresh.clone();
            }
        }
    }

    /// How this actor reports that it is alive, if it is one of them.
    pub(crate) fn alive(&self, id: ractor::ActorId) -> Option<Arc<Part>> {
        self.0.iter().find(|slot| slot.actor().get_id() == id).map(|slot| slot.alive.clone())
    }

    /// Stops them all; by then no room is awake.
    pub(crate) fn stop(&self) {
        for slot in self.0.iter() {
            slot.actor().stop(None);
        }
    }

    fn of(&self, room: RoomId) -> ActorRef<JournalMessage> {
        let index = (room.0.as_u128() % self.0.len() as u128) as usize;
        self.0[index].actor()
    }
}

impl Slot {
    fn actor(&self) -> ActorRef<JournalMessage> {
        self.journal.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
