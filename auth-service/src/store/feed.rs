//! The feed of endings and changes, as gateways poll it.

use chassis::postgres::StoreError;
use proto::auth::{Change, Feed, FeedEntry};
use proto::{SessionId, UserId};
use tokio_postgres::Row;

use super::{Store, org_role};

/// The most entries of one answer.
const ENTRIES: usize = 500;

/// Head and entries from one snapshot; one entry more than is answered, to see whether there are further ones.
const AFTER: &str = "
    select h.n as head, f.n, f.user_id, f.session_id, f.kind, f.org_role
    from auth.feed_head h
    left join lateral (
        select n, user_id, session_id, kind, org_role from auth.feed where n > $1 order by n limit $2
    ) f on true
    order by f.n";

impl Store {
    /// What happened after `after`, at most 500 entries.
    pub(crate) async fn feed(&self, after: i64) -> Result<Feed, StoreError> {
        let limit = i64::try_from(ENTRIES + 1).unwrap_or(i64::MAX);
        let rows = self.pool.read(AFTER, &[&after, &limit]).await?;
        let head = rows.first().map_or(0, |row| row.get("head"));
        let mut entries: Vec<FeedEntry> = rows.iter().filter_map(entry).collect();
        let more = entries.len() > ENTRIES;
        entries.truncate(ENTRIES);
        Ok(Feed { head, entries, more })
    }
}

/// None for the one row without an entry.
fn entry(row: &Row) -> Option<FeedEntry> {
    let n: i64 = row.get::<_, Option<i64>>("n")?;
    let session: Option<uuid::Uuid> = row.get("session_id");
    let word: Option<&str> = row.get("org_role");
    let change = match (row.get("kind"), session, word) {
        ("session_ended", Some(session), _) => Change::SessionEnded { session: SessionId(session) },
        ("session_changed", Some(session), _) => Change::SessionChanged { session: SessionId(session) },
        ("org_role", _, Some(word)) => Change::OrgRole { org_role: org_role(word) },
        ("renamed", ..) => Change::Renamed,
        ("status", ..) => Change::Status,
        // A word of a later release: the most careful reading is that everything ended.
        _ => Change::AllSessionsEnded,
    };
    Some(FeedEntry { n, user: UserId(row.get("user_id")), change })
}
