//! The steps of a round: load, decide, append, announce, answer; again and again until every command has its answer.

use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use proto::room::{Answer, Fact, Head};
use proto::{At, Refusal};

use super::{Awaits, Clock, Output, RoundMachine};
use crate::room::needs::{Loaded, Needs};
use crate::room::nonce::Known;
use crate::room::round::{self, Order, Outcome, Plan, Verdict};
use crate::room::state::Room;

/// How long to wait for somebody else's write to the same room: one of theirs takes about a millisecond.
const BUSY: Duration = Duration::from_millis(3);
/// How long to wait for a database that has just broken off.
const RECONNECT_PAUSE: Duration = Duration::from_millis(100);

impl RoundMachine {
    /// Reads what is needed and not remembered, or decides. Nothing of theirs is under way at this point.
    pub(super) fn attempt(&mut self, now: Instant, out: &mut Vec<Output>) {
        if self.jobs.is_empty() {
            return self.end(now, out);
        }
        if self.jobs.are_late(now) {
            return self.refuse(now, &Refusal::unavailable(), out);
        }
        let needs = round::needs(self.jobs.asked());
        let lacking = self.room.as_ref().map_or_else(|| needs.clone(), |room| room.lacks(&needs));
        if self.room.is_some() && lacking.is_empty() && !self.jobs.doubt {
            return self.decide(now, false, out);
        }
        self.awaits = Awaits::Load(lacking.clone());
        out.push(Output::Load(lacking));
    }

    pub(super) fn loaded(
        &mut self,
        now: Instant,
        needs: &Needs,
        loaded: Option<Loaded>,
        out: &mut Vec<Output>,
    ) {
        let Some(loaded) = loaded else {
            self.room = None;
            out.push(Output::Rest);
            return self.refuse(now, &Refusal::not_found(), out);
        };
        if loaded.room.rules > Fact::RULES {
            self.room = None;
            return self.refuse(now, &Refusal::unavailable(), out);
        }
        self.clock = Some(Clock::new(loaded.room.now, now));
        if self.room.is_none() {
            out.push(Output::Stands(head_of(&loaded.room)));
        }
        if self.room.get_or_insert_with(|| loaded.room.clone()).learn(needs, loaded) {
            return self.decide(now, true, out);
        }
        self.room = None;
        self.attempt(now, out);
    }

    pub(super) fn load_failed(&mut self, now: Instant, out: &mut Vec<Output>) {
        if self.jobs.interrupted {
            return self.wait(RECONNECT_PAUSE, out);
        }
        self.refuse(now, &Refusal::unavailable(), out);
    }

    /// Decides, and applies. `fresh`: the room was compared with the log just now.
    fn decide(&mut self, now: Instant, fresh: bool, out: &mut Vec<Output>) {
        let Some(room) = self.room.as_mut() else { return self.attempt(now, out) };
        room.now = self.clock.map_or(room.head_at, |clock| clock.at(now)).max(room.head_at);
        self.jobs.limit(|user| self.outsiders.allowance(user, now));
        let Plan { order, verdicts } = round::decide(room, self.jobs.asked());
        if !order.drafts.is_empty() {
            let order = Arc::new(order);
            out.push(Output::Append(order.clone(), self.jobs.writers(&verdicts)));
            self.awaits = Awaits::Append(order, verdicts);
        } else if !fresh {
            // No compare will tell whether memory was right: ask before saying no.
            self.jobs.doubt = true;
            self.attempt(now, out);
        } else if room.deleted {
            // Nothing is appended to a deleted room, so no append looks nonces up: what was done before is found here.
            out.push(Output::LookUpNonces(self.jobs.nonces()));
            self.awaits = Awaits::Nonces;
        } else {
            let at = room.head_at;
            self.answer(now, &Plan { order, verdicts }, at, out);
        }
    }

    pub(super) fn nonces_found(&mut self, now: Instant, rows: &[Known], out: &mut Vec<Output>) {
        self.jobs.answer_known(rows, out);
        let Some(room) = self.room.as_mut() else { return self.attempt(now, out) };
        let (plan, at) = (round::decide(room, self.jobs.asked()), room.head_at);
        self.answer(now, &plan, at, out);
    }

    pub(super) fn written(
        &mut self,
        now: Instant,
        at: At,
        order: Arc<Order>,
        verdicts: Vec<Verdict>,
        out: &mut Vec<Output>,
    ) {
        let mut plan = Plan { order: Arc::unwrap_or_clone(order), verdicts };
        self.clock = Some(Clock::new(at, now));
        if let Some(room) = &mut self.room {
            plan.commit(room, at);
        }
        for draft in plan.order.drafts.iter().filter(|draft| draft.void_reason.is_some()) {
            self.outsiders.note(draft.event.actor, now);
        }
        let answers = plan.answers(at, self.jobs.asked());
        let jobs = mem::take(&mut self.jobs);
        out.push(Output::Announce(Arc::new(plan.order), jobs.writers(&plan.verdicts)));
        out.extend(self.room.as_ref().map(head_of).map(Output::Stands));
        jobs.answer(answers, out);
        self.end(now, out);
    }

    /// Whatever it was: forget everything.
    pub(super) fn not_written(&mut self, now: Instant, outcome: Outcome, out: &mut Vec<Output>) {
        self.room = None;
        match outcome {
            Outcome::Written(_) | Outcome::Moved(_) => self.attempt(now, out),
            Outcome::Busy => self.wait(BUSY, out),
            Outcome::Known(rows) => {
                self.jobs.answer_known(&rows, out);
                self.attempt(now, out);
            }
            Outcome::Unclaimed => {
                // Their claims took too long; sent again, they make new ones.
                self.jobs.refuse_claims(&Refusal::unavailable(), out);
                self.attempt(now, out);
            }
            Outcome::Unknown => {
                // From here on there may be a twin under way: our own.
                self.jobs.interrupted = true;
                self.jobs.mark_again();
                self.attempt(now, out);
            }
            // One of them cannot be written, and must not take the others with it.
            Outcome::Failed if self.jobs.len() > 1 => {
                self.alone.extend(mem::take(&mut self.jobs).apart());
                self.end(now, out);
            }
            Outcome::Failed | Outcome::Away => self.refuse(now, &Refusal::unavailable(), out),
        }
    }

    fn wait(&mut self, time: Duration, out: &mut Vec<Output>) {
        self.awaits = Awaits::Time;
        out.push(Output::Wait(time));
    }

    /// Answers as was planned: true on committed state only.
    fn answer(&mut self, now: Instant, plan: &Plan, at: At, out: &mut Vec<Output>) {
        let answers = plan.answers(at, self.jobs.asked());
        mem::take(&mut self.jobs).answer(answers, out);
        self.end(now, out);
    }

    pub(super) fn refuse(&mut self, now: Instant, refusal: &Refusal, out: &mut Vec<Output>) {
        let answers = std::iter::repeat_with(|| Answer::Refused(refusal.clone()));
        mem::take(&mut self.jobs).answer(answers, out);
        self.end(now, out);
    }

    /// All are answered: the next of those that go alone, or nothing until there are commands.
    fn end(&mut self, now: Instant, out: &mut Vec<Output>) {
        if let Some(next) = self.alone.pop_front() {
            self.jobs = next;
            return self.attempt(now, out);
        }
        if let Some(room) = &mut self.room {
            room.tidy();
        }
    }
}

fn head_of(room: &Room) -> Head {
    Head { room: room.id, head: room.head, last_msg: room.last_msg, acl: room.acl, revised: room.revised }
}
