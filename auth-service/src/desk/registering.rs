//! Registering: the one way in which people make accounts for themselves.

use chassis::Secret;
use proto::auth::{ClientInfo, Person, Session, SignUp, SignedIn, TokenHash};
use proto::text::{DisplayName, Email, Password, Username};
use proto::{At, Reason, Refusal, UserId};
use sha2::{Digest, Sha256};

use super::{Desk, away};
use crate::store::{Applicant, NotRegistered};
use crate::{client_info, token};

/// What somebody filled in; each field parsed at the gateway's door.
pub(super) struct Form {
    pub(super) username: Username,
    pub(super) email: Email,
    pub(super) display_name: DisplayName,
    pub(super) password: Password,
    pub(super) claim: Option<String>,
    pub(super) invite: Option<TokenHash>,
}

impl Desk {
    /// Makes an account and signs in. Of the first ones exactly one becomes the owner.
    pub(super) async fn register(&self, form: Form, from: &ClientInfo) -> Result<SignedIn, Refusal> {
        self.throttle.admit_registration(client_info::net(from)).await?;
        let may_own = may_own(self.claim_code.as_ref(), form.claim.as_deref());
        form.password.unlike(&[
            form.username.as_str(),
            form.display_name.as_str(),
            form.email.as_str(),
            form.email.local(),
        ])?;
        let invite = form.invite.filter(token::is_hash);
        self.admit(may_own, invite.as_ref()).await?;
        let who = Applicant {
            id: UserId::new(),
            username: form.username,
            email: form.email,
            display_name: form.display_name,
            may_own,
            invite,
        };
        let password = self.hasher.hash(form.password).await?;
        let (token, opening) = Self::opening(from)?;
        let (org_role, feed) = self.store.register(&who, &password, &opening).await.map_err(refusal)?;
        tracing::info!(user.id = %who.id, session.id = %opening.session, ?org_role, "registered");
        let person = Person {
            id: who.id,
            username: who.username.to_string(),
            display_name: who.display_name.to_string(),
        };
        let expires_at = At::now_utc() + self.sessions.idle.min(self.sessions.absolute);
        Ok(SignedIn { token, session: Session { id: opening.session, person, org_role, expires_at, feed } })
    }

    /// Whoever will be refused in any case is refused before they cost a hash. What holds is decided with the insert.
    async fn admit(&self, may_own: bool, invite: Option<&TokenHash>) -> Result<(), Refusal> {
        let place = self.store.place().await.map_err(away)?;
        match place.sign_up {
            _ if !place.claimed => may_own.then_some(()).ok_or_else(unclaimed),
            SignUp::Open => Ok(()),
            SignUp::Closed => Err(closed()),
            SignUp::Invite => {
                let Some(code) = invite else { return Err(uninvited()) };
                self.store.invitation(code).await.map_err(away)?.map(drop).ok_or_else(uninvited)
            }
        }
    }
}

/// Whether this client may become the owner, if nobody is: anyone where no code is asked, else who shows it.
fn may_own(code: Option<&Secret>, shown: Option<&str>) -> bool {
    let Some(code) = code else { return true };
    let [code, shown] = [code.reveal(), shown.unwrap_or_default().trim()].map(Sha256::digest);
    // Hashes, and all of their bytes: how long it takes tells nothing about the code.
    code.iter().zip(shown.iter()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

fn refusal(why: NotRegistered) -> Refusal {
    match why {
        NotRegistered::Unclaimed => unclaimed(),
        NotRegistered::Closed => closed(),
        NotRegistered::Uninvited => uninvited(),
        NotRegistered::Username => Refusal::new(Reason::UsernameTaken).on("username"),
        NotRegistered::Email => Refusal::new(Reason::EmailTaken).on("email"),
        NotRegistered::Store(error) => away(error),
    }
}

fn unclaimed() -> Refusal {
    Refusal::new(Reason::WrongSetupCode).on("claim")
}

fn closed() -> Refusal {
    Refusal::new(Reason::SignUpClosed)
}

fn uninvited() -> Refusal {
    Refusal::new(Reason::InviteNeeded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_code_itself_opens() {
        let code = Secret::new("blue-kite-74");
        for wrong in [None, Some(""), Some("blue-kite-7"), Some("blue-kite-744"), Some("Blue-Kite-74")] {
            assert!(!may_own(Some(&code), wrong), "{wrong:?}");
        }
        assert!(may_own(Some(&code), Some("blue-kite-74")));
        assert!(may_own(Some(&code), Some(" blue-kite-74\n")));
        assert!(may_own(None, None));
    }
}
