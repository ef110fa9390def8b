//! The journal: gathers the appends of the rooms that are ready into calls of the append.
//!
//! Born:  one per process, from the directory, at its start.
//! Owns:  a few connections to Postgres, and what waits for them; what happens next is its machine's to say.
//! Hears: orders of rooms, one at a time from each.
//! Says:  to each order, what came of it.
//! Dies:  with the process. Should it fail, what waited is `Unknown` to its rooms and the directory starts it anew.
//!
//! While calls are under way the next batch fills; there is no timer, so an idle room commits at once. What waits is
//! bounded by the number of awake rooms, each of which has at most one order here.

mod batch;
mod connection;
pub mod machine;
mod sequential;
mod writers;

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use chassis::health::{self, Part};
use chassis::postgres::{Settings, StoreError};
use chassis::telemetry::{Wait, spans};
use futures_util::FutureExt;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::oneshot;
use tracing::{Instrument, Span};

use self::connection::{Connector, Live};
use self::machine::{Ended, Input, JournalMachine, Output};
pub use self::sequential::AppendConnection;
pub(crate) use self::writers::Writers;
use crate::room::{Order, Outcome};

/// What a journal hears.
pub(crate) enum JournalMessage {
    /// Append this, and say what came of it.
    Append(Entry),
    /// An attempt to connect has ended.
    Connected(usize, Result<Live, StoreError>),
    /// A call has ended; here is the connection again.
    Ended(usize, Live, Ended),
    /// A call has failed without an end, and its connection with it.
    Broke(usize),
    /// The pause of a connection is over.
    Elapsed(usize),
    /// Report that messages are still handled, and see who has closed.
    Beat,
}

/// An order and who waits for it.
pub(crate) struct Entry {
    order: Arc<Order>,
    asker: Asker,
}

struct Asker {
    outcome: oneshot::Sender<Outcome>,
    /// One span for each message in it.
    appends: Vec<Span>,
    wait: Wait,
}

/// The actor.
pub(crate) struct Journal {
    /// Outlives it: the one that is started anew reports to it too.
    pub(crate) alive: Arc<Part>,
    pub(crate) writers: Writers,
}

/// Its state.
pub(crate) struct State {
    machine: JournalMachine,
    connector: Connector,
    /// The connections; away while they connect or a call is under way.
    connections: Vec<Option<Live>>,
    askers: HashMap<u64, Asker>,
    tickets: u64,
}

impl Actor for Journal {
    type Msg = JournalMessage;
    type State = State;
    type Arguments = (Settings, usize);

    async fn pre_start(
        &self,
        myself: ActorRef<Self::Msg>,
        (settings, connections): (Settings, usize),
    ) -> Result<State, ActorProcessingErr> {
        myself.send_interval(health::BEAT, || JournalMessage::Beat);
        let mut state = State {
            machine: JournalMachine::new(connections),
            connector: Connector::new(&settings),
            connections: std::iter::repeat_with(|| None).take(connections).collect(),
            askers: HashMap::new(),
            tickets: 0,
        };
        self.step(&myself, &mut state, Input::Start);
        Ok(state)
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        message: JournalMessage,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            JournalMessage::Append(entry) => self.append(&myself, state, entry),
            JournalMessage::Connected(number, connected) => self.connected(&myself, state, number, connected),
            JournalMessage::Ended(number, live, ended) => {
                state.connections[number] = Some(live);
                match ended {
                    Ended::Unable => self.writers.refused(),
                    Ended::Answered(_) => self.writers.written(),
                    _ => {}
                }
                self.step(&myself, state, Input::Ended(number, ended));
            }
            JournalMessage::Broke(number) => self.step(&myself, state, Input::Ended(number, Ended::Unknown)),
            JournalMessage::Elapsed(number) => self.step(&myself, state, Input::Elapsed(number)),
            JournalMessage::Beat => self.beat(&myself, state),
        }
        Ok(())
    }
}

impl Journal {
    fn append(&self, myself: &ActorRef<JournalMessage>, state: &mut State, Entry { order, asker }: Entry) {
        state.tickets += 1;
        state.askers.insert(state.tickets, asker);
        self.step(myself, state, Input::Append(vec![(state.tickets, order)]));
    }

    fn connected(
        &self,
        myself: &ActorRef<JournalMessage>,
        state: &mut State,
        number: usize,
        connected: Result<Live, StoreError>,
    ) {
        match connected {
            Ok(live) => {
                state.connections[number] = Some(live);
                self.writers.connected(number);
                self.step(myself, state, Input::Connected(number));
            }
            Err(error) => {
                error.warn("no connection for writing");
                self.writers.not_connected(number, error.to_string());
                self.step(myself, state, Input::NotConnected(number));
            }
        }
    }

    fn beat(&self, myself: &ActorRef<JournalMessage>, state: &mut State) {
        self.alive.progress();
        for number in 0..state.connections.len() {
            if state.connections[number].as_ref().is_some_and(Live::is_closed) {
                self.step(myself, state, Input::Closed(number));
            }
        }
    }

    /// Has the machine take something in, and does what it says.
    fn step(&self, myself: &ActorRef<JournalMessage>, state: &mut State, input: Input) {
        for output in state.machine.step(Instant::now(), input) {
            match output {
                Output::Connect(number) => state.connect(myself.clone(), number),
                Output::Call(number, orders, deadline) => {
                    state.call(myself.clone(), number, orders, deadline);
                }
                Output::Drop(number) => {
                    state.connections[number] = None;
                    self.writers.dropped(number);
                }
                Output::Pause(number, time) => {
                    myself.send_after(time, move || JournalMessage::Elapsed(number));
                }
                Output::Outcome(ticket, outcome) => state.answer(ticket, outcome),
            }
        }
    }
}

impl State {
    fn connect(&self, myself: ActorRef<JournalMessage>, number: usize) {
        let connector = self.connector.clone();
        tokio::spawn(async move {
            let connected = connector.connect().await;
            // Refused only when the journal is gone.
            let _ = myself.cast(JournalMessage::Connected(number, connected));
        });
    }

    /// Runs one call beside the mailbox. Should it panic, its orders are `Unknown`.
    fn call(
        &mut self,
        myself: ActorRef<JournalMessage>,
        number: usize,
        orders: Vec<(u64, Arc<Order>)>,
        deadline: Duration,
    ) {
        let Some(live) = self.connections[number].take() else {
            let _ = myself.cast(JournalMessage::Broke(number));
            return;
        };
        let span = self.begin(&orders);
        let call = async move {
            let orders: Vec<&Order> = orders.iter().map(|(_, order)| &**order).collect();
            let ended = live.call(&orders, deadline).await;
            (live, ended)
        };
        tokio::spawn(async move {
            // Unwind safe: what a panic leaves behind is dropped with the connection.
            let _ = myself.cast(match AssertUnwindSafe(call.instrument(span)).catch_unwind().await {
                Ok((live, ended)) => JournalMessage::Ended(number, live, ended),
                Err(_) => JournalMessage::Broke(number),
            });
        });
    }

    /// Their wait is over; the span of their call.
    fn begin(&self, orders: &[(u64, Arc<Order>)]) -> Span {
        let askers: Vec<&Asker> = orders.iter().filter_map(|(ticket, _)| self.askers.get(ticket)).collect();
        for asker in &askers {
            asker.wait.over("journal");
        }
        let events = orders.iter().map(|(_, order)| order.drafts.len()).sum();
        spans::append_call(askers.iter().flat_map(|asker| &asker.appends), orders.len(), events)
    }

    fn answer(&mut self, ticket: u64, outcome: Outcome) {
        if let Some(asker) = self.askers.remove(&ticket) {
            // The room may be gone meanwhile; the log knows.
            let _ = asker.outcome.send(outcome);
        }
    }
}

/// The way to the journal of this process, also to the one that takes its place should it fail. Clones share it.
#[derive(Clone)]
pub(crate) struct JournalHandle {
    journal: Arc<RwLock<ActorRef<JournalMessage>>>,
}

impl JournalHandle {
    pub(crate) fn new(journal: ActorRef<JournalMessage>) -> Self {
        Self { journal: Arc::new(RwLock::new(journal)) }
    }

    /// Appends, however long it takes: a commit is never cancelled.
    pub(crate) async fn append(&self, order: Arc<Order>, appends: Vec<Span>) -> Outcome {
        let (outcome, came) = oneshot::channel();
        let asker = Asker { outcome, appends, wait: Wait::begin(Span::none()) };
        if self.actor().cast(JournalMessage::Append(Entry { order, asker })).is_err() {
            return Outcome::Away;
        }
        came.await.unwrap_or(Outcome::Unknown)
    }

    /// Puts a new one where this one has failed.
    pub(crate) fn replace(&self, fresh: ActorRef<JournalMessage>) {
        *self.journal.write().unwrap_or_else(PoisonError::into_inner) = fresh;
    }

    /// Whether this actor is it.
    pub(crate) fn is(&self, id: ractor::ActorId) -> bool {
        self.actor().get_id() == id
    }

    /// Stops it; by then no room is awake.
    pub(crate) fn stop(&self) {
        self.actor().stop(None);
    }

    fn actor(&self) -> ActorRef<JournalMessage> {
        self.journal.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
