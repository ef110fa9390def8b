//! Appends one after the other, for whoever has no journal: the command line, tests and benchmarks.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use chassis::postgres::Settings;

use super::connection::{Connector, Live};
use super::machine::{Ended, Input, JournalMachine, Output};
use crate::room::{Order, Outcome};

/// A connection for appending, made on need.
pub struct AppendConnection {
    connector: Connector,
    live: Option<Live>,
    machine: JournalMachine,
}

impl AppendConnection {
    /// One that is not connected yet.
    pub fn new(settings: &Settings) -> Self {
        Self { connector: Connector::new(settings), live: None, machine: JournalMachine::new(1) }
    }

    /// Appends orders of different rooms; what came of each, in the same order.
    pub async fn append(&mut self, orders: &[&Order]) -> Vec<Outcome> {
        let mut outcomes = vec![Outcome::Unknown; orders.len()];
        let tickets = (0..).zip(orders.iter().map(|order| Arc::new(Order::clone(order)))).collect();
        let mut todo = VecDeque::from(self.machine.step(Instant::now(), Input::Append(tickets)));
        while let Some(output) = todo.pop_front() {
            let input = match output {
                Output::Connect(number) => self.connect(number).await,
                Output::Call(number, orders, deadline) => {
                    let orders: Vec<&Order> = orders.iter().map(|(_, order)| &**order).collect();
                    let ended = match &self.live {
                        Some(live) => live.call(&orders, deadline).await,
                        None => Ended::NotSent,
                    };
                    Input::Ended(number, ended)
                }
                Output::Drop(_) => {
                    self.live = None;
                    continue;
                }
                // The next append has it try again.
                Output::Pause(..) => continue,
                Output::Outcome(ticket, outcome) => {
                    outcomes[ticket as usize] = outcome;
                    continue;
                }
            };
            todo.extend(self.machine.step(Instant::now(), input));
        }
        outcomes
    }

    async fn connect(&mut self, number: usize) -> Input {
        self.live = self.connector.connect().await.inspect_err(|error| error.warn("cannot connect")).ok();
        if self.live.is_some() { Input::Connected(number) } else { Input::NotConnected(number) }
    }
}
