//! Signing in and out. Wrong password, unknown name and deactivated account are one and the same answer, after the same
//! work.

use proto::auth::{NewSession, Session, TokenHash};
use proto::text::{Email, Password, Username};
use proto::{At, Refusal};
use uuid::Uuid;

use crate::client_info;
use crate::hasher::Verdict;
use crate::refusals::{not_applied, unavailable, wrong_login};
use crate::service::{AuthService, opened};
use crate::store::Candidate;

impl AuthService {
    /// Opens a session for whoever knows the password.
    pub(super) async fn log_in(
        &self,
        key: Uuid,
        login: &str,
        password: Password,
        session: NewSession,
    ) -> Result<Session, Refusal> {
        self.hasher.admit()?;
        let net = client_info::net(&session.from);
        let (username, email) = if login.contains('@') {
            (None, Email::parse(login).ok())
        } else {
            (Username::parse(login).ok(), None)
        };
        let candidate = self.store.candidate(username.as_ref(), email.as_ref(), net).await;
        let candidate = candidate.map_err(unavailable)?;
        let is_known_there = candidate.as_ref().is_some_and(|candidate| candidate.is_known_there);
        let attempt = self.throttle.admit_login(login, net, is_known_there).await?;

        match self.try_password(key, candidate, password, session).await {
            Ok(Some(session)) => {
                self.throttle.forgive(attempt).await;
                tracing::info!(user.id = %session.person.id, session.id = %session.id, "signed in");
                Ok(session)
            }
            Ok(None) => Err(wrong_login()),
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
        key: Uuid,
        candidate: Option<Candidate>,
        password: Password,
        session: NewSession,
    ) -> Result<Option<Session>, Refusal> {
        let kept = candidate.as_ref().and_then(|candidate| candidate.password.clone());
        let verdict = self.hasher.verify(password, kept).await?;
        let (Some(candidate), Verdict::Right(better)) = (candidate, verdict) else { return Ok(None) };
        let (session, expires_at) = (opened(session), self.expires_at());
        let signed_in = self.store.sign_in(key, &candidate, better.as_deref(), &session, expires_at).await;
        signed_in.map_err(not_applied)
    }

    /// Ends a session. Ending one that has ended is fine. The feed tells all gateways; the hint only makes it quicker.
    pub(super) async fn log_out(&self, token: &TokenHash) -> Result<(), Refusal> {
        if !token.is_valid() {
            return Ok(());
        }
        if let Some((user, session)) = self.store.log_out(token).await.map_err(unavailable)? {
            self.hint_ended(user, &[session]).await;
            tracing::info!(user.id = %user, session.id = %session, "signed out");
        }
        Ok(())
    }

    /// When a session opened now ends unless it is used.
    pub(super) fn expires_at(&self) -> At {
        At::now_utc() + self.sessions.idle.min(self.sessions.absolute)
    }
}
