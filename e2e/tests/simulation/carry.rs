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
use super::stage::{Ms, Stage};

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
    pub(super) fn command(
        &mut self,
        stage: &mut Stage,
        socket: u64,
        (id, slot): (u64, Slot),
        command: Command,
    ) {
        let Some(one) = self.sockets.get_mut(&socket) else { return };
        let (carry, room) = (stage.fresh(), command.room);
        self.carries.insert(carry, Carry { socket, id, slot, command, attempts: None, latest: 0, look: 0 });
        if stage.has(Fault::TwoUnderWay) {
            return self.begin(stage, carry);
        }
        let output = one.lanes.submit(room, carry);
        output.into_iter().for_each(|output| self.follow(stage, output));
    }

    /// Does what the lanes of a socket say.
    fn follow(&mut self, stage: &mut Stage, output: lanes::Output<u64>) {
        match output {
            lanes::Output::CarryOut(carry) => self.begin(stage, carry),
            lanes::Output::Refuse(carry, refusal) => {
                if let Some(Carry { socket, id, slot, .. }) = self.carries.remove(&carry) {
                    let answer = Answer::Refused(refusal);
                    self.answer(stage, socket, slot, ServerSays::Answer { id, answer });
                }
            }
        }
    }

    fn begin(&mut self, stage: &mut Stage, id: u64) {
        self.budget.earn();
        if let Some(carry) = self.carries.get_mut(&id) {
            carry.attempts = Some(Attempts::new(stage.instant(), carry.command.again));
        }
        self.step(stage, id, Input::Tick);
    }

    fn step(&mut self, stage: &mut Stage, id: u64, input: Input) {
        let Some(room) = self.carries.get(&id).map(|carry| carry.command.room) else { return };
        let ranked = self.candidates(stage, room);
        let Some(carry) = self.carries.get_mut(&id) else { return };
        let Some(attempts) = &mut carry.attempts else { return };
        match attempts.step(stage.instant(), &ranked, &self.budget, input) {
            Some(Output::Done(answer)) => return self.resolve(stage, id, answer),
            Some(Output::Ask { attempt, node, again }) => {
                carry.latest = attempt;
                let again = if stage.has(Fault::AgainForgotten) { carry.command.again } else { again };
                let (ask, command) = (stage.fresh(), Command { again, ..carry.command.clone() });
                self.attempts.insert(ask, (id, attempt));
                stage.command(self.me, Process::of(node), ask, command);
            }
            None => {}
        }
        self.look_later(stage, id);
    }

    fn candidates(&self, stage: &mut Stage, room: RoomId) -> Vec<Candidate> {
        let mut ranked = self.rank(stage.now, room);
        let fickle = stage.weather.fickle;
        if stage.rng.chance(fickle) {
            ranked.reverse();
        }
        ranked.into_iter().map(|(process, suspect)| Candidate { node: process.node(), suspect }).collect()
    }

    fn look_later(&mut self, stage: &mut Stage, id: u64) {
        let Some(carry) = self.carries.get_mut(&id) else { return };
        let Some(attempts) = &carry.attempts else { return };
        let look = stage.ms_of(attempts.wake());
        if look != carry.look {
            carry.look = look;
            self.later(stage, look.saturating_sub(stage.now), GatewayHears::LookAfter { carry: id });
        }
    }

    /// Time has passed; of several appointments only the latest is kept.
    pub(super) fn look_after(&mut self, stage: &mut Stage, id: u64) {
        if self.carries.get(&id).is_some_and(|carry| carry.look <= stage.now) {
            self.step(stage, id, Input::Tick);
        }
    }

    /// An attempt has come back.
    pub(super) fn answered(&mut self, stage: &mut Stage, ask: u64, answer: Result<Answer, RequestError>) {
        let Some((id, mut attempt)) = self.attempts.remove(&ask) else { return };
        if stage.has(Fault::OldRefusalPassed) {
            attempt = self.carries.get(&id).map_or(attempt, |carry| carry.latest);
        }
        self.step(stage, id, Input::Answered(attempt, answer));
    }

    /// The connection was lost and is back.
    pub(super) fn ask_once_more(&mut self, stage: &mut Stage) {
        for id in self.carries.keys().copied().collect::<Vec<_>>() {
            self.step(stage, id, Input::Reconnected);
        }
    }

    /// Answers a command; the lanes say what becomes of those behind it.
    fn resolve(&mut self, stage: &mut Stage, carry: u64, answer: Answer) {
        let Some(Carry { socket, id, slot, command, .. }) = self.carries.remove(&carry) else { return };
        if let Answer::Done(done) = &answer {
            self.learn(stage, command.room, done.seq);
        }
        let outputs = self.sockets.get_mut(&socket).map(|one| one.lanes.answered(command.room, &answer));
        self.answer(stage, socket, slot, ServerSays::Answer { id, answer });
        for output in outputs.into_iter().flatten() {
            self.follow(stage, output);
        }
    }
}
