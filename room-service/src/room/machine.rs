//! The shell of a room's rounds without its I/O: what to read, write, wait for, announce and answer, and what comes next.
//!
//! The room's actor performs what it says and hands back what came of it; so does the simulation. Pure: the time is
//! given. Everything it remembers of the room is a cache of the log; whenever an append was not written, it forgets.

mod clock;
mod jobs;
mod steps;

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use proto::room::{Answer, Head};
use proto::{Nonce, Refusal, UserId};

use super::needs::{Loaded, Needs};
use super::nonce::Known;
use super::outsiders::Outsiders;
use super::round::{Asked, Order, Outcome, Verdict};
use super::state::Room;
use clock::Clock;
use jobs::Jobs;

/// What has happened. Each but `Commands` is the result of the output that asked for it.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, and it is taken apart at once")]
pub enum Input {
    /// The next commands, for a machine that [is idle](RoundMachine::is_idle).
    Commands(Vec<Asked>),
    /// The room has been read; none: there is no such room.
    Loaded(Option<Loaded>),
    /// It could not be read.
    LoadFailed,
    /// An append has come to its end.
    Appended(Outcome),
    /// These of the nonces are in the log.
    NoncesFound(Vec<Known>),
    /// They could not be looked up.
    LookUpFailed,
    /// The time to wait is over.
    Elapsed,
}

/// What is to be done, in this order. At most one of the outputs of a step asks for an [`Input`]; it is the last one.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Read the room with these rows: answered by `Loaded` or `LoadFailed`.
    Load(Needs),
    /// Append this: answered by `Appended`. The numbers are those of the commands that made the drafts, in their order.
    Append(Arc<Order>, Vec<usize>),
    /// Look these nonces up: answered by `NoncesFound` or `LookUpFailed`.
    LookUpNonces(Vec<(UserId, Nonce)>),
    /// Wait so long: answered by `Elapsed`.
    Wait(Duration),
    /// This has been committed. The numbers are those of [`Output::Append`].
    Announce(Arc<Order>, Vec<usize>),
    /// The room stands here.
    Stands(Head),
    /// The command of this number among those handed in has its answer. Each gets exactly one.
    Answer(usize, Answer),
    /// There is no such room: made-up ids must not keep rooms awake.
    Rest,
}

/// One room's rounds, one at a time.
#[derive(Clone, Debug, Default)]
pub struct RoundMachine {
    /// What is remembered; none when all was forgotten.
    room: Option<Room>,
    /// The database's, as it was last heard.
    clock: Option<Clock>,
    /// The commands of this round that are not answered yet.
    jobs: Jobs,
    /// Commands that could not be written together: each makes a round of its own, one after the other.
    alone: VecDeque<Jobs>,
    /// Who has left voids here without being inside.
    outsiders: Outsiders,
    awaits: Awaits,
}

/// What it waits for.
#[derive(Clone, Debug, Default)]
enum Awaits {
    #[default]
    Commands,
    Load(Needs),
    Append(Arc<Order>, Vec<Verdict>),
    Nonces,
    Time,
}

impl RoundMachine {
    /// One that knows nothing of its room yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, counting the voids of people outside like this.
    #[must_use]
    pub fn counting(self, outsiders: Outsiders) -> Self {
        Self { outsiders, ..self }
    }

    /// Every command has its answer: the next may be handed in.
    pub fn is_idle(&self) -> bool {
        matches!(self.awaits, Awaits::Commands)
    }

    /// What is remembered of the room.
    pub fn remembered(&self) -> Option<&Room> {
        self.room.as_ref()
    }

    /// Takes in what has happened; says what is to be done. What is not waited for changes nothing.
    pub fn step(&mut self, now: Instant, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match (input, mem::take(&mut self.awaits)) {
            (Input::Commands(asked), Awaits::Commands) => {
                self.jobs = Jobs::new(asked);
                self.attempt(now, &mut out);
            }
            (Input::Loaded(loaded), Awaits::Load(needs)) => self.loaded(now, &needs, loaded, &mut out),
            (Input::LoadFailed, Awaits::Load(_)) => self.load_failed(now, &mut out),
            (Input::Appended(Outcome::Written(at)), Awaits::Append(order, verdicts)) => {
                self.written(now, at, order, verdicts, &mut out);
            }
            (Input::Appended(outcome), Awaits::Append(..)) => self.not_written(now, outcome, &mut out),
            (Input::NoncesFound(rows), Awaits::Nonces) => self.nonces_found(now, &rows, &mut out),
            (Input::LookUpFailed, Awaits::Nonces) => self.refuse(now, &Refusal::unavailable(), &mut out),
            (Input::Elapsed, Awaits::Time) => self.attempt(now, &mut out),
            (_, awaits) => self.awaits = awaits,
        }
        out
    }
}
