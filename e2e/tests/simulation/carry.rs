//! The path of a command through a gateway: its place in line, and the product's [`Attempts`] over a network that fails.

use chassis::RequestError;
use gateway::cluster::attempts::{Attempts, Candidate, Input, Output};
use proto::room::{Action, Actor, Answer, Command, OrgRole};
use proto::{Nonce, RoomId};

use super::faults::Fault;
use super::gateway::{Gateway, GatewayHears};
use super::network::Process;
use super::stage::{Ms, Stage};
use super::store::who;

/// How many commands of a socket may wait for a room.
const LINE: usize = 32;

/// A command under way or in line.
#[derive(Debug)]
pub(crate) struct Carry {
    pub(super) socket: u64,
    id: u64,
    room: RoomId,
    command: Command,
    /// None while it is in line.
    attempts: Option<Attempts>,
    /// The number of the latest.
    latest: usize,
    /// When it is looked after next.
    look: Ms,
}

impl Gateway {
    #[expect(clippy::too_many_arguments, reason = "the fields of one frame")]
    pub(super) fn command(
        &mut self,
        stage: &mut Stage,
        socket: u64,
        id: u64,
        room: RoomId,
        nonce: Nonce,
        action: Action,
        again: bool,
    ) {
        let Some(one) = self.sockets.get_mut(&socket) else { return };
        let actor = Actor { id: one.user, name: who(one.user), org_role: OrgRole::Member };
        let line = one.lines.entry(room).or_default();
        if line.len() > LINE {
            let answer = self.no_line();
            return self.tell_client(stage, socket, id, answer);
        }
        let command = Command { room, actor, nonce, again, named: Vec::new(), action };
        let carry = stage.fresh();
        line.push_back(carry);
        let free = line.len() == 1 || stage.has(Fault::TwoUnderWay);
        self.carries.insert(carry, Carry { socket, id, room, command, attempts: None, latest: 0, look: 0 });
        if free {
            self.begin(stage, carry);
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
        let Some(room) = self.carries.get(&id).map(|carry| carry.room) else { return };
        let ranked = self.candidates(stage, room);
        let Some(carry) = self.carries.get_mut(&id) else { return };
        let Some(attempts) = &mut carry.attempts else { return };
        match attempts.step(stage.instant(), &ranked, &self.budget, input) {
            Some(Output::Done(answer)) => return self.resolve(stage, id, &answer),
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

    /// Answers a command; the next in line goes on, or all in line get the same try-again.
    fn resolve(&mut self, stage: &mut Stage, id: u64, answer: &Answer) {
        let Some(carry) = self.carries.remove(&id) else { return };
        if let Answer::Done(done) = answer {
            self.learn(stage, carry.room, done.seq);
        }
        self.tell_client(stage, carry.socket, carry.id, answer.clone());
        let again = matches!(answer, Answer::Refused(refusal) if refusal.code.is_try_again());
        let Some(line) = self.sockets.get_mut(&carry.socket).and_then(|one| one.lines.get_mut(&carry.room))
        else {
            return;
        };
        line.retain(|other| *other != id);
        if again && !stage.has(Fault::TwoUnderWay) {
            for other in std::mem::take(line) {
                if let Some(carry) = self.carries.remove(&other) {
                    self.tell_client(stage, carry.socket, carry.id, answer.clone());
                }
            }
        } else if let Some(next) = line.front().copied().filter(|_| !stage.has(Fault::TwoUnderWay)) {
            self.begin(stage, next);
        }
    }
}
