//! The feed of endings, which auth-service writes, and the log's identity.
//!
//! Called by `query_handler`: room-services answer the feed too, so that losing auth silences nobody.

use proto::auth::{Change, Feed, FeedEntry};
use proto::{SessionId, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Pool, StoreError, word};

const FEED: &str = "
select (select coalesce(max(n), 0) from auth.feed) as head, f.n, f.user_id, f.session_id, f.kind, f.org_role
from (select) one left join lateral (select * from auth.feed where n > $1 order by n limit $2) f on true
order by f.n";

const LOG: &str = "select log_id from chat.installation";

/// The most entries of one answer.
const ENTRIES: i64 = 500;

/// What happened after a number.
///
/// # Errors
/// The database is away, or auth-service has not made its tables.
pub(crate) async fn feed(pool: &Pool, after: i64) -> Result<Feed, StoreError> {
    let rows = pool.read(FEED, &[&after, &(ENTRIES + 1)]).await?;
    let head = rows.first().map_or(Ok(0), |row| row.try_get("head"))?;
    let mut entries = rows.iter().filter_map(|row| entry(row).transpose()).collect::<Result<Vec<_>, _>>()?;
    let more = entries.len() as i64 > ENTRIES;
    entries.truncate(usize::try_from(ENTRIES).unwrap_or(0));
    Ok(Feed { head, entries, more })
}

/// The identity of this database's log.
///
/// # Errors
/// The database is away.
pub(crate) async fn log(pool: &Pool) -> Result<Uuid, StoreError> {
    Ok(pool.read_one(LOG, &[]).await?.try_get(0)?)
}

fn entry(row: &Row) -> Result<Option<FeedEntry>, StoreError> {
    let Some(n) = row.try_get::<_, Option<i64>>("n")? else { return Ok(None) };
    let session: Option<Uuid> = row.try_get("session_id")?;
    let org_role: Option<&str> = row.try_get("org_role")?;
    let change = match (row.try_get("kind")?, session, org_role) {
        ("session_ended", Some(session), _) => Change::SessionEnded { session: SessionId(session) },
        ("session_changed", Some(session), _) => Change::SessionChanged { session: SessionId(session) },
        ("org_role", _, Some(org_role)) => Change::OrgRole { org_role: word(org_role)? },
        ("renamed", _, _) => Change::Renamed,
        ("status", _, _) => Change::Status,
        // What we cannot read must not let anyone go on: end it all.
        _ => Change::AllSessionsEnded,
    };
    Ok(Some(FeedEntry { n, user: UserId(row.try_get("user_id")?), change }))
}
