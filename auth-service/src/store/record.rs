//! What admins look at: the people of the place, and what was done to them. Each query asks itself who is looking.

use proto::UserId;
use proto::auth::{AuditEntry, AuditFilter, DirectoryLine};
use proto::room::OrgRole;
use tokio_postgres::Row;
use uuid::Uuid;

use super::account::{person, person_at};
use super::{Store, StoreError, standing_of};

/// No row: no admin asks. One row without a person: nobody is found.
const DIRECTORY: &str = "
    with found as (
        select a.* from auth.account a
        where $2 = '' or a.username like $2 or a.email like $2 or lower(a.display_name) like $2
    )
    select (select count(*) from found) as total, p.*
    from auth.account me left join lateral (
        select a.id, a.username, a.display_name, a.email, a.org_role, a.active, a.made_at,
               greatest((select max(s.last_seen) from auth.session s where s.user_id = a.id), seen.at) as last_seen,
               (select count(*) from auth.session s where s.user_id = a.id) as sessions,
               host.id as by_id, host.username as by_username, host.display_name as by_display_name
        from found a
        left join auth.seen on seen.user_id = a.id
        left join auth.invite i on i.id = a.invited_with
        left join auth.account host on host.id = i.made_by
        order by a.username offset $3 limit $4
    ) p on true
    where me.id = $1 and me.active and me.org_role in ('admin', 'owner')
    order by p.username";

/// The same for the audit log.
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
    /// A stretch of the people found, and how many there are in all. None: who asks is no admin.
    pub(crate) async fn directory(
        &self,
        actor: UserId,
        search: &str,
        offset: u32,
        limit: u16,
    ) -> Result<Option<(Vec<DirectoryLine>, i64)>, StoreError> {
        let (pattern, offset, limit) = (pattern(search), i64::from(offset), i64::from(limit));
        let rows = self.look(DIRECTORY, &[&actor.0, &pattern, &offset, &limit]).await?;
        let total = rows.first().map(|row| row.get("total"));
        Ok(total.map(|total| (rows.iter().filter_map(line).collect(), total)))
    }

    /// What was done before number `before`, of what is wanted, newest first. None: who asks is no admin.
    pub(crate) async fn audit(
        &self,
        actor: UserId,
        before: Option<i64>,
        only: &AuditFilter,
        limit: i64,
    ) -> Result<Option<Vec<AuditEntry>>, StoreError> {
        let AuditFilter { by, to, action, until } = only;
        let (by, to) = (by.map(|user| user.0), to.map(|user| user.0));
        let rows = self.look(AUDIT, &[&actor.0, &before, &limit, &by, &to, action, until]).await?;
        Ok((!rows.is_empty()).then(|| rows.iter().filter_map(entry).collect()))
    }
}

/// What `like` finds it by: anywhere in the text, its own signs taken as they are.
fn pattern(search: &str) -> String {
    let search = search.trim().to_lowercase();
    if search.is_empty() {
        return search;
    }
    let mut pattern = String::from("%");
    for c in search.chars().filter(|c| *c != '\0') {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

fn line(row: &Row) -> Option<DirectoryLine> {
    row.get::<_, Option<Uuid>>("id")?;
    let rank = standing_of(row.get("org_role"));
    Some(DirectoryLine {
        person: person(row),
        email: row.get("email"),
        org_role: if row.get("active") { rank } else { OrgRole::Inactive },
        rank,
        since: row.get("made_at"),
        last_seen: row.get("last_seen"),
        sessions: row.get("sessions"),
        invited_by: person_at(row, "by"),
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_database_are_searched_for_as_they_are() {
        assert_eq!(pattern(" Ro_sa%\\ "), "%ro\\_sa\\%\\\\%");
        assert_eq!(pattern("  "), "");
    }
}
