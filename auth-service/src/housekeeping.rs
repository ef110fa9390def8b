//! Now and then removes what is past its time. Every auth-service does; they step around each other's rows.

use std::time::Duration;

use proto::NodeId;

use crate::config::Sessions;
use crate::store::Store;

/// How often.
const EVERY: Duration = Duration::from_secs(10 * 60);
/// Rows of each kind in one statement, and statements in one go.
const ROWS: i32 = 500;
const GOES: usize = 20;

/// Tidies for ever. Services started together begin at different times.
pub(crate) async fn run(store: Store, life: Sessions, node: NodeId) {
    let spread = node.0.as_u128() % EVERY.as_millis();
    tokio::time::sleep(Duration::from_millis(u64::try_from(spread).unwrap_or_default())).await;
    loop {
        tidy(&store, life).await;
        tokio::time::sleep(EVERY).await;
    }
}

async fn tidy(store: &Store, life: Sessions) {
    let mut removed = 0;
    for _ in 0..GOES {
        match store.tidy(life, ROWS).await {
            Ok(0) => break,
            Ok(rows) => removed += rows,
            Err(error) => {
                tracing::warn!(%error, "could not tidy up");
                return;
            }
        }
    }
    if removed > 0 {
        tracing::info!(rows = removed, "tidied up");
    }
}
