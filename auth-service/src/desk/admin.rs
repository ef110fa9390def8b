//! What admins ask and do. That the actor is one was read from their session by the gateway; what they may is decided
//! again in the database, in the statement that does it.

use std::time::Duration;

use proto::auth::{AuditEntry, AuditFilter, DirectoryLine, Link, Person, Query, Reply};
use proto::node::UserHint;
use proto::room::OrgRole;
use proto::text::Password;
use proto::{Reason, Refusal, UserId, subject};

use super::{Desk, away, fresh_token};
use crate::store::{NewPerson, NotDone, Outcome};

/// How long a link to set a password is good.
const LINK: Duration = Duration::from_secs(24 * 60 * 60);
/// The most lines of one answer, and the longest search.
const LINES: u16 = 200;
const SEARCH: usize = 200;

impl Desk {
    /// Answers the queries of admins.
    pub(super) async fn admin(&self, query: Query) -> Result<Reply, Refusal> {
        match query {
            Query::Directory { actor, search, offset, limit } => {
                let (people, total) = self.directory(actor, &search, offset, limit).await?;
                Ok(Reply::Directory { people, total })
            }
            Query::Audit { actor, before, only, limit } => {
                let (entries, more) = self.audit(actor, before, &only, limit).await?;
                Ok(Reply::Audit { entries, more })
            }
            Query::CreatePerson { actor, username, email, display_name, org_role } => {
                let who = NewPerson { id: UserId::new(), username, email, display_name, org_role };
                self.create_person(actor, who).await.map(Reply::Link)
            }
            Query::SetStanding { actor, user, org_role } => {
                self.set_standing(actor, user, org_role).await.map(|()| Reply::Done)
            }
            Query::EndSessions { actor, user } => {
                self.store.end_sessions(actor, user).await.map_err(refusal)?;
                tracing::info!(actor.id = %actor, user.id = %user, "sessions ended");
                self.hint_all_ended(user).await;
                Ok(Reply::Done)
            }
            Query::MakeResetLink { actor, user } => self.make_reset_link(actor, user).await.map(Reply::Link),
            Query::SetSignUp { actor, sign_up } => {
                self.store.set_sign_up(actor, sign_up).await.map_err(refusal)?;
                tracing::info!(actor.id = %actor, sign_up = sign_up.as_str(), "sign-up set");
                Ok(Reply::Done)
            }
            // All others were answered before.
            _ => Err(Refusal::not_found()),
        }
    }

    async fn directory(
        &self,
        actor: UserId,
        search: &str,
        offset: u32,
        limit: u16,
    ) -> Result<(Vec<DirectoryLine>, i64), Refusal> {
        let search: String = search.chars().take(SEARCH).collect();
        let found = self.store.directory(actor, &search, offset, limit.min(LINES)).await;
        found.map_err(away)?.ok_or_else(no_admin)
    }

    /// One entry more is read than is told, to see whether there are older ones.
    async fn audit(
        &self,
        actor: UserId,
        before: Option<i64>,
        only: &AuditFilter,
        limit: u16,
    ) -> Result<(Vec<AuditEntry>, bool), Refusal> {
        let limit = usize::from(limit.min(LINES));
        let found = self.store.audit(actor, before, only, i64::try_from(limit + 1).unwrap_or(1)).await;
        let mut entries = found.map_err(away)?.ok_or_else(no_admin)?;
        let more = entries.len() > limit;
        entries.truncate(limit);
        Ok((entries, more))
    }

    /// Nobody knows the password an account is made with: it is random, and forgotten here.
    async fn create_person(&self, actor: UserId, who: NewPerson) -> Result<Link, Refusal> {
        if who.org_role == OrgRole::Inactive {
            return Err(Refusal::new(Reason::UnknownOrgRole));
        }
        let (secret, _) = fresh_token()?;
        let password = self.hasher.hash(Password::try_out(&secret)).await?;
        let (token, hash) = fresh_token()?;
        let made = self.store.create_person(actor, &who, &password, &hash, LINK).await;
        let expires_at = made.map_err(refusal)?;
        tracing::info!(actor.id = %actor, user.id = %who.id, org_role = ?who.org_role, "person created");
        let person = Person {
            id: who.id,
            username: who.username.to_string(),
            display_name: who.display_name.to_string(),
        };
        Ok(Link { token, person: Some(person), expires_at })
    }

    async fn set_standing(&self, actor: UserId, user: UserId, org_role: OrgRole) -> Result<(), Refusal> {
        let outcome = self.store.set_standing(actor, user, org_role).await.map_err(refusal)?;
        if outcome == Outcome::Done {
            tracing::info!(actor.id = %actor, user.id = %user, ?org_role, "org_role set");
            self.bus.publish(&subject::user_evt(user), &UserHint::OrgRole { org_role }).await;
        }
        Ok(())
    }

    async fn make_reset_link(&self, actor: UserId, user: UserId) -> Result<Link, Refusal> {
        let (token, hash) = fresh_token()?;
        let made = self.store.make_reset_link(actor, user, &hash, LINK).await;
        let (person, expires_at) = made.map_err(refusal)?;
        tracing::info!(actor.id = %actor, user.id = %user, "reset link made");
        Ok(Link { token, person: Some(person), expires_at })
    }
}

/// Who asks is no admin, or no longer one.
pub(super) fn no_admin() -> Refusal {
    Refusal::new(Reason::AdminsOnly)
}

/// What an admin hears.
pub(super) fn refusal(why: NotDone) -> Refusal {
    match why {
        NotDone::Forbidden => no_admin(),
        NotDone::OwnersOnly => Refusal::new(Reason::OwnersOnly),
        NotDone::Oneself => Refusal::new(Reason::OwnAccount),
        NotDone::LastOwner => Refusal::new(Reason::LastOwner),
        NotDone::Unknown => Refusal::not_found(),
        NotDone::Inactive => Refusal::new(Reason::Deactivated),
        NotDone::Repeated => Refusal::nonce_reused(),
        NotDone::Username => Refusal::new(Reason::UsernameTaken).on("username"),
        NotDone::Email => Refusal::new(Reason::EmailTaken).on("email"),
        NotDone::Store(error) => away(error),
    }
}
