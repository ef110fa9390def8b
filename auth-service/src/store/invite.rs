//! Invites, as the people invited and as admins see them.

use chassis::postgres::StoreError;
use proto::auth::{Invitation, InviteLine, LinkState, Person, TokenHash};
use proto::{RoomId, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::avatar::person_with_avatar;
use super::{Store, person, person_at};
use crate::rules::Authority;

const INVITATION: &str = "
    select a.id, a.username, a.display_name, auth.is_ambiguous(a.id, a.skeleton) as ambiguous, i.expires_at, i.room_id,
           case when i.revoked_at is not null then 'revoked' when i.uses >= i.most then 'used'
                when i.expires_at <= now() then 'expired' else 'usable' end as state
    from auth.invite i join auth.account a on a.id = i.made_by
    where i.code = $1";

const INVITED_BY: &str = "
    select host.id, host.username, host.display_name, host.avatar, auth.is_ambiguous(host.id, host.skeleton) as ambiguous
    from auth.account a join auth.invite i on i.id = a.invited_with join auth.account host on host.id = i.made_by
    where a.id = $1";

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

/// Those of one person.
const OWN: &str = "
    select i.id, i.made_at, i.expires_at, i.uses, i.most, i.revoked_at is not null as revoked,
           i.revoked_at is null and i.expires_at > now() and i.uses < i.most as usable,
           a.id as by_id, a.username as by_username, a.display_name as by_display_name
    from auth.invite i join auth.account a on a.id = i.made_by
    where i.made_by = $1 order by i.made_at desc, i.id limit $2";

impl Store {
    /// What a code leads to, whether or not it still does.
    pub(crate) async fn invitation(&self, code: &TokenHash) -> Result<Option<Invitation>, StoreError> {
        let row = self.pool.read_first(INVITATION, &[&code.0]).await?;
        Ok(row.map(|row| Invitation {
            by: person(&row),
            room: row.get::<_, Option<Uuid>>("room_id").map(RoomId),
            state: LinkState::parse(row.get("state")),
            expires_at: row.get("expires_at"),
        }))
    }

    /// Whose invite somebody came with; none if they came without one.
    pub(crate) async fn invited_by(&self, user: UserId) -> Result<Option<Person>, StoreError> {
        Ok(self.pool.read_first(INVITED_BY, &[&user.0]).await?.map(|row| person_with_avatar(&row)))
    }

    /// The newest invites that somebody has made.
    pub(crate) async fn own_invites(&self, user: UserId, limit: i64) -> Result<Vec<InviteLine>, StoreError> {
        Ok(self.pool.read(OWN, &[&user.0, &limit]).await?.iter().filter_map(line).collect())
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
