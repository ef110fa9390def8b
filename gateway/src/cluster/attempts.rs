//! The attempts of one command: which process is asked, when the next one is, and whose answer is believed.
//!
//! Pure: time, ranking and answers are given. [`Cluster::command`](super::Cluster::command) drives it over the bus, and the
//! simulation over a network of its own.

use std::time::{Duration, Instant};

use chassis::RequestError;
use proto::room::Answer;
use proto::{Code, NodeId, Reason, Refusal};

use super::Budget;

/// All attempts together.
pub const DEADLINE: Duration = Duration::from_secs(10);
/// The first time silence is looked into.
const FIRST_CHECK: Duration = Duration::from_secs(1);
/// How often it is looked into from then on.
const CHECK_EVERY: Duration = Duration::from_millis(100);
/// Silence after which the next process is asked in any case.
const SILENCE_MAX: Duration = Duration::from_secs(3);
/// How long it is waited for some process to appear when none is there.
const NO_NODE_DEADLINE: Duration = Duration::from_secs(4);
/// Between two looks for one.
const NO_NODE_PAUSE: Duration = Duration::from_millis(150);
/// How long a connection that is being made anew is waited for.
const NO_CONNECTION_DEADLINE: Duration = Duration::from_secs(2);

/// A process that may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub node: NodeId,
    /// It has been silent for so long that it may have stopped.
    pub suspect: bool,
}

/// What has happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// It is time to begin, or what [`Attempts::wake`] said.
    Tick,
    /// An attempt, by its number, has come back.
    Answered(usize, Result<Answer, RequestError>),
    /// The connection was lost and is back: what was under way on the old one is lost, or its answer is.
    Reconnected,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Ask this process.
    Ask {
        /// The number of the attempt, from 1.
        attempt: usize,
        /// Whom.
        node: NodeId,
        /// What the command carries: a twin of it may be under way.
        again: bool,
    },
    /// The command has its answer; nothing is to be done any more.
    Done(Answer),
}

/// What is known of the attempt before this one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Previous {
    /// It is the first, or nobody got the one before: no work is done twice.
    NotReceived,
    /// The one before may be at work.
    Unconfirmed,
    /// The same process is asked again, for which the budget has been asked already.
    Repeated,
}

/// One command's attempts.
#[derive(Debug)]
pub struct Attempts {
    began: Instant,
    /// Whom not to ask once more.
    asked: Vec<NodeId>,
    /// How many were made, and how many have not come back.
    made: usize,
    under_way: usize,
    again: bool,
    /// The latest, if it is waited for.
    latest: Option<Latest>,
    wake: Instant,
    /// What is said when nobody is left to ask.
    last: Refusal,
}

#[derive(Clone, Copy, Debug)]
struct Latest {
    node: NodeId,
    sent: Instant,
    /// It has been silent since: what it was sent may have been lost with its connection.
    was_silent: bool,
}

impl Attempts {
    /// A command that begins now; `again`: whoever sent it may have sent it before.
    pub fn new(now: Instant, again: bool) -> Self {
        Self {
            began: now,
            asked: Vec::new(),
            made: 0,
            under_way: 0,
            again,
            latest: None,
            wake: now,
            last: Refusal::unavailable(),
        }
    }

    /// When it wants a `Tick`, if nothing else happens.
    pub fn wake(&self) -> Instant {
        self.wake.min(self.began + DEADLINE)
    }

    /// Takes in what has happened. `ranked` are the processes as they are now, in the order in which they are asked.
    pub fn step(
        &mut self,
        now: Instant,
        ranked: &[Candidate],
        budget: &Budget,
        input: Input,
    ) -> Option<Output> {
        let previous = match input {
            Input::Answered(attempt, answer) => {
                self.under_way = self.under_way.saturating_sub(1);
                match verdict(attempt == self.made, answer) {
                    Verdict::Pass(answer) => return Some(Output::Done(answer)),
                    Verdict::Ignore => return None,
                    Verdict::Later => return self.later(now),
                    Verdict::Next(previous, refusal) => {
                        self.last = refusal;
                        previous
                    }
                }
            }
            Input::Reconnected => {
                self.latest?;
                self.asked.clear();
                self.last = not_confirmed();
                Previous::Unconfirmed
            }
            Input::Tick if now >= self.began + DEADLINE => {
                return Some(Output::Done(Answer::Refused(not_confirmed())));
            }
            Input::Tick if now < self.wake => return None,
            Input::Tick => self.check_silence(now, ranked, budget)?,
        };
        self.next(now, ranked, budget, previous)
    }

    /// Whether the silence of the latest attempt is a reason to ask the next process, or the same one again.
    fn check_silence(&mut self, now: Instant, ranked: &[Candidate], budget: &Budget) -> Option<Previous> {
        let Some(Latest { node, sent, was_silent }) = &mut self.latest else {
            return Some(Previous::NotReceived);
        };
        self.wake = now + CHECK_EVERY;
        let (node, sent) = (*node, *sent);
        let suspect = ranked.iter().find(|peer| peer.node == node).is_none_or(|peer| peer.suspect);
        let is_back = std::mem::replace(was_silent, *was_silent || suspect) && !suspect;
        let overdue = now.saturating_duration_since(sent) >= SILENCE_MAX;
        let other = ranked.iter().any(|peer| !self.asked.contains(&peer.node));
        if other && (suspect || overdue) {
            self.last = not_confirmed();
            return Some(Previous::Unconfirmed);
        }
        // What it was sent may have been lost with its connection; if not, the nonce says so. Where that is more than may be
        // asked, waiting is better than giving up: it may be at work.
        if !suspect && (is_back || overdue) && budget.spend() {
            self.last = not_confirmed();
            self.asked.retain(|asked| *asked != node);
            return Some(Previous::Repeated);
        }
        None
    }

    /// Nobody was asked, for there is no connection: once it is made, the same process may be asked.
    fn later(&mut self, now: Instant) -> Option<Output> {
        if now.saturating_duration_since(self.began) > NO_CONNECTION_DEADLINE {
            return Some(Output::Done(Answer::Refused(self.last.clone())));
        }
        self.asked.pop();
        self.latest = None;
        self.wake = now + NO_NODE_PAUSE;
        None
    }

    /// Asks the next process; where there is none, gives up or waits for one to appear.
    fn next(
        &mut self,
        now: Instant,
        ranked: &[Candidate],
        budget: &Budget,
        previous: Previous,
    ) -> Option<Output> {
        self.latest = None;
        let next = ranked.iter().map(|peer| peer.node).find(|node| !self.asked.contains(node));
        let Some(node) = next else {
            let waited = now.saturating_duration_since(self.began);
            if previous != Previous::NotReceived || self.under_way > 0 || waited > NO_NODE_DEADLINE {
                return Some(Output::Done(Answer::Refused(self.last.clone())));
            }
            // Nobody at all was there: one may be starting.
            self.asked.clear();
            self.wake = now + NO_NODE_PAUSE;
            return None;
        };
        if previous == Previous::Unconfirmed && !budget.spend() {
            return Some(Output::Done(Answer::Refused(Refusal::busy())));
        }
        self.made += 1;
        self.under_way += 1;
        self.again |= self.made > 1;
        self.asked.push(node);
        self.latest = Some(Latest { node, sent: now, was_silent: false });
        self.wake = now + FIRST_CHECK;
        Some(Output::Ask { attempt: self.made, node, again: self.again })
    }
}

enum Verdict {
    Pass(Answer),
    Next(Previous, Refusal),
    Later,
    Ignore,
}

/// What an answer is worth, from the latest attempt or an earlier one.
fn verdict(latest: bool, answer: Result<Answer, RequestError>) -> Verdict {
    match answer {
        // Committed is committed, whoever says it.
        Ok(answer @ (Answer::Done(_) | Answer::Cancelled)) => Verdict::Pass(answer),
        _ if !latest => Verdict::Ignore,
        Ok(Answer::Refused(refusal)) if refusal.code == Code::Unavailable => {
            Verdict::Next(Previous::Unconfirmed, refusal)
        }
        Ok(refused @ Answer::Refused(_)) => Verdict::Pass(refused),
        Err(RequestError::NobodyThere) => Verdict::Next(Previous::NotReceived, Refusal::unavailable()),
        Err(RequestError::Down) => Verdict::Later,
        Err(RequestError::TooSlow | RequestError::TooLong | RequestError::Garbled(_)) => {
            Verdict::Next(Previous::Unconfirmed, not_confirmed())
        }
    }
}

/// Nobody said yes or no in time.
fn not_confirmed() -> Refusal {
    Refusal::new(Reason::NotConfirmed)
}

#[cfg(test)]
mod tests;
