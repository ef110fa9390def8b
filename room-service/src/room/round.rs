//! A round: the commands that wait are decided one after the other, each on the room as changed by those before it,
//! and become one append. Pure: the actor loads before, appends, announces and answers after.

use std::collections::VecDeque;

use proto::id::WHOEVER_IS_HERE;
use proto::room::{
    Answer, Authority, Command, Done, Event, Fact, Fingerprint, ROUND_BYTES, ROUND_COMMANDS, RoomSettings,
};
use proto::text::Broadcast;
use proto::{At, Nonce, Refusal, RoomId, Seq, UserId};

use super::member::Change;
use super::needs::Needs;
use super::nonce::{Known, VoidReason};
use super::outsiders::Allowance;
use super::rules::{Claim, Decision};
use super::state::Room;

/// A command as a round takes it: with what was prepared outside the mailbox.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The command.
    pub command: Command,
    /// The fingerprint of its action.
    pub fingerprint: Fingerprint,
    /// Its words as safe HTML, where it has words.
    pub html: String,
    /// Whom its words name; those inside are mentioned.
    pub named: Vec<UserId>,
    /// What came of claiming the name it wants for its room; none where none is wanted.
    pub claim: Option<Claim>,
    /// What its actor may leave in the log from outside.
    pub allowance: Allowance,
}

/// One event about to be appended, with what goes into the log beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The event; its times are set by [`Draft::commit`].
    pub event: Event,
    /// The fingerprint of its command.
    pub fingerprint: Fingerprint,
    /// Why, if it is a `void`.
    pub void_reason: Option<VoidReason>,
    /// How it changes a person's row, if it does.
    pub change: Option<Change>,
    /// It is said in slow mode: how long ago will matter.
    pub is_slow: bool,
    /// Whom its words mention; last what stands for everyone, or for whoever is here.
    pub mentions: Vec<UserId>,
    /// By what right: the log says so where it is more than a member's.
    pub authority: Authority,
}

/// The append of one room: all or nothing, if the room still stands at `expected`.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Which room.
    pub room: RoomId,
    /// Where it stood when this was decided.
    pub expected: Seq,
    /// Where it stands afterwards.
    pub head: Seq,
    /// Number of messages afterwards.
    pub last_msg: i64,
    /// Seq of the last membership event afterwards.
    pub acl: Seq,
    /// How many people are inside afterwards.
    pub members: i64,
    /// The rules its log needs afterwards.
    pub rules: i32,
    /// What it keeps besides, if that is something else afterwards.
    pub settings: Option<RoomSettings>,
    /// The events, in order.
    pub drafts: Vec<Draft>,
}

/// What became of an order.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Committed, at this moment of the database's clock.
    Written(At),
    /// Nothing written: the room stands elsewhere.
    Moved(Seq),
    /// Nothing written: somebody else is writing to this room at this instant.
    Busy,
    /// Nothing written: these nonces are in the log already. That much is committed.
    Known(Vec<Known>),
    /// Nothing written: the room was to be called something that it does not hold any more.
    Unclaimed,
    /// Nothing written, and the same again would fare no better.
    Failed,
    /// Nothing written: the database is away, or takes nothing from anybody.
    Away,
    /// It may be committed or not.
    Unknown,
}

/// A round decided.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What to append; without drafts there is nothing to write.
    pub order: Order,
    /// What each command will be told once the append is committed, in the order they were asked.
    pub verdicts: Vec<Verdict>,
}

/// What became of one command of a round.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It made this draft.
    Wrote(usize),
    /// An earlier command of the round, which made this draft, carries the same nonce.
    Twin(usize),
    /// Things are already as wished.
    Unchanged,
    /// It may not be.
    Refused(Refusal),
}

impl Draft {
    /// Those among whose unread mentions it is counted. Who is called because they are here at the moment is told, and that is all.
    pub fn counted(&self) -> &[UserId] {
        self.mentions.strip_suffix(&[WHOEVER_IS_HERE]).unwrap_or(&self.mentions)
    }

    /// Those whom it names.
    pub fn people(&self) -> impl Iterator<Item = &UserId> {
        self.mentions.iter().filter(|id| Broadcast::of(**id).is_none())
    }
}

impl Asked {
    /// A command with its words rendered.
    pub fn new(command: Command, html: String) -> Self {
        let fingerprint = command.fingerprint();
        let allowance = Allowance::default();
        Self { command, fingerprint, html, named: Vec::new(), claim: None, allowance }
    }
}

/// What a command weighs in a round, in bytes.
pub fn weight(command: &Command) -> usize {
    256 + command.action.body().map_or(0, |body| body.as_str().len())
}

/// Takes the next round out of those waiting, in order of arrival: at most [`ROUND_COMMANDS`] and [`ROUND_BYTES`],
/// but always one if there is one.
pub fn gather<T>(waiting: &mut VecDeque<T>, weigh: impl Fn(&T) -> usize) -> Vec<T> {
    let mut bytes = 0;
    let fits = |one: &&T| {
        bytes += weigh(one);
        bytes <= ROUND_BYTES
    };
    let count = waiting.iter().take(ROUND_COMMANDS).take_while(fits).count();
    let count = count.max(1).min(waiting.len());
    waiting.drain(..count).collect()
}

/// What deciding these commands needs to know.
pub fn needs<'a>(asked: impl IntoIterator<Item = &'a Asked>) -> Needs {
    let mut needs = Needs::default();
    for one in asked {
        needs.add(&one.command);
        needs.people.extend(&one.named);
    }
    needs
}

/// Decides a round. Afterwards `room` stands where the append will leave it; if the append is not `Written`, forget
/// the room.
pub fn decide<'a>(room: &mut Room, asked: impl IntoIterator<Item = &'a Asked>) -> Plan {
    let (expected, settings) = (room.head, room.settings.clone());
    let mut drafts: Vec<Draft> = Vec::new();
    let mut verdicts = Vec::new();
    for one in asked {
        let verdict = match twin(&drafts, &one.command) {
            Some(index) => Verdict::Twin(index),
            None => match room.decide_naming(&one.command, &one.named, one.claim.as_ref()) {
                Decision::Happens(fact) => write(room, &mut drafts, one, fact, None),
                Decision::Void(_) if is_used_up(room, &drafts, one) => {
                    Verdict::Refused(Refusal::rate_limited(one.allowance.retry_ms))
                }
                Decision::Void(reason) => write(room, &mut drafts, one, Fact::Void, Some(reason)),
                Decision::Unchanged => Verdict::Unchanged,
                Decision::Refused(refusal) => Verdict::Refused(refusal),
            },
        };
        verdicts.push(verdict);
    }
    let order = Order {
        room: room.id,
        expected,
        head: room.head,
        last_msg: room.last_msg,
        acl: room.acl,
        members: room.members,
        rules: room.rules,
        settings: (room.settings != settings).then(|| room.settings.clone()),
        drafts,
    };
    Plan { order, verdicts }
}

/// From outside, a person takes few nonces. Held back, nothing is decided, so a twin may still be: no definite no is said.
fn is_used_up(room: &Room, drafts: &[Draft], asked: &Asked) -> bool {
    let Command { actor, authority, .. } = &asked.command;
    let is_inside = room.member(actor.id).is_some_and(|row| row.role.is_inside());
    let voids = drafts.iter().filter(|draft| draft.event.actor == actor.id && draft.void_reason.is_some());
    authority.is_member() && !is_inside && voids.count() >= asked.allowance.voids
}

fn twin(drafts: &[Draft], command: &Command) -> Option<usize> {
    drafts
        .iter()
        .position(|draft| draft.event.nonce == command.nonce && draft.event.actor == command.actor.id)
}

fn write(
    room: &mut Room,
    drafts: &mut Vec<Draft>,
    asked: &Asked,
    mut fact: Fact,
    void_reason: Option<VoidReason>,
) -> Verdict {
    let mut mentions = Vec::new();
    let Command { actor, authority, nonce, .. } = &asked.command;
    if let Some(message) = fact.message_mut() {
        message.html.clone_from(&asked.html);
        mentions = room.mentioned(actor.id, &asked.named);
        // They were here when it was said.
        mentions.retain(|id| *id != WHOEVER_IS_HERE || matches!(fact, Fact::Posted { .. }));
    }
    let seq = room.head + 1;
    let change = room.change(actor.id, seq, &fact);
    let event = Event {
        room: room.id,
        seq,
        at: room.now,
        actor: actor.id,
        name: actor.name.clone(),
        nonce: *nonce,
        fact,
    };
    room.apply(&event);
    let (fingerprint, authority) = (asked.fingerprint, *authority);
    let is_slow = matches!(event.fact, Fact::Posted { .. }) && !room.settings.slow_mode.is_off();
    drafts.push(Draft { event, fingerprint, void_reason, change, is_slow, mentions, authority });
    Verdict::Wrote(drafts.len() - 1)
}

impl Plan {
    /// The append is committed: sets the time everywhere it belongs.
    pub fn commit(&mut self, room: &mut Room, at: At) {
        for draft in &mut self.order.drafts {
            draft.commit(self.order.expected, at);
            if draft.is_slow {
                room.note_spoken(draft.event.actor, at);
            }
        }
        room.commit(self.order.expected, at);
    }

    /// What each command is told, in the order they were asked; true on committed state only.
    pub fn answers<'a>(&self, at: At, asked: impl IntoIterator<Item = &'a Asked>) -> Vec<Answer> {
        let answer = |(one, verdict): (&Asked, &Verdict)| match verdict {
            Verdict::Wrote(index) => self.order.drafts[*index].answer(),
            Verdict::Twin(index) => {
                self.order.drafts[*index].known().answer(&one.command.action, one.fingerprint)
            }
            Verdict::Unchanged => Answer::Done(Done { seq: self.order.head, at, dup: false }),
            Verdict::Refused(refusal) => Answer::Refused(refusal.clone()),
        };
        asked.into_iter().zip(&self.verdicts).map(answer).collect()
    }
}

impl Draft {
    /// Sets the time of the commit, in the event and in its message.
    pub fn commit(&mut self, expected: Seq, at: At) {
        self.event.at = at;
        if let Some(message) = self.event.fact.message_mut() {
            if message.seq > expected {
                message.at = at;
            }
            if message.rev > message.seq {
                message.edited_at = Some(at);
            }
            if let Some(thread) = message.thread.as_mut().filter(|thread| thread.last_seq > expected) {
                thread.last_at = at;
            }
        }
    }

    /// The draft as the log will know it by its nonce.
    pub fn known(&self) -> Known {
        let Event { actor, nonce, seq, at, .. } = self.event;
        Known { actor, nonce, seq, fingerprint: self.fingerprint, at, void_reason: self.void_reason.clone() }
    }

    fn answer(&self) -> Answer {
        match &self.void_reason {
            None | Some(VoidReason::Unchanged) => {
                Answer::Done(Done { seq: self.event.seq, at: self.event.at, dup: false })
            }
            Some(VoidReason::Refused { refusal }) => Answer::Refused(refusal.clone()),
            Some(VoidReason::Cancelled) => Answer::Cancelled,
        }
    }
}

impl Order {
    /// Who is named by a nonce in this order.
    pub fn nonces(&self) -> impl Iterator<Item = (UserId, Nonce)> {
        self.drafts.iter().map(|draft| (draft.event.actor, draft.event.nonce))
    }
}
