//! The hasher actor: one per auth-service.
//!
//! Born:  when the service is built.
//! Owns:  the memory for so many hashes at once, and the queue of those that wait.
//! Hears: hash this, verify that.
//! Says:  nothing but answers.
//! Dies:  with the process. Should it fail, the process ends with it and is started anew.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use chassis::health::{self, Part};
use chassis::telemetry::{Wait, metrics};
use proto::Refusal;
use proto::text::Password;
use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};

use super::recipe::{Memory, Recipe, Verdict};
use super::{Outcome, busy};

/// What a hasher hears.
pub(crate) enum HasherMessage {
    /// Make the string to keep of a new password.
    Hash(Password, Wait, RpcReplyPort<Outcome<String>>),
    /// Compare a password with the string kept, or, where there is none, with the decoy.
    Verify(Password, Option<String>, Wait, RpcReplyPort<Outcome<Verdict>>),
    /// A hash is done; its memory is free again.
    Free(Memory),
    /// Report that messages are still handled.
    Beat,
}

/// What a hasher is given and never changes.
pub(crate) struct HasherActor {
    pub(crate) recipe: Arc<Recipe>,
    /// How many may wait.
    pub(crate) most: usize,
    /// How many do, for those who ask without waiting for the actor.
    pub(crate) waiting: Arc<AtomicUsize>,
    pub(crate) alive: Part,
}

/// What a hasher changes.
pub(crate) struct HasherState {
    free: Vec<Memory>,
    queue: VecDeque<Job>,
}

/// A hash to be made.
enum Job {
    Hash(Password, Wait, RpcReplyPort<Outcome<String>>),
    Verify(Password, Option<String>, Wait, RpcReplyPort<Outcome<Verdict>>),
}

impl Actor for HasherActor {
    type Msg = HasherMessage;
    type State = HasherState;
    /// Hashes at once.
    type Arguments = usize;

    async fn pre_start(
        &self,
        me: ActorRef<HasherMessage>,
        at_once: usize,
    ) -> Result<HasherState, ActorProcessingErr> {
        me.send_interval(health::BEAT, || HasherMessage::Beat);
        let free = std::iter::repeat_with(Memory::default).take(at_once.max(1)).collect();
        Ok(HasherState { free, queue: VecDeque::new() })
    }

    async fn handle(
        &self,
        me: ActorRef<HasherMessage>,
        message: HasherMessage,
        state: &mut HasherState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            HasherMessage::Hash(password, wait, reply) => {
                self.take_in(Job::Hash(password, wait, reply), state);
            }
            HasherMessage::Verify(password, kept, wait, reply) => {
                self.take_in(Job::Verify(password, kept, wait, reply), state);
            }
            HasherMessage::Free(memory) => state.free.push(memory),
            HasherMessage::Beat => self.alive.progress(),
        }
        self.start_what_fits(&me, state);
        self.waiting.store(state.queue.len(), Ordering::Relaxed);
        metrics::hashes_waiting(state.queue.len());
        Ok(())
    }
}

impl HasherActor {
    fn take_in(&self, job: Job, state: &mut HasherState) {
        if state.free.is_empty() && state.queue.len() >= self.most {
            // Those who have given up need no slot in the queue.
            state.queue.retain(|job| !job.is_given_up());
            if state.queue.len() >= self.most {
                return job.refuse(busy());
            }
        }
        state.queue.push_back(job);
    }

    fn start_what_fits(&self, me: &ActorRef<HasherMessage>, state: &mut HasherState) {
        while !state.free.is_empty() {
            let Some(job) = state.queue.pop_front() else { return };
            if job.is_given_up() {
                continue;
            }
            let Some(mut memory) = state.free.pop() else { return };
            let (recipe, me) = (self.recipe.clone(), me.clone());
            tokio::spawn(async move {
                let work = move || {
                    job.work(&recipe, &mut memory);
                    memory
                };
                // Should the work fail, its memory is lost and made anew: its slot in the pool must come back.
                let memory = tokio::task::spawn_blocking(work).await.unwrap_or_default();
                let _ = me.cast(HasherMessage::Free(memory));
            });
        }
    }
}

impl Job {
    fn is_given_up(&self) -> bool {
        match self {
            Self::Hash(_, _, reply) => reply.is_closed(),
            Self::Verify(_, _, _, reply) => reply.is_closed(),
        }
    }

    fn refuse(self, refusal: Refusal) {
        // Whoever asked may have gone.
        match self {
            Self::Hash(_, _, reply) => drop(reply.send(Err(refusal))),
            Self::Verify(_, _, _, reply) => drop(reply.send(Err(refusal))),
        }
    }

    fn work(self, recipe: &Recipe, memory: &mut Memory) {
        let (Self::Hash(_, wait, _) | Self::Verify(_, _, wait, _)) = &self;
        wait.over("hasher");
        let since = Instant::now();
        match self {
            Self::Hash(password, _wait, reply) => answer(reply, recipe.hash(&password, memory)),
            Self::Verify(password, kept, _wait, reply) => {
                answer(reply, recipe.verify(&password, kept.as_deref(), memory));
            }
        }
        metrics::hashed(since.elapsed());
    }
}

fn answer<T>(reply: RpcReplyPort<Outcome<T>>, outcome: Result<T, super::RecipeError>) {
    let outcome = outcome.map_err(|error| {
        tracing::error!(%error, "a password could not be hashed");
        Refusal::unavailable()
    });
    let _ = reply.send(outcome);
}
