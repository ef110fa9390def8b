//! Passwords: argon2id with bounded memory, bounded work and a bounded queue. The service asks it; nobody else hashes.

mod actor;
mod recipe;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

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

/// How long an answer may take, waiting in the queue included.
const PATIENCE: Duration = Duration::from_secs(8);

/// What came of a hash: the answer, or a refusal fit to be shown.
type Outcome<T> = Result<T, Refusal>;

/// The way to the hasher. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Hasher {
    actor: ActorRef<HasherMessage>,
    runs: Arc<AtomicU64>,
}

impl Hasher {
    /// Starts the hasher. Its handle ends only if it failed.
    pub(crate) async fn start(hashing: Hashing, alive: Part) -> Result<(Self, JoinHandle<()>), StartError> {
        let runs = Arc::new(AtomicU64::new(0));
        let recipe = Arc::new(Recipe::new(hashing.memory_kib, hashing.passes, runs.clone())?);
        let actor = HasherActor { recipe, waiting: hashing.waiting, alive };
        let (actor, handle) = Actor::spawn(None, actor, hashing.at_once).await?;
        Ok((Self { actor, runs }, handle))
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
        match self.actor.call(|reply| message(wait, reply), Some(PATIENCE)).await {
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
    use proto::Code;

    use futures_util::FutureExt;

    use chassis::{Liveness, health};

    use super::*;

    #[tokio::test]
    async fn beyond_so_many_waiting_everyone_hears_busy_and_the_others_are_served() {
        let hashing = Hashing { memory_kib: 1024, passes: 2, at_once: 1, waiting: 1 };
        let (hasher, _handle) =
            Hasher::start(hashing, Liveness::new().part("hasher", health::MAILBOX)).await.expect("started");
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
        let hashing = Hashing { memory_kib: 1024, passes: 2, at_once: 1, waiting: 1 };
        let (hasher, _handle) =
            Hasher::start(hashing, Liveness::new().part("hasher", health::MAILBOX)).await.expect("started");
        let verify = || hasher.verify(Password::try_out("x"), None);
        // Polled once, and gone.
        let impatient = async { verify().now_or_never() };
        let (first, impatient, patient) = tokio::join!(verify(), impatient, verify());
        assert_eq!((first, patient), (Ok(Verdict::Wrong), Ok(Verdict::Wrong)));
        assert_eq!(impatient, None);
        assert_eq!(hasher.runs(), 2);
    }
}
