//! Erasing what was said in deleted rooms: in small bites, so that no append waits long, and for as long as it takes.
//!
//! Every node does it, each another room; one that ends in the middle has committed what it erased. Nobody can read
//! those rooms any more from the moment they were deleted.

use std::time::Duration;

use crate::store::Pool;
use crate::store::deleted_rooms;

/// How often it is looked whether there is something to erase.
const EVERY: Duration = Duration::from_secs(2);
/// Messages erased at once.
const BITE: i32 = 500;

/// Erases until dropped.
pub(crate) async fn run(pool: Pool) {
    loop {
        match deleted_rooms::empty(&pool, BITE).await {
            Ok(Some(_)) => continue,
            Ok(None) => {}
            Err(error) => tracing::debug!(%error, "deleted rooms were not emptied"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
