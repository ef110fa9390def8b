//! The journal of a room-service: what the product's machine says is done here with connections that cannot be had, break,
//! refuse and fall silent. What that means for an order is the machine's to say.

use std::sync::Arc;

use room_service::journal::machine::{Ended, Input, JournalMachine, Output};
use room_service::room::{Order, Outcome};

use super::faults::Fault;
use super::node::{Node, NodeHears};
use super::sim::{Ms, Sim, SimEvent, ms};
use super::store::StoreHears;

/// What a journal hears. What is about an earlier use of a connection than the present one is not heard.
#[derive(Debug)]
pub(crate) enum JournalHears {
    /// An attempt to connect has come to its end.
    Connected { number: usize, call: u64, there: bool },
    /// A call has.
    Ended { number: usize, call: u64, ended: Ended },
    /// The pause of a connection is over.
    Elapsed { number: usize },
}

/// A journal. The ticket of an order is the number by which its room waits for it.
#[derive(Debug)]
pub(super) struct Journal {
    machine: JournalMachine,
    /// What each connection is at: a number that no other use of it has.
    at: Vec<u64>,
}

impl Journal {
    /// With few connections, so that rooms share calls.
    pub(super) fn new(sim: &mut Sim) -> Self {
        let connections = if sim.rng.chance(700) { 1 } else { 2 };
        Self { machine: JournalMachine::new(connections), at: vec![0; connections] }
    }
}

impl Node {
    pub(super) fn start_journal(&mut self, sim: &mut Sim) {
        self.step_journal(sim, Input::Start);
    }

    pub(super) fn send_append(&mut self, sim: &mut Sim, ticket: u64, order: &Order) {
        self.step_journal(sim, Input::Append(vec![(ticket, Arc::new(order.clone()))]));
    }

    pub(super) fn hear_of_journal(&mut self, sim: &mut Sim, what: JournalHears) {
        match what {
            JournalHears::Connected { number, call, there } if self.journal.at[number] == call => {
                let input = if there { Input::Connected(number) } else { Input::NotConnected(number) };
                self.step_journal(sim, input);
            }
            JournalHears::Ended { number, call, ended }
                if self.journal.at[number] == call || is_taken_late(sim, &ended) =>
            {
                self.ended(sim, number, ended);
            }
            JournalHears::Elapsed { number } => self.step_journal(sim, Input::Elapsed(number)),
            JournalHears::Connected { .. } | JournalHears::Ended { .. } => {}
        }
    }

    fn ended(&mut self, sim: &mut Sim, number: usize, mut ended: Ended) {
        if ended == Ended::Refused && sim.has(Fault::RefusedBatchDropped) {
            // Nor does anybody hear that it took too long.
            self.journal.at[number] = sim.fresh();
            return;
        }
        if let Ended::Answered(outcomes) = &mut ended
            && sim.has(Fault::OutcomesMisplaced)
        {
            outcomes.reverse();
        }
        if let Ended::Silent = ended {
            sim.check.totals.silent += 1;
        }
        self.step_journal(sim, Input::Ended(number, ended));
    }

    fn step_journal(&mut self, sim: &mut Sim, input: Input) {
        for output in self.journal.machine.step(sim.instant(), input) {
            match output {
                Output::Connect(number) => self.connect(sim, number),
                Output::Call(number, orders, deadline) => self.send(sim, number, &orders, ms(deadline)),
                Output::Drop(number) => self.journal.at[number] = sim.fresh(),
                Output::Pause(number, time) => {
                    self.later(sim, ms(time), NodeHears::Journal(JournalHears::Elapsed { number }));
                }
                Output::Outcome(ticket, outcome) => self.appended(sim, ticket, outcome),
            }
        }
    }

    fn connect(&mut self, sim: &mut Sim, number: usize) {
        let (call, there) = (sim.fresh(), !self.away);
        self.journal.at[number] = call;
        let ms = sim.rng.between(1, 10);
        self.later(sim, ms, NodeHears::Journal(JournalHears::Connected { number, call, there }));
    }

    fn send(&mut self, sim: &mut Sim, number: usize, orders: &[(u64, Arc<Order>)], deadline: Ms) {
        let call = sim.fresh();
        self.journal.at[number] = call;
        sim.check.totals.shared += u64::from(orders.len() > 1);
        if self.away {
            return self.end_call(sim, 1, number, call, Ended::NotSent);
        }
        self.end_call(sim, deadline, number, call, Ended::Silent);
        let (unknown, silent) = (sim.conditions.unknown, sim.conditions.silent);
        let orders = orders.iter().map(|(_, order)| Order::clone(order)).collect();
        if sim.rng.chance(unknown) {
            // Something one of them holds is not taken, or they stand in the way of others.
            return self.end_call(sim, 2, number, call, Ended::Refused);
        }
        let (mut arrives, mut answer) = (true, Some(0));
        if sim.rng.chance(silent) {
            // The other side falls silent: before it has got it, or before it has answered, or until it is too late.
            arrives = sim.rng.chance(700);
            answer = sim.rng.chance(500).then_some(deadline + sim.rng.between(1, 300));
        } else if sim.rng.chance(unknown) {
            // The connection breaks: before the server has got it, or before it has answered.
            (arrives, answer) = (sim.rng.chance(500), None);
            let ms = sim.rng.between(0, 60);
            self.end_call(sim, ms, number, call, Ended::Unknown);
        }
        if arrives {
            let ms = sim.rng.between(0, 4);
            let begin = StoreHears::Begin { from: self.me, connection: (number, call), orders, answer };
            sim.after(ms, SimEvent::Store(begin));
        }
    }

    fn end_call(&self, sim: &mut Sim, ms: Ms, number: usize, call: u64, ended: Ended) {
        self.later(sim, ms, NodeHears::Journal(JournalHears::Ended { number, call, ended }));
    }
}

/// The planted answer to an earlier call.
fn is_taken_late(sim: &Sim, ended: &Ended) -> bool {
    sim.has(Fault::LateAnswerTaken) && matches!(ended, Ended::Answered(_))
}

/// An outcome in a trace.
pub(super) fn of(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Known(rows) => {
            let rows = rows.iter().map(|row| (row.seq, super::store::short(row.nonce)));
            format!("known {:?}", rows.collect::<Vec<_>>())
        }
        other => format!("{other:?}"),
    }
}
