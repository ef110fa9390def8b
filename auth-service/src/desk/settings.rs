//! What people do to their own accounts: name, password, sessions.

use proto::auth::SessionLine;
use proto::text::{DisplayName, Password};
use proto::{Reason, Refusal, SessionId, UserId};

use super::{Desk, away};
use crate::hasher::Verdict;

impl Desk {
    /// Calls them differently from now on; the feed tells everyone.
    pub(super) async fn rename(&self, user: UserId, name: &DisplayName) -> Result<(), Refusal> {
        if self.store.rename(user, name).await.map_err(away)? {
            tracing::info!(user.id = %user, "renamed");
        }
        Ok(())
    }

    /// Another password, for whoever knows the present one. Ends all sessions but `keep`.
    pub(super) async fn change_password(
        &self,
        user: UserId,
        keep: SessionId,
        old: Password,
        new: Password,
    ) -> Result<(), Refusal> {
        let own = self.store.own(user).await.map_err(away)?.ok_or_else(Refusal::revoked)?;
        let local = own.email.rsplit_once('@').map_or("", |(local, _)| local);
        new.unlike(&[&own.username, &own.display_name, &own.email, local])?;
        if old == new {
            return Err(Refusal::new(Reason::SamePassword).on("password"));
        }
        // Whoever sits down at an open browser must not be able to guess on.
        let attempt = self.throttle.admit_change(user).await?;
        let kept = own.password.clone();
        match self.hasher.verify(old, Some(own.password)).await {
            Ok(Verdict::Right(_)) => self.throttle.forgive(attempt).await,
            Ok(Verdict::Wrong) => return Err(wrong()),
            Err(refusal) => {
                self.throttle.undo(attempt).await;
                return Err(refusal);
            }
        }
        let next = self.hasher.hash(new).await?;
        let ended = self.store.change_password(user, &kept, &next, keep).await.map_err(away)?;
        // Changed in another tab meanwhile: that one's password holds.
        let ended = ended.ok_or_else(wrong)?;
        tracing::info!(user.id = %user, ended = ended.len(), "password changed");
        self.hint_ended(user, &ended).await;
        Ok(())
    }

    /// Their living sessions.
    pub(super) async fn sessions_of(&self, user: UserId) -> Result<Vec<SessionLine>, Refusal> {
        self.store.sessions(user, self.sessions).await.map_err(away)
    }

    /// Ends one of their own. One that has ended already, or is somebody else's, is none of theirs to end: nothing happens.
    pub(super) async fn end_session(&self, user: UserId, session: SessionId) -> Result<(), Refusal> {
        if self.store.end_session(user, session).await.map_err(away)? {
            tracing::info!(user.id = %user, session.id = %session, "session ended");
            self.hint_ended(user, &[session]).await;
        }
        Ok(())
    }

    /// Ends all of their own but one.
    pub(super) async fn end_other_sessions(&self, user: UserId, keep: SessionId) -> Result<(), Refusal> {
        let ended = self.store.end_others(user, keep).await.map_err(away)?;
        tracing::info!(user.id = %user, ended = ended.len(), "other sessions ended");
        self.hint_ended(user, &ended).await;
        Ok(())
    }
}

fn wrong() -> Refusal {
    Refusal::new(Reason::WrongCurrentPassword).on("old")
}
