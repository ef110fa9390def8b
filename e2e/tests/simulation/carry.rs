//! The path of a command through a gateway: its place in line, its attempts, and which answer is believed.

use proto::room::{Action, Actor, Answer, Command, OrgRole};
use proto::{Code, Nonce, RoomId};

use super::faults::Fault;
use super::gateway::{Gateway, GatewayHears};
use super::network::Process;
use super::stage::{Ms, Stage};
use super::store::who;

/// All attempts together.
const DEADLINE: Ms = 10_000;
/// Silence is looked into for the first time.
const DOUBT: Ms = 1_000;
/// And again.
const LOOK_AGAIN: Ms = 100;
/// The next is asked in any case.
const GIVE_UP: Ms = 3_000;
/// How many commands of a socket may wait for a room.
const LINE: usize = 32;

/// A command under way or in line.
#[derive(Debug)]
pub(crate) struct Carry {
    pub(super) socket: u64,
    id: u64,
    room: RoomId,
    command: Command,
    attempts: u32,
    asked: Vec<Process>,
    began: Ms,
    sent: Ms,
    last: Answer,
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
        let command = Command { again, ..Command::new(room, actor, nonce, action) };
        let carry = stage.fresh();
        line.push_back(carry);
        let free = line.len() == 1 || stage.has(Fault::TwoUnderWay);
        let last = unavailable();
        self.carries.insert(
            carry,
            Carry {
                socket,
                id,
                room,
                command,
                attempts: 0,
                asked: Vec::new(),
                began: stage.now,
                sent: 0,
                last,
            },
        );
        if free {
            self.begin(stage, carry);
        }
    }

    fn begin(&mut self, stage: &mut Stage, id: u64) {
        if let Some(carry) = self.carries.get_mut(&id) {
            carry.began = stage.now;
            self.attempt(stage, id);
        }
    }

    /// Asks the next room-service. Where none is left, waits or gives up.
    fn attempt(&mut self, stage: &mut Stage, id: u64) {
        let Some(carry) = self.carries.get(&id) else { return };
        let mut ranked = self.rank(stage.now, carry.room);
        let fickle = stage.weather.fickle;
        if stage.rng.chance(fickle) {
            ranked.reverse();
        }
        let Some((node, _)) = ranked.into_iter().find(|(node, _)| !carry.asked.contains(node)) else {
            let last = carry.last.clone();
            return self.resolve(stage, id, &last);
        };
        let Some(carry) = self.carries.get_mut(&id) else { return };
        carry.attempts += 1;
        carry.asked.push(node);
        carry.sent = stage.now;
        carry.command.again |= carry.attempts > 1 && !stage.has(Fault::AgainForgotten);
        let (attempt, command) = (carry.attempts, carry.command.clone());
        let ask = stage.fresh();
        self.attempts.insert(ask, (id, attempt));
        stage.command(self.me, node, ask, command);
        self.later(stage, DOUBT, GatewayHears::LookAfter { carry: id });
    }

    /// Silence: the next is asked after 1 s if the one asked is suspect, after 3 s in any case.
    pub(super) fn look_after(&mut self, stage: &mut Stage, id: u64) {
        let Some(carry) = self.carries.get(&id) else { return };
        let silent = stage.now - carry.sent;
        if silent < DOUBT {
            return;
        }
        if stage.now - carry.began > DEADLINE {
            return self.resolve(stage, id, &unavailable());
        }
        let ranked = self.rank(stage.now, carry.room);
        let latest = carry.asked.last();
        let suspect =
            ranked.iter().find(|(node, _)| Some(node) == latest).is_none_or(|(_, suspect)| *suspect);
        let other = ranked.iter().any(|(node, _)| !carry.asked.contains(node));
        if other && (suspect || silent >= GIVE_UP) {
            return self.attempt(stage, id);
        }
        self.later(stage, LOOK_AGAIN, GatewayHears::LookAfter { carry: id });
    }

    /// An answer, or none because nobody was there.
    pub(super) fn answered(&mut self, stage: &mut Stage, ask: u64, answer: Option<Answer>) {
        let Some((id, attempt)) = self.attempts.remove(&ask) else { return };
        let Some(carry) = self.carries.get_mut(&id) else { return };
        let latest = attempt == carry.attempts || stage.has(Fault::OldRefusalPassed);
        match answer {
            Some(answer @ (Answer::Done(_) | Answer::Cancelled)) => self.resolve(stage, id, &answer),
            _ if !latest => {}
            Some(Answer::Refused(refusal)) if refusal.code == Code::Unavailable => {
                carry.last = Answer::Refused(refusal);
                self.attempt(stage, id);
            }
            Some(answer) => self.resolve(stage, id, &answer),
            None => self.attempt(stage, id),
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

fn unavailable() -> Answer {
    Answer::Refused(proto::Refusal::unavailable())
}
