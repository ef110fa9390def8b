//! Signing in by username or e-mail address. Wrong, unknown and deactivated are one and the same answer, after the
//! same work.

use proto::auth::{ClientInfo, SignedIn};
use proto::text::{Email, Password, Username};
use proto::{At, Reason, Refusal};

use super::{Desk, away};
use crate::client_info;
use crate::hasher::Verdict;
use crate::store::Candidate;

impl Desk {
    /// Opens a session for whoever knows the password.
    pub(super) async fn log_in(
        &self,
        login: &str,
        password: Password,
        from: &ClientInfo,
    ) -> Result<SignedIn, Refusal> {
        let net = client_info::net(from);
        let (username, email) = if login.contains('@') {
            (None, Email::parse(login).ok())
        } else {
            (Username::parse(login).ok(), None)
        };
        let candidate = self.store.candidate(username.as_ref(), email.as_ref(), net).await.map_err(away)?;
        let at_home = candidate.as_ref().is_some_and(|candidate| candidate.at_home);
        let attempt = self.throttle.admit_login(login, net, at_home).await?;

        match self.try_password(candidate, password, from).await {
            Ok(Some(signed_in)) => {
                self.throttle.forgive(attempt).await;
                tracing::info!(user.id = %signed_in.session.person.id, session.id = %signed_in.session.id, "signed in");
                Ok(signed_in)
            }
            Ok(None) => Err(wrong()),
            // Nobody is to be locked out because a service was busy.
            Err(refusal) => {
                self.throttle.undo(attempt).await;
                Err(refusal)
            }
        }
    }

    /// None: they do not go together. An error says nothing about the password.
    async fn try_password(
        &self,
        candidate: Option<Candidate>,
        password: Password,
        from: &ClientInfo,
    ) -> Result<Option<SignedIn>, Refusal> {
        let kept = candidate.as_ref().map(|candidate| candidate.password.clone());
        let verdict = self.hasher.verify(password, kept).await?;
        let (Some(candidate), Verdict::Right(better)) = (candidate, verdict) else { return Ok(None) };
        let (token, opening) = Self::opening(from)?;
        let expires_at = At::now_utc() + self.sessions.idle.min(self.sessions.absolute);
        let session =
            self.store.sign_in(&candidate, better.as_deref(), &opening, expires_at).await.map_err(away)?;
        Ok(session.map(|session| SignedIn { token, session }))
    }
}

fn wrong() -> Refusal {
    Refusal::new(Reason::WrongCredentials).on("password")
}
