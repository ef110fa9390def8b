//! The rules by plain values: given these events, when this command, then that event or refusal.

mod admin;
mod broadcast;
mod direct;
mod laws;
mod machine;
mod moderation;
mod mutes;
mod nonces;
mod people;
mod permissions;
mod posting;
mod previews;
mod reactions;
mod rounds;
mod threads;
mod words;

use std::time::Instant;

use proto::room::{Action, Actor, Answer, Authority, Command, Event, Fact, Fingerprint, Kind, OrgRole, Role};
use proto::text::{Body, Reaction};
use proto::{At, Code, Nonce, Reason, Refusal, RoomId, Seq, UserId};
use uuid::Uuid;

use super::machine::{Input, Output, RoundMachine};
use super::model::Log;
use super::{Asked, Decision, Draft, Known, Member, Outcome, Room, round};
use crate::room::member::Change;

/// A room, its log, and a few people.
pub(super) struct Fixture {
    pub(super) id: RoomId,
    pub(super) log: Log,
    clock: i64,
}

pub(super) const OLGA: UserId = UserId(Uuid::from_u128(1));
pub(super) const ANN: UserId = UserId(Uuid::from_u128(2));
pub(super) const BOB: UserId = UserId(Uuid::from_u128(3));
pub(super) const EVE: UserId = UserId(Uuid::from_u128(4));

impl Fixture {
    /// A room that Olga owns, with Ann and Bob inside.
    pub(super) fn new(kind: Kind) -> Self {
        let mut fixture = Self::empty(Kind::Public);
        for who in [ANN, BOB] {
            fixture.does(who, Action::Join);
        }
        if kind == Kind::Private {
            fixture.log.close(fixture.id);
        }
        fixture
    }

    /// A room that Olga has just made.
    pub(super) fn empty(kind: Kind) -> Self {
        let id = RoomId(Uuid::from_u128(9));
        let fact = Fact::Created { room_name: "tea".into(), room_kind: kind, participants: Vec::new() };
        let event = Event {
            room: id,
            seq: 1,
            at: At::UNIX_EPOCH,
            actor: OLGA,
            name: "O".into(),
            nonce: Nonce(id.0),
            fact,
        };
        let row = Member::new(Role::Owner, 1, 0);
        let change = Some(Change { user: OLGA, row });
        let mut log = Log::default();
        log.create(&Draft {
            event,
            fingerprint: Fingerprint(0),
            void_reason: None,
            change,
            is_slow: false,
            mentions: Vec::new(),
            authority: Authority::Member,
        });
        Self { id, log, clock: 0 }
    }

    /// What the database's clock says.
    pub(super) fn now(&self) -> At {
        At::from_unix_timestamp(self.clock).expect("a moment")
    }

    /// So much time passes.
    pub(super) fn pass(&mut self, seconds: i64) {
        self.clock += seconds;
    }

    pub(super) fn command(&self, who: UserId, action: Action) -> Command {
        let actor = Actor { id: who, name: "someone".into(), org_role: OrgRole::Member };
        Command::new(self.id, actor, Nonce::new(), action)
    }

    /// The room with all that these commands need.
    pub(super) fn load(&self, asked: &[Asked]) -> Room {
        let needs = round::needs(asked);
        let loaded = self.log.load(self.id, &needs).expect("the room is there");
        let mut room = loaded.room.clone();
        room.now = self.now();
        assert!(room.learn(&needs, loaded));
        room
    }

    pub(super) fn decide(&self, command: &Command) -> Decision {
        self.load(&[Asked::new(command.clone(), String::new())]).decide(command, None)
    }

    /// Carries out a round of a room that remembers nothing.
    pub(super) fn round(&mut self, commands: Vec<Command>) -> Vec<Answer> {
        self.round_of(&mut RoundMachine::new(), commands)
    }

    /// Carries out a round of a room that remembers the rounds before.
    pub(super) fn round_of(&mut self, machine: &mut RoundMachine, commands: Vec<Command>) -> Vec<Answer> {
        self.clock += 1;
        let mut answers: Vec<Option<Answer>> = commands.iter().map(|_| None).collect();
        let asked = commands.into_iter().map(|command| Asked::new(command, "<p>".into())).collect();
        let mut next = Some(Input::Commands(asked));
        while let Some(input) = next.take() {
            for output in machine.step(Instant::now(), input) {
                next = self.perform(output, &mut answers);
            }
        }
        assert!(machine.is_idle());
        answers.into_iter().map(|answer| answer.expect("everyone is answered")).collect()
    }

    /// What the actor does with the database, done with the model of it.
    fn perform(&mut self, output: Output, answers: &mut [Option<Answer>]) -> Option<Input> {
        let now = self.now();
        match output {
            Output::Load(needs) => {
                let mut loaded = self.log.load(self.id, &needs);
                loaded.iter_mut().for_each(|loaded| loaded.room.now = now);
                Some(Input::Loaded(loaded))
            }
            Output::Append(order, _) => Some(Input::Appended(self.log.append(&order, now))),
            Output::LookUpNonces(names) => Some(Input::NoncesFound(self.log.known(self.id, &names))),
            Output::Answer(command, answer) => {
                assert_eq!(answers[command].replace(answer), None, "one answer each");
                None
            }
            Output::Wait(_) => panic!("nobody else writes here"),
            Output::Announce(..) | Output::Stands(_) | Output::Rest => None,
        }
    }

    pub(super) fn asks(&mut self, command: Command) -> Answer {
        self.round(vec![command]).remove(0)
    }

    /// Something that succeeds; its seq.
    pub(super) fn does(&mut self, who: UserId, action: Action) -> Seq {
        let command = self.command(who, action);
        match self.asks(command) {
            Answer::Done(done) => done.seq,
            other => panic!("it should have been done: {other:?}"),
        }
    }

    /// What somebody is told who may not.
    pub(super) fn refused(&self, who: UserId, action: Action) -> Code {
        match self.decide(&self.command(who, action)) {
            Decision::Refused(refusal) => refusal.code,
            other => panic!("it should have been refused: {other:?}"),
        }
    }

    pub(super) fn happens(&self, who: UserId, action: Action) -> Fact {
        match self.decide(&self.command(who, action)) {
            Decision::Happens(fact) => fact,
            other => panic!("it should have happened: {other:?}"),
        }
    }

    pub(super) fn last(&self) -> Event {
        self.log.after(self.id, self.log.head(self.id) - 1).remove(0)
    }

    pub(super) fn is_inside(&self, who: UserId) -> bool {
        self.log.members(self.id).iter().any(|(user, _)| *user == who)
    }
}

pub(super) fn post(text: &str) -> Action {
    Action::Post { body: body(text), reply_to: None, files: Vec::new() }
}

/// What everyone reacts with.
pub(super) fn thumbs_up() -> Reaction {
    Reaction::parse("👍").expect("a reaction")
}

pub(super) fn body(text: &str) -> Body {
    Body::parse(text).expect("a body")
}

pub(super) fn refusal(answer: &Answer) -> Code {
    match answer {
        Answer::Refused(refusal) => refusal.code,
        other => panic!("it should have been refused: {other:?}"),
    }
}

pub(super) fn seq(answer: &Answer) -> Seq {
    match answer {
        Answer::Done(done) => done.seq,
        other => panic!("it should have been done: {other:?}"),
    }
}

/// A row that says nothing but its nonce.
pub(super) fn known(command: &Command, seq: Seq) -> Known {
    let (actor, nonce) = (command.actor.id, command.nonce);
    Known { actor, nonce, seq, fingerprint: command.fingerprint(), at: At::UNIX_EPOCH, void_reason: None }
}
