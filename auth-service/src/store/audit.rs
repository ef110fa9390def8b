//! The audit log about people, for admins. The query itself asks who wants to know.

use chassis::postgres::StoreError;
use proto::UserId;
use proto::auth::{AuditEntry, AuditFilter};
use tokio_postgres::Row;

use super::{Store, person_at};

/// No row: whoever asks is no admin. One row without an entry: there is none.
const AUDIT: &str = "
    select e.* from auth.account me left join lateral (
        select e.n, e.at, e.action, e.before, e.after,
               actor.id as actor_id, actor.username as actor_username, actor.display_name as actor_display_name,
               target.id as target_id, target.username as target_username,
               target.display_name as target_display_name
        from auth.audit e
        left join auth.account actor on actor.id = e.actor_id
        left join auth.account target on target.id = e.target_id
        where ($2::bigint is null or e.n < $2) and ($4::uuid is null or e.actor_id = $4)
            and ($5::uuid is null or e.target_id = $5) and ($6 = '' or e.action = $6)
            and ($7::timestamptz is null or e.at < $7)
        order by e.n desc limit $3
    ) e on true
    where me.id = $1 and me.active and me.org_role in ('admin', 'owner')
    order by e.n desc";

impl Store {
    /// What was done before number `before`, as far as it matches, newest first. None: whoever asks is no admin.
    pub(crate) async fn audit(
        &self,
        actor: UserId,
        before: Option<i64>,
        only: &AuditFilter,
        limit: i64,
    ) -> Result<Option<Vec<AuditEntry>>, StoreError> {
        let AuditFilter { by, to, action, until } = only;
        let (by, to) = (by.map(|user| user.0), to.map(|user| user.0));
        let rows = self.pool.read(AUDIT, &[&actor.0, &before, &limit, &by, &to, action, until]).await?;
        Ok((!rows.is_empty()).then(|| rows.iter().filter_map(entry).collect()))
    }
}

fn entry(row: &Row) -> Option<AuditEntry> {
    let n: Option<i64> = row.get("n");
    Some(AuditEntry {
        n: n?,
        at: row.get("at"),
        actor: person_at(row, "actor"),
        action: row.get("action"),
        target: person_at(row, "target"),
        before: row.get("before"),
        after: row.get("after"),
    })
}
