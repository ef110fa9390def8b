//! The path of a command through a gateway: the product's [`Lanes`](lanes::Lanes) and [`Attempts`] over a network that fails.

use chassis::RequestError;
use gateway::cluster::attempts::{Attempts, Candidate, Input, Output};
use gateway::live::lanes;
use gateway::live::outbox::Slot;
use proto::RoomId;
use proto::room::{Answer, Command};

use super::faults::Fault;
use super::gateway::{Gateway, GatewayHears};
use super::network::Process;
use super::person::ServerSays;
use super::sim::{Ms, Sim};

/// A command under way or in line.
#[derive(Debug)]
pub(crate) struct Carry {
    pub(super) socket: u64,
    id: u64,
    /// The place for its answer.
    slot: Slot,
    command: Command,
    /// None while it is in line.
    attempts: Option<Attempts>,
    /// The number of the latest.
    latest: usize,
    /// When it is looked after next.
    look: Ms,
}

impl Gateway {
    /// A browser's command comes in, with a place for its answer.
    pub(super) fn command(&mut self, sim: &mut Sim, socket: u64, (id, slot): (u64, Slot), command: Command) {
        let Some(one) = self.sockets.get_mut(&socket) else { return };
        let (carry, room) = (sim.fresh(), command.room);
        self.carries.insert(carry, Carry { socket, id, slot, command, attempts: None, latest: 0, look: 0 });
        if sim.has(Fault::TwoUnderWay) {
            return self.begin(sim, carry);
        }
        let output = one.lanes.submit(room, carry);
        output.into_iter().for_each(|output| self.follow(sim, output));
    }

    /// Does what the lanes of a socket say.
    fn follow(&mut self, sim: &mut Sim, output: lanes::Output<u64>) {
        match output {
            lanes::Output::CarryOut(carry) => self.begin(sim, carry),
            lanes::Output::Refuse(carry, refusal) => {
                if let Some(Carry { socket, id, slot, .. }) = self.carries.remove(&carry) {
                    let answer = Answer::Refused(refusal);
                    self.answer(sim, socket, slot, ServerSays::Answer { id, answer });
                }
            }
        }
    }

    fn begin(&mut self, sim: &mut Sim, id: u64) {
        self.budget.earn();
        if let Some(carry) = self.carries.get_mut(&id) {
            carry.attempts = Some(Attempts::new(sim.instant(), carry.command.again));
        }
        self.step(sim, id, Input::Tick);
    }

    fn step(&mut self, sim: &mut Sim, id: u64, input: Input) {
        let Some(room) = self.carries.get(&id).map(|carry| carry.command.room) else { return };
        let ranked = self.candidates(sim, room);
        let Some(carry) = self.carries.get_mut(&id) else { return };
        let Some(attempts) = &mut carry.attempts else { return };
        match attempts.step(sim.instant(), &ranked, &self.budget, input) {
            Some(Output::Done(answer)) => return self.resolve(sim, id, answer),
            Some(Output::Ask { attempt, node, again }) => {
                carry.latest = attempt;
                let again = if sim.has(Fault::AgainForgotten) { carry.command.again } else { again };
                let (ask, command) = (sim.fresh(), Command { again, ..carry.command.clone() });
                self.attempts.insert(ask, (id, attempt));
                sim.command(self.me, Process::of(node), ask, command);
            }
            None => {}
        }
        self.look_later(sim, id);
    }

    fn candidates(&self, sim: &mut Sim, room: RoomId) -> Vec<Candidate> {
        let mut ranked = self.rank(sim.now, room);
        let fickle = sim.conditions.fickle;
        if sim.rng.chance(fickle) {
            ranked.reverse();
        }
        ranked.into_iter().map(|(process, suspect)| Candidate { node: process.node(), suspect }).collect()
    }

    fn look_later(&mut self, sim: &mut Sim, id: u64) {
        let Some(carry) = self.carries.get_mut(&id) else { return };
        let Some(attempts) = &carry.attempts else { return };
        let look = sim.ms_of(attempts.wake());
        if look != carry.look {
            carry.look = look;
            self.later(sim, look.saturating_sub(sim.now), GatewayHears::LookAfter { carry: id });
        }
    }

    /// Time has passed; of several appointments only the latest is kept.
    pub(super) fn look_after(&mut self, sim: &mut Sim, id: u64) {
        if self.carries.get(&id).is_some_and(|carry| carry.look <= sim.now) {
            self.step(sim, id, Input::Tick);
        }
    }

    /// An attempt has come back.
    pub(super) fn answered(&mut self, sim: &mut Sim, ask: u64, answer: Result<Answer, RequestError>) {
        let Some((id, mut attempt)) = self.attempts.remove(&ask) else { return };
        if sim.has(Fault::OldRefusalPassed) {
            attempt = self.carries.get(&id).map_or(attempt, |carry| carry.latest);
        }
        self.step(sim, id, Input::Answered(attempt, answer));
    }

    /// The connection was lost and is back.
    pub(super) fn ask_once_more(&mut self, sim: &mut Sim) {
        for id in self.carries.keys().copied().collect::<Vec<_>>() {
            self.step(sim, id, Input::Reconnected);
        }
    }

    /// Answers a command; the lanes say what becomes of those behind it.
    fn resolve(&mut self, sim: &mut Sim, carry: u64, answer: Answer) {
        let Some(Carry { socket, id, slot, command, .. }) = self.carries.remove(&carry) else { return };
        if let Answer::Done(done) = &answer {
            self.learn(sim, command.room, done.seq);
        }
        let outputs = self.sockets.get_mut(&socket).map(|one| one.lanes.answered(command.room, &answer));
        self.answer(sim, socket, slot, ServerSays::Answer { id, answer });
        for output in outputs.into_iter().flatten() {
            self.follow(sim, output);
        }
    }
}
