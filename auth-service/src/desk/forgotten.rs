//! Forgotten passwords: a link that an admin made sets another one, once.

use proto::auth::{Person, TokenHash};
use proto::text::Password;
use proto::{Reason, Refusal};

use super::{Desk, away};
use crate::throttle::login_key;
use crate::token;

impl Desk {
    /// Whose link it is; none if it is good for nothing.
    pub(super) async fn reset_for(&self, hash: &TokenHash) -> Result<Option<Person>, Refusal> {
        if !token::is_hash(hash) {
            return Ok(None);
        }
        self.store.reset_for(hash).await.map_err(away)
    }

    /// Sets the password and ends all sessions. Used twice, even at the same moment, it works once.
    pub(super) async fn reset_password(&self, hash: &TokenHash, password: Password) -> Result<(), Refusal> {
        // A link that is good for nothing costs no hash.
        let person = self.reset_for(hash).await?.ok_or_else(worn)?;
        let own = self.store.own(person.id).await.map_err(away)?.ok_or_else(worn)?;
        let local = own.email.rsplit_once('@').map_or("", |(local, _)| local);
        password.unlike(&[&own.username, &own.display_name, &own.email, local])?;
        let kept = self.hasher.hash(password).await?;
        let (user, logins) = self.store.use_reset(hash, &kept).await.map_err(away)?.ok_or_else(worn)?;
        tracing::info!(user.id = %user, "password reset");
        // Who tried too often before they asked for the link can sign in now. That it fails costs them a wait, no more.
        if let Err(error) = self.store.forgive(&logins.map(|login| login_key(&login))).await {
            tracing::warn!(%error, "attempts were not forgiven");
        }
        self.hint_all_ended(user).await;
        Ok(())
    }
}

fn worn() -> Refusal {
    Refusal::new(Reason::ResetLinkExpired)
}
