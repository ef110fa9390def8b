//! Setting a password: one's own, or by a link that an admin made.

use proto::auth::{LinkState, TokenHash};
use proto::node::UserHint;
use proto::text::Password;
use proto::{Refusal, SessionId, UserId};
use uuid::Uuid;

use crate::hasher::Verdict;
use crate::refusals::{link_expired, not_understood, same_password, unavailable, wrong_password};
use crate::service::AuthService;
use crate::store::Own;
use crate::throttle::login_key;

/// What somebody filled in who changes their password.
pub(super) struct NextPassword {
    /// The session that stays.
    pub(super) keep: SessionId,
    pub(super) old: Password,
    pub(super) new: Password,
    /// Its next token.
    pub(super) token: TokenHash,
}

impl AuthService {
    /// Another password, for whoever knows the current one. Ends all sessions but one, whose token is another from now
    /// on: whoever has stolen either is out.
    pub(super) async fn change_password(
        &self,
        key: Uuid,
        user: UserId,
        NextPassword { keep, old, new, token }: NextPassword,
    ) -> Result<(), Refusal> {
        if !token.is_valid() {
            return Err(not_understood());
        }
        let own = self.store.own(user).await.map_err(unavailable)?.ok_or_else(Refusal::revoked)?;
        is_none_of_their_names(&new, &own)?;
        if old == new {
            return Err(same_password());
        }
        self.check_password(user, old, own.password.clone()).await?;
        let next = self.hasher.hash(new).await?;
        let ended = self.store.change_password(key, user, own.password.as_deref(), &next, keep, &token).await;
        // Changed in another tab meanwhile: that one's password holds.
        let ended = ended.map_err(unavailable)?.ok_or_else(wrong_password)?;
        tracing::info!(user.id = %user, ended = ended.len(), "password changed");
        self.hint_ended(user, &ended).await;
        self.hint(user, UserHint::SessionChanged { session: keep }).await;
        Ok(())
    }

    /// Notes that whoever uses a session has given its password again.
    pub(super) async fn prove_session(
        &self,
        user: UserId,
        session: SessionId,
        password: Password,
    ) -> Result<(), Refusal> {
        let own = self.store.own(user).await.map_err(unavailable)?.ok_or_else(Refusal::revoked)?;
        self.check_password(user, password, own.password.clone()).await?;
        if !self.store.prove(user, session).await.map_err(unavailable)? {
            return Err(Refusal::revoked());
        }
        self.hint(user, UserHint::SessionChanged { session }).await;
        Ok(())
    }

    /// Whoever sits down at an open browser must not be able to guess on.
    pub(super) async fn check_password(
        &self,
        user: UserId,
        old: Password,
        kept: Option<String>,
    ) -> Result<(), Refusal> {
        self.hasher.admit()?;
        let attempt = self.throttle.admit_change(user).await?;
        match self.hasher.verify(old, kept).await {
            Ok(Verdict::Right(_)) => {
                self.throttle.forgive(attempt).await;
                Ok(())
            }
            Ok(Verdict::Wrong) => Err(wrong_password()),
            Err(refusal) => {
                self.throttle.undo(attempt).await;
                Err(refusal)
            }
        }
    }

    /// Sets a password by a link and ends all sessions. Used twice, even at the same moment, it works once.
    pub(super) async fn use_reset_link(
        &self,
        key: Uuid,
        token: &TokenHash,
        password: Password,
    ) -> Result<(), Refusal> {
        // A link that does not work costs no hash.
        let found = self.reset_link(token).await?.filter(|link| link.state == LinkState::Usable);
        let person = found.ok_or_else(link_expired)?.person;
        let own = self.store.own(person.id).await.map_err(unavailable)?.ok_or_else(link_expired)?;
        is_none_of_their_names(&password, &own)?;
        let kept = self.hasher.hash(password).await?;
        let used = self.store.use_reset(key, token, &kept).await.map_err(unavailable)?;
        let used = used.ok_or_else(link_expired)?;
        tracing::info!(user.id = %used.user, "password set by a link");
        // Whoever tried too often before they asked for the link can sign in now. If this fails it costs them a wait.
        let windows: Vec<_> = used.logins.iter().map(|login| login_key(login)).collect();
        if let Err(error) = self.store.forgive(&windows).await {
            error.warn("attempts were not forgiven");
        }
        self.hint_all_ended(used.user).await;
        Ok(())
    }
}

fn is_none_of_their_names(password: &Password, own: &Own) -> Result<(), Refusal> {
    let local = own.email.rsplit_once('@').map_or("", |(local, _)| local);
    password.unlike(&[&own.username, &own.display_name, &own.email, local])
}
