//! Passwords: argon2id with bounded memory, bounded work and a bounded queue. The desk asks it; nobody else hashes.

mod actor;
mod recipe;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use proto::text::Password;
use proto::{Code, Refusal};
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
    pub(crate) async fn start(hashing: Hashing) -> Result<(Self, JoinHandle<()>), StartError> {
        let runs = Arc::new(AtomicU64::new(0));
        let recipe = Arc::new(Recipe::new(hashing.memory_kib, hashing.passes, runs.clone())?);
        let actor = HasherActor { recipe, waiting: hashing.waiting };
        let (actor, handle) = Actor::spawn(None, actor, hashing.at_once).await?;
        Ok((Self { actor, runs }, handle))
    }

    /// The PHC string to keep of a new password.
    pub(crate) async fn hash(&self, password: Password) -> Outcome<String> {
        self.ask(|reply| HasherMessage::Hash(password, reply)).await
    }

    /// Whether a password is the one kept. With none kept, it works just as long and says no.
    pub(crate) async fn verify(&self, password: Password, kept: Option<String>) -> Outcome<Verdict> {
        self.ask(|reply| HasherMessage::Verify(password, kept, reply)).await
    }

    /// Passwords put through argon2 so far.
    pub(crate) fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    async fn ask<T, F>(&self, message: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: FnOnce(RpcReplyPort<Outcome<T>>) -> HasherMessage,
    {
        match self.actor.call(message, Some(PATIENCE)).await {
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
    Refusal::new(Code::Busy, "Many people are signing in right now. Try again in a moment.").after_ms(1_000)
}
