//! Registering: the one way in which people create accounts for themselves.

use chassis::Secret;
use proto::auth::{NewSession, Person, Session, TokenHash};
use proto::text::{DisplayName, Email, InstallationName, Password, Username};
use proto::{At, Refusal, UserId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::client_info;
use crate::refusals::{denied, not_applied, unavailable};
use crate::rules::{self, Joining};
use crate::service::{AuthService, opened};
use crate::store::{NotApplied, Registration};

/// How often it is decided, should the organisation move on, or an invite be used up by others, each time.
const TRIES: usize = 10;

/// What somebody filled in; each field parsed by the gateway.
pub(super) struct Form {
    pub(super) username: Username,
    pub(super) email: Email,
    pub(super) display_name: DisplayName,
    pub(super) password: Password,
    pub(super) claim: Option<String>,
    pub(super) installation: Option<InstallationName>,
    pub(super) invite: Option<TokenHash>,
}

impl AuthService {
    /// Creates an account and signs in. Of the first ones exactly one becomes the owner.
    pub(super) async fn register(
        &self,
        key: Uuid,
        form: Form,
        session: NewSession,
    ) -> Result<Session, Refusal> {
        self.hasher.admit()?;
        self.throttle.admit_registration(client_info::net(&session.from)).await?;
        let may_claim = may_claim(self.claim_code.as_ref(), form.claim.as_deref());
        let names = [form.username.as_str(), form.display_name.as_str(), form.email.as_str()];
        form.password.unlike(&[names[0], names[1], names[2], form.email.local()])?;
        let invite = form.invite.filter(TokenHash::is_valid);
        // Whoever is refused in any case is refused before they cost a hash.
        let decided = self.decide(may_claim, invite.as_ref()).await?;
        let who = Registration {
            key,
            id: UserId::new(),
            username: form.username,
            email: form.email,
            display_name: form.display_name,
            password: self.hasher.hash(form.password).await?,
            invite,
            installation: form.installation,
        };
        self.create(who, decided, may_claim, session).await
    }

    /// As decided; decided again where it no longer holds.
    async fn create(
        &self,
        who: Registration,
        mut decided: (i64, Joining),
        may_claim: bool,
        session: NewSession,
    ) -> Result<Session, Refusal> {
        let session = opened(session);
        for _ in 0..TRIES {
            let (version, joining) = decided;
            match self.store.register(&who, version, joining, &session).await {
                Ok((feed, ambiguous)) => {
                    let Joining { org_role, .. } = joining;
                    tracing::info!(user.id = %who.id, session.id = %session.id, ?org_role, "registered");
                    let (id, expires_at, proved_at) = (session.id, self.expires_at(), At::now_utc());
                    let person = Person { ambiguous, ..person(&who) };
                    return Ok(Session { id, person, org_role, expires_at, proved_at, newcomer: true, feed });
                }
                Err(NotApplied::Moved) => decided = self.decide(may_claim, who.invite.as_ref()).await?,
                Err(other) => return Err(not_applied(other)),
            }
        }
        Err(not_applied(NotApplied::Moved))
    }

    /// How they join, and the version of the organisation at which that was decided.
    async fn decide(&self, may_claim: bool, invite: Option<&TokenHash>) -> Result<(i64, Joining), Refusal> {
        let (org, invited) = self.store.sign_up_facts(invite).await.map_err(unavailable)?;
        let joining = rules::join(&org, may_claim, invited).map_err(denied)?;
        Ok((org.version, joining))
    }
}

fn person(who: &Registration) -> Person {
    let (username, display_name) = (who.username.to_string(), who.display_name.to_string());
    Person {
        id: who.id,
        username,
        display_name,
        ambiguous: false,
        status: None,
        invisible: false,
        avatar: None,
        quiet: None,
    }
}

/// Whether whoever registers may become the owner, if nobody is: anyone where no code is asked, else whoever shows it.
fn may_claim(code: Option<&Secret>, shown: Option<&str>) -> bool {
    let Some(code) = code else { return true };
    let [code, shown] = [code.reveal(), shown.unwrap_or_default().trim()].map(Sha256::digest);
    // Hashes, and all of their bytes: how long it takes tells nothing about the code.
    code.iter().zip(shown.iter()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_code_itself_claims() {
        let code = Secret::new("blue-kite-74");
        for wrong in [None, Some(""), Some("blue-kite-7"), Some("blue-kite-744"), Some("Blue-Kite-74")] {
            assert!(!may_claim(Some(&code), wrong), "{wrong:?}");
        }
        assert!(may_claim(Some(&code), Some("blue-kite-74")));
        assert!(may_claim(Some(&code), Some(" blue-kite-74\n")));
        assert!(may_claim(None, None));
    }
}
