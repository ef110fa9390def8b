//! Passwords: argon2id with bounded memory, bounded work and a bounded queue. The service asks it; nobody else hashes.

mod actor;
mod recipe;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use chassis::health::Part;
use chassis::telemetry::{Wait, spans};
use proto::text::Password;
use proto::{Reason, Refusal};
use ractor::rpc::CallResult;
use ractor::{Actor, ActorRef, RpcReplyPort, SpawnErr};
use tokio::task::JoinHandle;

use crate::config::Hashing;
use actor::{HasherActor, HasherMessage};
pub use recipe::RecipeError;
pub(crate) use recipe::{Memory, Recipe, Verdict};

/// What came of a hash: the answer, or a refusal fit to be shown.
type Outcome<T> = Result<T, Refusal>;

/// The way to the hasher. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Hasher {
    actor: ActorRef<HasherMessage>,
    runs: Arc<AtomicU64>,
    /// How many wait, as the actor last counted.
    waiting: Arc<AtomicUsize>,
    hashing: Hashing,
}

impl Hasher {
    /// Starts the hasher. Its handle ends only if it failed.
    pub(crate) async fn start(hashing: Hashing, alive: Part) -> Result<(Self, JoinHandle<()>), StartError> {
        let runs = Arc::new(AtomicU64::new(0));
        let recipe = Arc::new(Recipe::new(hashing.memory_kib, hashing.passes, runs.clone())?);
        let waiting = Arc::new(AtomicUsize::new(0));
        let actor = HasherActor { recipe, most: hashing.waiting, waiting: waiting.clone(), alive };
        let (actor, handle) = Actor::spawn(None, actor, hashing.at_once).await?;
        Ok((Self { actor, runs, waiting, hashing }, handle))
    }

    /// Refuses at once where a password could not even wait to be hashed: whoever asks before anything else costs the
    /// database nothing.
    pub(crate) fn admit(&self) -> Outcome<()> {
        if self.is_full() { Err(busy()) } else { Ok(()) }
    }

    /// As many wait as may.
    pub(crate) fn is_full(&self) -> bool {
        let waiting = self.waiting.load(Ordering::Relaxed);
        waiting > 0 && waiting >= self.hashing.waiting
    }

    /// The PHC string to keep of a new password.
    pub(crate) async fn hash(&self, password: Password) -> Outcome<String> {
        self.ask(|wait, reply| HasherMessage::Hash(password, wait, reply)).await
    }

    /// Whether a password is the one kept. With none kept, it works just as long and says no.
    pub(crate) async fn verify(&self, password: Password, kept: Option<String>) -> Outcome<Verdict> {
        self.ask(|wait, reply| HasherMessage::Verify(password, kept, wait, reply)).await
    }

    /// Passwords put through argon2 so far.
    pub(crate) fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    async fn ask<T, F>(&self, message: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: FnOnce(Wait, RpcReplyPort<Outcome<T>>) -> HasherMessage,
    {
        let wait = Wait::begin(spans::hash());
        match self.actor.call(|reply| message(wait, reply), Some(self.hashing.patience)).await {
            Ok(CallResult::Success(outcome)) => outcome,
            Ok(CallResult::Timeout) => Err(busy()),
            Ok(CallResult::SenderError) | Err(_) => Err(Refusal::unavailable()),
        }
    }
}

/// Why the hasher did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The parameters are none.
    #[error("passwords cannot be hashed so: {0}")]
    Recipe(#[from] RecipeError),
    /// The actor did not start.
    #[error("the hasher did not start: {0}")]
    Spawn(#[from] SpawnErr),
}

/// Too many are signing in at once.
fn busy() -> Refusal {
    Refusal::new(Reason::SignInBusy).after_ms(1_000)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chassis::{Liveness, health};
    use futures_util::FutureExt;
    use proto::Code;

    use super::*;

    /// One at a time, so slowly that others come while it works.
    fn slow(waiting: usize) -> Hashing {
        Hashing { memory_kib: 1024, passes: 2, at_once: 1, waiting, ..Hashing::default() }
    }

    async fn started(hashing: Hashing) -> (Hasher, JoinHandle<()>) {
        let alive = Liveness::new().part("hasher", health::MAILBOX);
        Hasher::start(hashing, alive).await.expect("started")
    }

    #[tokio::test]
    async fn whoever_waits_too_long_for_a_hash_hears_busy() {
        let hashing = Hashing { patience: Duration::from_millis(1), memory_kib: 19 * 1024, ..slow(8) };
        let (hasher, _handle) = started(hashing).await;
        let refused = hasher.verify(Password::try_out("x"), None).await.expect_err("too slow");
        assert_eq!((refused.code, refused.retry_ms), (Code::Busy, Some(1_000)));
    }

    #[tokio::test]
    async fn a_full_queue_is_known_before_anything_is_asked_and_only_while_it_is_full() {
        let (hasher, _handle) = started(slow(1)).await;
        assert!(hasher.admit().is_ok());
        let verify = || hasher.verify(Password::try_out("x"), None);
        let full = async {
            while !hasher.is_full() {
                tokio::task::yield_now().await;
            }
            hasher.admit().expect_err("full").code
        };
        let (_, _, code) = tokio::join!(verify(), verify(), full);
        assert_eq!(code, Code::Busy);
        while hasher.is_full() {
            tokio::task::yield_now().await;
        }
        assert!(hasher.admit().is_ok());
    }

    #[tokio::test]
    async fn beyond_so_many_waiting_everyone_hears_busy_and_the_others_are_served() {
        let (hasher, _handle) = started(slow(1)).await;
        let verify = || hasher.verify(Password::try_out("x"), None);
        // On one thread all three are in the mailbox before the first is done.
        let (first, second, third) = tokio::join!(verify(), verify(), verify());
        assert_eq!((first, second), (Ok(Verdict::Wrong), Ok(Verdict::Wrong)));
        assert_eq!(third.expect_err("no slot to wait in").code, Code::Busy);
        assert_eq!(hasher.runs(), 2);
        // The slot in the pool has come back.
        assert_eq!(verify().await, Ok(Verdict::Wrong));
    }

    #[tokio::test]
    async fn whoever_gave_up_waiting_costs_no_hash_and_no_slot() {
        let (hasher, _handle) = started(slow(1)).await;
        let verify = || hasher.verify(Password::try_out("x"), None);
        // Polled once, and gone.
        let impatient = async { verify().now_or_never() };
        let (first, impatient, patient) = tokio::join!(verify(), impatient, verify());
        assert_eq!((first, patient), (Ok(Verdict::Wrong), Ok(Verdict::Wrong)));
        assert_eq!(impatient, None);
        assert_eq!(hasher.runs(), 2);
    }
}
