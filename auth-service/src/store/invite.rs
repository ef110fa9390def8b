//! Invites, as the people invited and as admins see them.

use chassis::postgres::StoreError;
use proto::auth::{Invitation, InviteLine, TokenHash};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Store, person, person_at};
use crate::rules::Authority;

const USABLE: &str = "
    select a.id, a.username, a.display_name, auth.is_ambiguous(a.id, a.skeleton) as ambiguous, i.expires_at
    from auth.invite i join auth.account a on a.id = i.made_by
    where i.code = $1 and i.revoked_at is null and i.expires_at > now() and i.uses < i.most";

/// No row: whoever asks is no admin. One row without an invite: there is none. Without an actor it is the operator.
const ALL: &str = "
    select i.* from (
        select where $1::uuid is null or exists (
            select from auth.account where id = $1 and active and org_role in ('admin', 'owner')
        )
    ) allowed
    left join lateral (
        select i.id, i.made_at, i.expires_at, i.uses, i.most, i.revoked_at is not null as revoked,
               i.revoked_at is null and i.expires_at > now() and i.uses < i.most as usable,
               a.id as by_id, a.username as by_username, a.display_name as by_display_name
        from auth.invite i join auth.account a on a.id = i.made_by
        order by i.made_at desc, i.id limit $2
    ) i on true
    order by i.made_at desc, i.id";

impl Store {
    /// What a code leads to; none if nobody can join with it.
    pub(crate) async fn invitation(&self, code: &TokenHash) -> Result<Option<Invitation>, StoreError> {
        let row = self.pool.read_first(USABLE, &[&code.0]).await?;
        Ok(row.map(|row| Invitation { by: person(&row), expires_at: row.get("expires_at") }))
    }

    /// The newest invites. None: whoever asks is no admin.
    pub(crate) async fn invites(
        &self,
        authority: Authority,
        limit: i64,
    ) -> Result<Option<Vec<InviteLine>>, StoreError> {
        let rows = self.pool.read(ALL, &[&authority.actor(), &limit]).await?;
        Ok((!rows.is_empty()).then(|| rows.iter().filter_map(line).collect()))
    }
}

fn line(row: &Row) -> Option<InviteLine> {
    let id: Option<Uuid> = row.get("id");
    Some(InviteLine {
        id: id?,
        by: person_at(row, "by")?,
        made_at: row.get("made_at"),
        expires_at: row.get("expires_at"),
        uses: row.get("uses"),
        most: row.get("most"),
        revoked: row.get("revoked"),
        usable: row.get("usable"),
    })
}
