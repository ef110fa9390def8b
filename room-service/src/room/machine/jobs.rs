//! The commands of a round that are not answered yet, and how the round has fared so far.

use std::time::{Duration, Instant};

use proto::room::Answer;
use proto::{Nonce, Refusal, UserId};

use super::Output;
use crate::room::nonce::Known;
use crate::room::outsiders::Allowance;
use crate::room::round::{Asked, Verdict};

/// How long a round may go on deciding anew before its askers are told to try again. An append under way is waited for
/// in any case.
const DEADLINE: Duration = Duration::from_secs(10);

#[derive(Clone, Debug, Default)]
pub(super) struct Jobs {
    list: Vec<Job>,
    deadline: Option<Instant>,
    /// What is remembered must be compared with the log before anything is said on it alone.
    pub(super) doubt: bool,
    /// An append of theirs had no known outcome: a database that does not answer is no reason to give them up.
    pub(super) interrupted: bool,
}

#[derive(Clone, Debug)]
struct Job {
    /// Its number among the commands that were handed in.
    number: usize,
    asked: Asked,
}

impl Jobs {
    pub(super) fn new(asked: Vec<Asked>) -> Self {
        let list = asked.into_iter().enumerate().map(|(number, asked)| Job { number, asked }).collect();
        Self { list, ..Self::default() }
    }

    /// Whether they have been tried for too long; the first time they are looked at, their time begins.
    pub(super) fn are_late(&mut self, now: Instant) -> bool {
        now > *self.deadline.get_or_insert(now + DEADLINE)
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn asked(&self) -> impl Iterator<Item = &Asked> {
        self.list.iter().map(|job| &job.asked)
    }

    pub(super) fn nonces(&self) -> Vec<(UserId, Nonce)> {
        self.asked().map(|asked| (asked.command.actor.id, asked.command.nonce)).collect()
    }

    /// The numbers of those that wrote something, in the order of their drafts.
    pub(super) fn writers(&self, verdicts: &[Verdict]) -> Vec<usize> {
        let writers = self.list.iter().zip(verdicts).filter(|(_, said)| matches!(said, Verdict::Wrote(_)));
        writers.map(|(job, _)| job.number).collect()
    }

    /// There may be a twin of each under way.
    pub(super) fn mark_again(&mut self) {
        self.list.iter_mut().for_each(|job| job.asked.command.again = true);
    }

    /// What each actor may leave in the log from outside.
    pub(super) fn limit(&mut self, allowance: impl Fn(UserId) -> Allowance) {
        for Job { asked, .. } in &mut self.list {
            asked.allowance = allowance(asked.command.actor.id);
        }
    }

    /// Each for itself.
    pub(super) fn apart(self) -> impl Iterator<Item = Self> {
        self.list.into_iter().map(|job| Self { list: vec![job], ..Self::default() })
    }

    /// Answers all of them, in their order.
    pub(super) fn answer(self, answers: impl IntoIterator<Item = Answer>, out: &mut Vec<Output>) {
        out.extend(self.list.iter().zip(answers).map(|(job, answer)| Output::Answer(job.number, answer)));
    }

    /// Refuses those that would call the room something else, or post files; the others remain.
    pub(super) fn refuse_claims(&mut self, refusal: &Refusal, out: &mut Vec<Output>) {
        let claims = |job: &mut Job| {
            let action = &job.asked.command.action;
            action.renames().is_some() || !action.files().is_empty()
        };
        let refused = self.list.extract_if(.., claims);
        out.extend(refused.map(|job| Output::Answer(job.number, Answer::Refused(refusal.clone()))));
    }

    /// Answers those whose nonces are in the log; the others remain.
    pub(super) fn answer_known(&mut self, rows: &[Known], out: &mut Vec<Output>) {
        self.list.retain(|Job { number, asked }| {
            let row = rows.iter().find(|row| row.is_of(&asked.command));
            let answer = row.map(|row| row.answer(&asked.command.action, asked.fingerprint));
            let remains = answer.is_none();
            out.extend(answer.map(|answer| Output::Answer(*number, answer)));
            remains
        });
    }
}
