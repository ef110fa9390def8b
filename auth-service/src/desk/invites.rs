//! Invites: what a guest is shown, and what admins make of them.

use std::time::Duration;

use proto::auth::{Invitation, InviteLine, Link, TokenHash};
use proto::{Reason, Refusal, UserId};
use uuid::Uuid;

use super::admin::{no_admin, refusal};
use super::{Desk, away, fresh_token};
use crate::store::NewInvite;
use crate::token;

/// The most uses and days of an invite.
const USES: u16 = 1_000;
const DAYS: u16 = 365;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Desk {
    /// What a code invites to; none if nobody can come in with it.
    pub(super) async fn invitation(&self, code: &TokenHash) -> Result<Option<Invitation>, Refusal> {
        if !token::is_hash(code) {
            return Ok(None);
        }
        self.store.invitation(code).await.map_err(away)
    }

    /// The newest invites.
    pub(super) async fn invites(&self, actor: UserId) -> Result<Vec<InviteLine>, Refusal> {
        self.store.invites(actor).await.map_err(away)?.ok_or_else(no_admin)
    }

    /// Makes an invite; its code is said here and never again.
    pub(super) async fn make_invite(
        &self,
        actor: UserId,
        id: Uuid,
        uses: u16,
        days: u16,
    ) -> Result<Link, Refusal> {
        if !(1..=USES).contains(&uses) {
            return Err(Refusal::new(Reason::InviteUses { min: 1, max: USES.into() }).on("uses"));
        }
        if !(1..=DAYS).contains(&days) {
            return Err(Refusal::new(Reason::InviteDays { min: 1, max: DAYS.into() }).on("days"));
        }
        let (token, code) = fresh_token()?;
        let invite = NewInvite { id, code, most: uses.into(), life: DAY * u32::from(days) };
        let expires_at = self.store.make_invite(actor, &invite).await.map_err(refusal)?;
        tracing::info!(actor.id = %actor, invite.id = %id, "invite made");
        Ok(Link { token, person: None, expires_at })
    }

    /// Takes an invite back: nobody more comes in with it.
    pub(super) async fn revoke_invite(&self, actor: UserId, invite: Uuid) -> Result<(), Refusal> {
        self.store.revoke_invite(actor, invite).await.map_err(refusal)?;
        tracing::info!(actor.id = %actor, invite.id = %invite, "invite taken back");
        Ok(())
    }
}
