//! Erasing what was said in deleted rooms. Called by `purge`.

use super::{Pool, StoreError};

const EMPTY: &str = "select chat.empty_rooms($1)";

/// Erases the next messages of deleted rooms, and says how many; none: everything is erased.
///
/// # Errors
/// The database is away.
pub(crate) async fn empty(pool: &Pool, bite: i32) -> Result<Option<i64>, StoreError> {
    Ok(pool.write_one(EMPTY, &[&bite]).await?.try_get(0)?)
}
