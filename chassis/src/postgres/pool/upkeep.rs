//! What keeps a pool's connections good: those that were silent are tested before they are lent, and those that are not needed
//! are given back to the server.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Pool, WeakPool};

use super::slots::Slots;
use crate::telemetry::metrics;

/// A connection that was not used for so long is tested before it is lent. Under load none is.
const SILENCE: Duration = Duration::from_millis(500);
/// How long the test may take.
const TEST: Duration = Duration::from_millis(500);
/// A connection that was not used for so long is given back.
const IDLE: Duration = Duration::from_secs(60);
/// How often that is looked at, and the server is asked again for what it did not have.
const EVERY: Duration = Duration::from_secs(15);

/// The pool, for what is called from inside it.
pub(super) type Inside = Arc<OnceLock<WeakPool>>;

/// Before a connection is lent that was not used for a while, the server must say something on it.
pub(super) fn test_after_silence(pool: Inside) -> Hook {
    Hook::async_fn(move |client, metrics| {
        let pool = pool.clone();
        Box::pin(async move {
            if metrics.last_used() < SILENCE {
                return Ok(());
            }
            match tokio::time::timeout(TEST, client.simple_query("")).await {
                Ok(Ok(_)) => return Ok(()),
                Ok(Err(_)) => metrics::connection_dropped("broken"),
                Err(_) => {
                    metrics::connection_dropped("silent");
                    // The others may be as silent: one wait for all of them.
                    pool.get().and_then(WeakPool::upgrade).iter().for_each(drop_idle);
                }
            }
            Err(HookError::message("silent"))
        })
    })
}

/// Looks after a pool until it is gone.
pub(super) fn begin(pool: &Pool, slots: &Slots) {
    // Outside of a runtime there is nothing to connect with either.
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
    let (pool, slots) = (pool.weak(), slots.clone());
    runtime.spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            let Some(pool) = pool.upgrade() else { return };
            give_back(&pool, IDLE);
            slots.restore();
        }
    });
}

/// Closes what was not used for so long.
pub(super) fn give_back(pool: &Pool, idle: Duration) {
    pool.retain(|_, metrics| metrics.last_used() < idle);
}

/// Closes everything that is not at work.
pub(super) fn drop_idle(pool: &Pool) {
    pool.retain(|_, _| false);
}
