//! A hub without its I/O: who is admitted when, what is handed on to whom, when a hole is filled. Around the [ledger](super::ledger),
//! which keeps the order.
//!
//! Pure: the time is given. The hub's actor performs what it says, and so does the simulation. A socket that does not take
//! an event, for its outbox is full, takes nothing after it either; the machine is told with [`Input::NotTaken`].

mod admission;
mod filling;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use proto::room::Opened;
use proto::{Refusal, Seq, UserId};

use super::ledger::{Entry, Ledger, SubscriberId};
use admission::Opening;
use filling::Filling;

/// What has happened. `T` is what is handed on.
#[derive(Clone, Debug)]
pub enum Input<T> {
    /// A socket wants to hear the room. Until it is admitted it hears nothing; what it asked for before is forgotten.
    Open(SubscriberId, Want),
    /// An [`Output::Read`] with this ticket has come back.
    Read(SubscriberId, Ticket, Result<Opened, Refusal>),
    /// An [`Output::Retry`] with this ticket is due.
    Retry(SubscriberId, Ticket),
    /// A socket does not want to hear the room any more, or is gone.
    Close(SubscriberId),
    /// A socket did not take what it was to be handed: it is told `gap`, and must open again.
    NotTaken(SubscriberId),
    /// What was subscribed is in force.
    Subscribed,
    /// An event has come.
    Event(Entry<T>),
    /// The room stands at least here, says an ack or a published head.
    HeadKnown(Seq),
    /// What was asked for by [`Output::Fill`]: events in order, and where the room stands; none: nobody could say.
    Filled(Option<(Vec<Entry<T>>, Seq)>),
    /// Anything may have been missed.
    Resync,
    /// Everyone must open again.
    Reset,
    /// Time has passed.
    Tick,
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Output<T> {
    /// Read membership, head and what was missed: answered by [`Input::Read`].
    Read(SubscriberId, Ticket),
    /// The room is open to this socket: say so, then hand over what it missed.
    Opened(SubscriberId, Opened),
    /// It is admitted: what comes now reaches it.
    Admitted(SubscriberId),
    /// It cannot hear the room yet, and is to be told so, once.
    Waits(SubscriberId, Refusal),
    /// Its `open` is read again after this time: answered by [`Input::Retry`].
    Retry(SubscriberId, Ticket, Duration),
    /// It may not hear the room.
    Refused(SubscriberId, Refusal),
    /// It does not want to hear the room any more, before it could.
    Dropped(SubscriberId),
    /// Hand this on to all of these.
    Deliver(Vec<SubscriberId>, T),
    /// It hears nothing more, for its person is out of the room.
    Removed(SubscriberId),
    /// It hears nothing more, and is to be told `gap`.
    Gap(SubscriberId),
    /// Ask for what came after this: answered by [`Input::Filled`].
    Fill(Seq),
    /// Send a [`Input::Tick`] after this time.
    Wake(Duration),
}

/// What a socket wants to hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Want {
    /// Whose socket it is.
    pub user: UserId,
    /// The last seq it has; none: it wants nothing of what was.
    pub after: Option<Seq>,
    /// What it has is of another log: it must drop it.
    pub stale: bool,
}

/// Names one reading of an `open`, so that the answer to an older one is not taken for it.
pub type Ticket = u64;

/// One room as the sockets of one gateway hear it.
#[derive(Debug)]
pub struct HubMachine<T> {
    ledger: Ledger<T>,
    /// Sockets that are not admitted yet.
    opening: BTreeMap<SubscriberId, Opening>,
    last_ticket: Ticket,
    subscribed: bool,
    filling: Filling,
}

impl<T: Clone> HubMachine<T> {
    /// One that has heard nothing. `patience` is how long an event that something tells of is waited for before it is
    /// asked for; not the same for all gateways, so that not all ask at once.
    pub fn new(patience: Duration) -> Self {
        Self {
            ledger: Ledger::new(),
            opening: BTreeMap::new(),
            last_ticket: 0,
            subscribed: false,
            filling: Filling::new(patience),
        }
    }

    /// Nobody hears the room, or wants to.
    pub fn is_idle(&self) -> bool {
        self.ledger.subscribers() == 0 && self.opening.is_empty()
    }

    /// Whether an event of this seq is news.
    pub fn wants(&self, seq: Seq) -> bool {
        self.ledger.wants(seq)
    }

    /// The last event handed on; none before the first admission.
    pub fn at(&self) -> Option<Seq> {
        self.ledger.at()
    }

    /// Takes in what has happened; says what is to be done.
    pub fn step(&mut self, now: Instant, input: Input<T>) -> Vec<Output<T>> {
        let mut out = Vec::new();
        match input {
            Input::Open(socket, want) => self.open(now, socket, want, &mut out),
            Input::Read(socket, ticket, reply) => self.read(now, socket, ticket, reply, &mut out),
            Input::Retry(socket, ticket) => self.retry(socket, ticket, &mut out),
            Input::Close(socket) => self.close(socket, &mut out),
            Input::NotTaken(socket) => {
                self.ledger.leave(socket);
            }
            Input::Subscribed => self.subscribed(&mut out),
            Input::Event(entry) => self.event(now, entry, &mut out),
            Input::HeadKnown(head) => self.head_known(now, head, &mut out),
            Input::Filled(stretch) => self.filled(now, stretch, &mut out),
            Input::Resync => self.resync(now, &mut out),
            Input::Reset => self.reset(&mut out),
            Input::Tick => {
                self.look_for_late(now, &mut out);
                self.look_for_hole(now, &mut out);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests;
