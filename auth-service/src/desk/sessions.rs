//! Sessions that exist: whose they are, and ending them.

use proto::Refusal;
use proto::auth::{Session, TokenHash};
use proto::node::UserHint;
use proto::subject;

use super::{Desk, away};
use crate::token;

impl Desk {
    /// Whose session it is; none for whatever is not the hash of a living one.
    pub(super) async fn resume(&self, hash: &TokenHash) -> Result<Option<Session>, Refusal> {
        if !token::is_hash(hash) {
            return Ok(None);
        }
        self.store.resume(hash, self.sessions).await.map_err(away)
    }

    /// Ends a session. Ending one that has ended is fine. The feed tells all gateways; the hint only makes it quicker.
    pub(super) async fn log_out(&self, hash: &TokenHash) -> Result<(), Refusal> {
        if !token::is_hash(hash) {
            return Ok(());
        }
        if let Some((user, session)) = self.store.log_out(hash).await.map_err(away)? {
            let hint = UserHint::SessionEnded { session: Some(session) };
            self.bus.publish(&subject::user_evt(user), &hint).await;
            tracing::info!(user.id = %user, session.id = %session, "signed out");
        }
        Ok(())
    }
}
