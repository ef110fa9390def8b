//! Everyone with an account, for admins and the operator. The query itself asks who wants to know.

use chassis::postgres::{StoreError, contains};
use proto::auth::DirectoryLine;
use proto::room::OrgRole;
use tokio_postgres::Row;
use uuid::Uuid;

use super::avatar::person_with_avatar;
use super::{Store, org_role, person_at};
use crate::rules::Authority;

/// No row: whoever asks is no admin. One row without a person: nobody is found. Without an actor it is the operator.
const DIRECTORY: &str = "
    with found as (
        select a.* from auth.account a
        where $2 = '' or a.username like $2 or a.email like $2 or lower(a.display_name) like $2
    )
    select (select count(*) from found) as total, p.*
    from (
        select where $1::uuid is null or exists (
            select from auth.account where id = $1 and active and org_role in ('admin', 'owner')
        )
    ) allowed
    left join lateral (
        select a.id, a.username, a.display_name, a.avatar, false as ambiguous, a.email, a.email_confirmed, a.org_role, a.active, a.made_at,
               greatest((select max(s.last_seen) from auth.session s where s.user_id = a.id), seen.at) as last_seen,
               (select count(*) from auth.session s where s.user_id = a.id) as sessions,
               host.id as by_id, host.username as by_username, host.display_name as by_display_name
        from found a
        left join auth.seen on seen.user_id = a.id
        left join auth.invite i on i.id = a.invited_with
        left join auth.account host on host.id = i.made_by
        order by a.username offset $3 limit $4
    ) p on true
    order by p.username";

impl Store {
    /// Part of the people found, and how many there are in all. None: whoever asks is no admin.
    pub(crate) async fn directory(
        &self,
        authority: Authority,
        search: &str,
        offset: u32,
        limit: u32,
    ) -> Result<Option<(Vec<DirectoryLine>, i64)>, StoreError> {
        let pattern = contains(&search.to_lowercase());
        let (offset, limit) = (i64::from(offset), i64::from(limit));
        let rows = self.pool.read(DIRECTORY, &[&authority.actor(), &pattern, &offset, &limit]).await?;
        let total = rows.first().map(|row| row.get("total"));
        Ok(total.map(|total| (rows.iter().filter_map(line).collect(), total)))
    }
}

fn line(row: &Row) -> Option<DirectoryLine> {
    row.get::<_, Option<Uuid>>("id")?;
    let role = org_role(row.get("org_role"));
    Some(DirectoryLine {
        person: person_with_avatar(row),
        email: row.get("email"),
        email_confirmed: row.get("email_confirmed"),
        org_role: if row.get("active") { role } else { OrgRole::Inactive },
        role_when_active: role,
        since: row.get("made_at"),
        last_seen: row.get("last_seen"),
        sessions: row.get("sessions"),
        invited_by: person_at(row, "by"),
    })
}
