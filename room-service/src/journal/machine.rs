//! A journal without its I/O: which orders go into which call, over which connection, how long a call is waited for, and what
//! its end means for each order.
//!
//! The actor performs what it says and hands back what came of it; so does the simulation. Pure: the time is given.
//!
//! A call is never cancelled: a wait for a standby that was cut short has committed. Past its deadline its connection is thrown
//! away, whatever becomes of the call, and its orders are `Unknown`; their rooms find out by their nonces.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::batch;
use crate::room::{Order, Outcome};

/// How long a call is waited for at first. Most take a millisecond.
pub const FIRST_DEADLINE: Duration = Duration::from_millis(1_500);
/// How long at most: each call that takes too long doubles it, for the next may take as long.
pub const LAST_DEADLINE: Duration = Duration::from_secs(12);
/// How long it rests after connecting has failed; doubled each time, up to the second one.
const PAUSES: [Duration; 2] = [Duration::from_millis(50), Duration::from_secs(1)];

/// What has happened. Connections are known by their numbers, orders by their tickets.
#[derive(Debug)]
pub enum Input {
    /// Connect, and stay connected.
    Start,
    /// Append these. Each has exactly one [`Output::Outcome`].
    Append(Vec<(u64, Arc<Order>)>),
    /// What was to be connected is.
    Connected(usize),
    /// It is not, and nothing says when.
    NotConnected(usize),
    /// A connection has closed while it had nothing to do.
    Closed(usize),
    /// A call has come to its end.
    Ended(usize, Ended),
    /// The pause of a connection is over.
    Elapsed(usize),
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// What came of each order, in their order.
    Answered(Vec<Outcome>),
    /// Nothing is written, and one of the orders is why.
    Refused,
    /// Nothing is written: somebody else holds what it needs.
    Locked,
    /// Nothing is written, and nothing would be: the database is read-only or full.
    Unable,
    /// Nothing was sent: the connection had closed.
    NotSent,
    /// It may be written or not.
    Unknown,
    /// The same, and nothing was heard within the deadline.
    Silent,
}

/// What is to be done, in this order.
#[derive(Debug)]
pub enum Output {
    /// Connect: answered by `Connected` or `NotConnected`.
    Connect(usize),
    /// Append these in one call over this connection, and wait so long for the answer: answered by `Ended`.
    Call(usize, Vec<(u64, Arc<Order>)>, Duration),
    /// Throw this connection away, whatever is under way on it.
    Drop(usize),
    /// Let this connection rest: answered by `Elapsed`.
    Pause(usize, Duration),
    /// What came of an order.
    Outcome(u64, Outcome),
}

/// The appends of one process.
#[derive(Debug)]
pub struct JournalMachine {
    connections: Vec<Connection>,
    /// Orders of batches that were refused: each goes alone, before the others.
    alone: VecDeque<Entry>,
    waiting: VecDeque<Entry>,
}

#[derive(Debug)]
struct Entry {
    ticket: u64,
    order: Arc<Order>,
}

#[derive(Debug)]
struct Connection {
    state: State,
    deadline: Duration,
    pause: Duration,
}

#[derive(Debug)]
enum State {
    /// Not connected, and not trying to.
    Away,
    Connecting,
    Free,
    Calling(Vec<Entry>, Instant),
}

impl JournalMachine {
    /// One with so many connections, none of which is there yet.
    pub fn new(connections: usize) -> Self {
        let away = || Connection { state: State::Away, deadline: FIRST_DEADLINE, pause: PAUSES[0] };
        Self {
            connections: std::iter::repeat_with(away).take(connections.max(1)).collect(),
            alone: VecDeque::new(),
            waiting: VecDeque::new(),
        }
    }

    /// Takes in what has happened; says what is to be done. What is not waited for changes nothing.
    pub fn step(&mut self, now: Instant, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Start => (0..self.connections.len()).for_each(|number| self.connect(number, &mut out)),
            Input::Append(orders) => {
                self.waiting.extend(orders.into_iter().map(|(ticket, order)| Entry { ticket, order }));
            }
            Input::Connected(number) => self.connected(number),
            Input::NotConnected(number) => self.not_connected(number, &mut out),
            Input::Closed(number) => {
                if matches!(self.connections[number].state, State::Free) {
                    self.reconnect(number, &mut out);
                }
            }
            Input::Ended(number, ended) => self.ended(now, number, ended, &mut out),
            Input::Elapsed(number) => self.connect(number, &mut out),
        }
        self.call(now, &mut out);
        out
    }

    fn connect(&mut self, number: usize, out: &mut Vec<Output>) {
        let connection = &mut self.connections[number];
        if matches!(connection.state, State::Away) {
            connection.state = State::Connecting;
            out.push(Output::Connect(number));
        }
    }

    fn reconnect(&mut self, number: usize, out: &mut Vec<Output>) {
        self.connections[number].state = State::Away;
        out.push(Output::Drop(number));
        self.connect(number, out);
    }

    fn connected(&mut self, number: usize) {
        let connection = &mut self.connections[number];
        if matches!(connection.state, State::Connecting) {
            (connection.state, connection.pause) = (State::Free, PAUSES[0]);
        }
    }

    fn not_connected(&mut self, number: usize, out: &mut Vec<Output>) {
        let connection = &mut self.connections[number];
        if !matches!(connection.state, State::Connecting) {
            return;
        }
        connection.state = State::Away;
        out.push(Output::Pause(number, connection.pause));
        connection.pause = (connection.pause * 2).min(PAUSES[1]);
        if !self.is_connected_somehow() {
            let waiting = mem::take(&mut self.alone).into_iter().chain(mem::take(&mut self.waiting));
            answer(waiting, &Outcome::Away, out);
        }
    }

    /// One of the connections is there, or may be in a moment.
    fn is_connected_somehow(&self) -> bool {
        self.connections.iter().any(|connection| !matches!(connection.state, State::Away))
    }

    fn ended(&mut self, now: Instant, number: usize, ended: Ended, out: &mut Vec<Output>) {
        let connection = &mut self.connections[number];
        let (entries, since) = match mem::replace(&mut connection.state, State::Free) {
            State::Calling(entries, since) => (entries, since),
            other => return connection.state = other,
        };
        match ended {
            Ended::Answered(outcomes) if outcomes.len() == entries.len() => {
                connection.answered_within(now.saturating_duration_since(since));
                let outcome = |(entry, outcome): (Entry, _)| Output::Outcome(entry.ticket, outcome);
                return out.extend(entries.into_iter().zip(outcomes).map(outcome));
            }
            // One of them is why, and must not take the others with it.
            Ended::Refused | Ended::Locked if entries.len() > 1 => self.alone.extend(entries),
            Ended::Refused => answer(entries, &Outcome::Failed, out),
            Ended::Locked => answer(entries, &Outcome::Busy, out),
            Ended::Unable => answer(entries, &Outcome::Away, out),
            Ended::NotSent => entries.into_iter().rev().for_each(|entry| self.waiting.push_front(entry)),
            Ended::Answered(_) | Ended::Unknown => answer(entries, &Outcome::Unknown, out),
            Ended::Silent => {
                connection.deadline = (connection.deadline * 2).min(LAST_DEADLINE);
                answer(entries, &Outcome::Unknown, out);
                self.suspect_idle(number, out);
            }
        }
        // Also after a refusal: a schema that changed beneath a prepared statement mends itself, a new primary is found.
        self.reconnect(number, out);
    }

    /// One connection was silent: those with nothing to do may be, too.
    fn suspect_idle(&mut self, silent: usize, out: &mut Vec<Output>) {
        for number in 0..self.connections.len() {
            if number != silent && matches!(self.connections[number].state, State::Free) {
                self.reconnect(number, out);
            }
        }
    }

    /// Has every free connection take of what waits; while none is there, the next order has one tried.
    fn call(&mut self, now: Instant, out: &mut Vec<Output>) {
        for number in 0..self.connections.len() {
            if !matches!(self.connections[number].state, State::Free) {
                continue;
            }
            let entries = match self.alone.pop_front() {
                Some(entry) => vec![entry],
                None => batch::gather(&mut self.waiting, |entry| &*entry.order),
            };
            if entries.is_empty() {
                return;
            }
            let orders = entries.iter().map(|entry| (entry.ticket, entry.order.clone())).collect();
            let connection = &mut self.connections[number];
            out.push(Output::Call(number, orders, connection.deadline));
            connection.state = State::Calling(entries, now);
        }
        let waits = !self.alone.is_empty() || !self.waiting.is_empty();
        if waits && !self.is_connected_somehow() {
            self.connect(0, out);
        }
    }
}

impl Connection {
    /// Where calls are quick again, the deadline comes down as it went up.
    fn answered_within(&mut self, time: Duration) {
        if time <= self.deadline / 4 {
            self.deadline = (self.deadline / 2).max(FIRST_DEADLINE);
        }
    }
}

fn answer(entries: impl IntoIterator<Item = Entry>, outcome: &Outcome, out: &mut Vec<Output>) {
    out.extend(entries.into_iter().map(|entry| Output::Outcome(entry.ticket, outcome.clone())));
}

#[cfg(test)]
mod tests;
