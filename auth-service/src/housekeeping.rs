//! Now and then removes what is past its time. Every auth-service does; they step around each other's rows.

use std::time::Duration;

use proto::NodeId;

use crate::config::Sessions;
use crate::store::Store;

/// How often.
const EVERY: Duration = Duration::from_secs(10 * 60);
/// Rows of each kind in one statement, and statements in one run.
const ROWS: i32 = 500;
const RUN: usize = 20;

/// Sweeps for ever. Services started together begin at different times.
pub(crate) async fn run(store: Store, life: Sessions, node: NodeId) {
    let spread = node.0.as_u128() % EVERY.as_millis();
    tokio::time::sleep(Duration::from_millis(u64::try_from(spread).unwrap_or_default())).await;
    loop {
        sweep(&store, life).await;
        tokio::time::sleep(EVERY).await;
    }
}

async fn sweep(store: &Store, life: Sessions) {
    let mut removed = 0;
    for _ in 0..RUN {
        match store.sweep(life, ROWS).await {
            Ok(0) => break,
            Ok(rows) => removed += rows,
            Err(error) => {
                error.warn("cannot sweep");
                return;
            }
        }
    }
    if removed > 0 {
        tracing::info!(rows = removed, "swept");
    }
}
