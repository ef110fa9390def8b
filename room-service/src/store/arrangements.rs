//! How people have their lists of rooms.
//!
//! Called by `query_handler`.

use proto::room::{Arrangement, Rearrange};
use proto::{Refusal, UserId};
use tokio_postgres::types::Json;

use super::{Pool, StoreError};

const GET: &str = "select arrangement from chat.arrangement where user_id = $1";

/// Only over the one that was changed: whoever changes it meanwhile is not undone.
const SET: &str = "
insert into chat.arrangement as a (user_id, version, arrangement) values ($1, $2, $3)
on conflict (user_id) do update set version = excluded.version, arrangement = excluded.arrangement where a.version = excluded.version - 1
returning 1";

/// Changes that are made at the same time are few: so many times one begins anew.
const TRIES: usize = 8;

/// As it is.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn get(pool: &Pool, user: UserId) -> Result<Arrangement, StoreError> {
    let row = pool.read_first(GET, &[&user.0]).await?;
    row.map_or_else(
        || Ok(Arrangement::default()),
        |row| {
            let Json(arrangement) = row.try_get("arrangement")?;
            Ok(arrangement)
        },
    )
}

/// Changes it: whether it is another one by that, or why not.
///
/// # Errors
/// The database is away, or holds what this release cannot read.
pub(crate) async fn change(
    pool: &Pool,
    user: UserId,
    change: &Rearrange,
) -> Result<Result<bool, Refusal>, StoreError> {
    for _ in 0..TRIES {
        let next = match get(pool, user).await?.after(change) {
            Ok(Some(next)) => next,
            Ok(None) => return Ok(Ok(false)),
            Err(refusal) => return Ok(Err(refusal)),
        };
        if !pool.write(SET, &[&user.0, &next.version, &Json(&next)]).await?.is_empty() {
            return Ok(Ok(true));
        }
    }
    Ok(Err(Refusal::busy()))
}
