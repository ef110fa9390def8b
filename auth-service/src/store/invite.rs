//! Invites: looking at one as a guest, and making, listing and taking them back as an admin.

use std::time::Duration;

use proto::auth::{Invitation, InviteLine, TokenHash};
use proto::{At, UserId};
use tokio_postgres::Row;
use uuid::Uuid;

use super::account::{person, person_at};
use super::admin::{NotDone, outcome};
use super::session::seconds;
use super::{Store, StoreError};

const GOOD: &str = "
    select a.id, a.username, a.display_name, i.expires_at
    from auth.invite i join auth.account a on a.id = i.made_by
    where i.code = $1 and i.revoked_at is null and i.expires_at > now() and i.uses < i.most";

/// No row: no admin asks. One row without an invite: there is none.
const ALL: &str = "
    select i.* from auth.account me left join lateral (
        select i.id, i.made_at, i.expires_at, i.uses, i.most, i.revoked_at is not null as revoked,
               i.revoked_at is null and i.expires_at > now() and i.uses < i.most as good,
               a.id as by_id, a.username as by_username, a.display_name as by_display_name
        from auth.invite i join auth.account a on a.id = i.made_by
        order by i.made_at desc, i.id limit 200
    ) i on true
    where me.id = $1 and me.active and me.org_role in ('admin', 'owner')
    order by i.made_at desc, i.id";

const MAKE: &str = "select outcome, expires_at from auth.make_invite($1, $2, $3, $4, $5)";
const REVOKE: &str = "select auth.revoke_invite($1, $2) as outcome";

/// An invite about to be made.
#[derive(Debug)]
pub(crate) struct NewInvite {
    pub(crate) id: Uuid,
    pub(crate) code: TokenHash,
    pub(crate) most: i32,
    pub(crate) life: Duration,
}

impl Store {
    /// What a code invites to; none if nobody can come in with it.
    pub(crate) async fn invitation(&self, code: &TokenHash) -> Result<Option<Invitation>, StoreError> {
        let rows = self.look(GOOD, &[&code.0]).await?;
        Ok(rows.first().map(|row| Invitation { by: person(row), expires_at: row.get("expires_at") }))
    }

    /// The newest invites. None: who asks is no admin.
    pub(crate) async fn invites(&self, actor: UserId) -> Result<Option<Vec<InviteLine>>, StoreError> {
        let rows = self.look(ALL, &[&actor.0]).await?;
        Ok((!rows.is_empty()).then(|| rows.iter().filter_map(line).collect()))
    }

    /// Makes an invite; says until when it is good.
    pub(crate) async fn make_invite(&self, actor: UserId, invite: &NewInvite) -> Result<At, NotDone> {
        let life = seconds(invite.life);
        let rows = self.act(MAKE, &[&actor.0, &invite.id, &invite.code.0, &invite.most, &life]).await;
        let row = outcome(rows)?.1;
        Ok(row.get("expires_at"))
    }

    /// Takes an invite back.
    pub(crate) async fn revoke_invite(&self, actor: UserId, invite: Uuid) -> Result<(), NotDone> {
        outcome(self.look(REVOKE, &[&actor.0, &invite]).await).map(drop)
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
        good: row.get("good"),
    })
}
